-- By whom else a user signs in: as whom an identity provider knows them.
create table identities (
  issuer     text not null check (char_length(issuer) between 1 and 255),
  subject    text not null check (char_length(subject) between 1 and 255),
  user_id    uuid not null references users,
  created_at timestamptz not null default now(),
  primary key (issuer, subject)
);

create index identities_user_idx on identities (user_id, created_at);

-- A socket that was opened with a token of this identity has to close, on every node.
create function identities_removed() returns trigger language plpgsql as $$
begin
  update users set standing_tx = pg_current_xact_id() where id = old.user_id;
  return null;
end $$;

create trigger identities_removed after delete on identities for each row execute function identities_removed();

alter table users
  -- Null: nobody has signed in with the password yet.
  add column last_sign_in_at timestamptz,
  -- The tokens_valid_from that the claim of this account has set. All identities are from then or later, and so are their tokens good,
  -- however long ago their user has signed in at the provider.
  add column claimed_tokens_valid_from timestamptz;

-- As whom the token that bought the ticket named its user, and when that user had signed in.
alter table ws_tickets
  add column issuer text,
  add column subject text,
  add column authenticated_at timestamptz,
  add constraint ws_tickets_identity check ((issuer is null) = (subject is null));
update ws_tickets set authenticated_at = token_issued_at;
alter table ws_tickets drop column token_issued_at;
