-- Every column by which a node decides what a caller may do: what a node has read of an account stays valid until one of them changes.
create or replace function users_standing() returns trigger language plpgsql as $$
begin
  if (new.is_active, new.is_admin, new.tokens_valid_from, new.claimed_tokens_valid_from)
     is distinct from (old.is_active, old.is_admin, old.tokens_valid_from, old.claimed_tokens_valid_from) then
    new.standing_tx := pg_current_xact_id();
  end if;
  return new;
end $$;
