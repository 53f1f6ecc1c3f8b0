-- The email in the form in which two emails are compared. The application makes it, from the tables of Unicode, so that it is the same
-- on every database. Null: the next start makes it, or other accounts have the same address, or no such address can exist.
alter table users
  add column email_key text,
  -- The key of an account that has none because others have the same address; until that is settled, nobody else may take it.
  add column contested_email_key text,
  add constraint users_one_email_key check (email_key is null or contested_email_key is null),
  -- What can be said about it here: whoever changes an address has to change its key.
  add constraint users_email_key_fits check (
    octet_length(email) > char_length(email) or email_key = rtrim(lower(email collate "C"), '.'));

drop index users_email_key;
create unique index users_email_key on users (email_key);
create index users_contested_email_key_idx on users (contested_email_key) where contested_email_key is not null;
create index users_without_email_key_idx on users (created_at desc, id desc) where email_key is null;

-- Each start fills it.
delete from admin_emails;
alter table admin_emails rename column email to email_key;

create or replace function users_admin() returns trigger language plpgsql as $$
begin
  -- The lock keeps a start, which changes the list, from missing a change that has read the former one.
  perform from admin_emails a where a.email_key = new.email_key for share;
  new.is_admin := (found and new.email_verified) or (tg_op = 'INSERT' and new.is_admin);
  return new;
end $$;

drop trigger users_admin on users;
create trigger users_admin before update on users for each row
  when ((new.email_key, new.email_verified) is distinct from (old.email_key, old.email_verified)) execute function users_admin();
