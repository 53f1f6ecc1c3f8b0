create table users (
  id                              uuid primary key,
  email                           text not null check (char_length(email) between 3 and 254 and email like '%_@_%'),
  email_verified                  boolean not null default false,
  hashed_password                 text,
  full_name                       text not null check (char_length(full_name) between 1 and 120),
  bio                             text check (char_length(bio) <= 2000),
  avatar_url                      text check (char_length(avatar_url) <= 2000 and avatar_url ~ '^https?://'),
  payment_instructions            text check (char_length(payment_instructions) <= 2000),
  payment_instructions_changed_at timestamptz,
  is_admin                        boolean not null default false,
  is_active                       boolean not null default true,
  deactivation_reason             text check (char_length(deactivation_reason) <= 2000),
  -- Tokens issued before this moment are refused; set when the password changes.
  tokens_valid_from               timestamptz,
  -- Kept by the trigger on reviews, so that a card needs no aggregate.
  rating_sum                      bigint not null default 0 check (rating_sum >= 0),
  rating_count                    integer not null default 0 check (rating_count >= 0),
  created_at                      timestamptz not null default now(),
  updated_at                      timestamptz not null default now()
);

create unique index users_email_key on users (lower(email));
