-- ADMIN_EMAILS as the last node to start had it, in lower case. It stands here so that all nodes go by one list.
create table admin_emails (
  email text primary key
);

create index users_admins_idx on users (id) where is_admin;

-- Whose address or verification changes is an admin or not by the list from then on.
create function users_admin() returns trigger language plpgsql as $$
begin
  -- The lock keeps a start, which changes the list, from missing a change that has read the former one.
  perform from admin_emails a where a.email = lower(new.email) for share;
  new.is_admin := (found and new.email_verified) or (tg_op = 'INSERT' and new.is_admin);
  return new;
end $$;

create trigger users_admin_of_new before insert on users for each row execute function users_admin();
create trigger users_admin before update on users for each row
  when ((new.email, new.email_verified) is distinct from (old.email, old.email_verified)) execute function users_admin();

-- What admins did about people and gigs, and who became an admin or is none any more.
create table moderation_events (
  id         uuid primary key,
  action     text not null check (action in ('user_deactivated', 'user_reactivated', 'gig_taken_down', 'gig_restored',
                                             'admin_granted', 'admin_revoked')),
  actor_id   uuid references users,
  user_id    uuid references users,
  gig_id     uuid references gigs,
  reason     text check (char_length(reason) <= 2000),
  created_at timestamptz not null default now(),
  -- The right of an admin comes and goes by ADMIN_EMAILS, not by a person.
  check ((actor_id is null) = (action in ('admin_granted', 'admin_revoked'))),
  check ((gig_id is null) <> (action in ('gig_taken_down', 'gig_restored'))),
  check ((user_id is null) = (action in ('gig_taken_down', 'gig_restored')))
);

create index moderation_events_newest_idx on moderation_events (created_at desc, id desc);
create index moderation_events_user_idx on moderation_events (user_id, created_at desc, id desc) where user_id is not null;
create index moderation_events_gig_idx on moderation_events (gig_id, created_at desc, id desc) where gig_id is not null;

create trigger moderation_events_append_only before update or delete on moderation_events
  for each row execute function refuse_change();
create trigger moderation_events_no_truncate before truncate on moderation_events
  for each statement execute function refuse_change();

create function users_admin_event() returns trigger language plpgsql as $$
begin
  insert into moderation_events (id, action, user_id)
  values (gen_random_uuid(), case when new.is_admin then 'admin_granted' else 'admin_revoked' end, new.id);
  return null;
end $$;

create trigger users_admin_created after insert on users for each row
  when (new.is_admin) execute function users_admin_event();
create trigger users_admin_changed after update on users for each row
  when (new.is_admin <> old.is_admin) execute function users_admin_event();

-- A gig that an admin has taken down is not active, whoever writes to it.
alter table gigs
  add column taken_down_at timestamptz,
  add column taken_down_reason text check (char_length(taken_down_reason) <= 2000),
  -- What is_active becomes again: what it was, unless the owner has switched the gig off since.
  add column active_when_restored boolean,
  add constraint gigs_taken_down check (
    case when taken_down_at is null then taken_down_reason is null and active_when_restored is null
         else not is_active and active_when_restored is not null end);

-- By these admins list people and find them: by the beginning of the address and of words of the name.
create index users_listed_idx on users (is_active, created_at desc, id desc);
create index users_email_search_idx on users ((lower(email) collate "C"));
create index users_name_search_idx on users
  using gin (array_to_tsvector(array_remove(string_to_array(lower(full_name), ' '), '')));
