-- Counts the changes of what users see of themselves, so that a page that was opened long ago does not take a newer one back.
alter table users add column version integer not null default 1;

create function users_version() returns trigger language plpgsql as $$
begin
  new.version := old.version + 1;
  return new;
end $$;

create trigger users_version before update on users for each row
  when ((new.email, new.email_verified, new.full_name, new.bio, new.avatar_url, new.payment_instructions)
        is distinct from (old.email, old.email_verified, old.full_name, old.bio, old.avatar_url, old.payment_instructions))
  execute function users_version();
