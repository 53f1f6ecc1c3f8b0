create table gigs (
  id            uuid primary key,
  freelancer_id uuid not null references users,
  title         text not null check (char_length(title) between 1 and 120),
  description   text not null check (char_length(description) between 1 and 10000),
  price         numeric(12, 2) not null check (price > 0),
  currency      text not null check (currency ~ '^[A-Z]{3}$'),
  delivery_days integer not null check (delivery_days between 1 and 365),
  is_active     boolean not null default true,
  deleted_at    timestamptz,
  version       integer not null default 1 check (version > 0),
  search        tsvector not null generated always as
    (setweight(to_tsvector('english', title), 'A') || setweight(to_tsvector('english', description), 'B')) stored,
  created_at    timestamptz not null default now(),
  updated_at    timestamptz not null default now(),
  -- What an order refers to, so that its freelancer is always the gig's.
  unique (id, freelancer_id)
)
-- A search looks at thousands of these rows and at their words: one place to look at instead of two.
with (toast_tuple_target = 8160);

create index gigs_newest_idx on gigs (created_at desc, id desc) where is_active and deleted_at is null;
create index gigs_price_idx on gigs (price, id) where is_active and deleted_at is null;
create index gigs_freelancer_idx on gigs (freelancer_id, created_at desc, id desc) where deleted_at is null;
-- Not partial like the others: PostgreSQL combines no two indexes that have the same predicate.
create index gigs_delivery_idx on gigs (delivery_days);
create index gigs_search_idx on gigs using gin (search);
