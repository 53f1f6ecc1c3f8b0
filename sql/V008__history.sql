-- No row of the history without its move, just as there is no move without its row: looked at once the statement that writes
-- both is done.
create function order_events_guard() returns trigger language plpgsql as $$
begin
  if not exists (
    select from orders o
    where o.id = new.order_id and o.event_count = new.n and o.status = new.to_status
      and case new.actor_role
            when 'client' then o.client_id = new.actor_id
            when 'freelancer' then o.freelancer_id = new.actor_id
            else true
          end) then
    raise exception 'there is no such move of this order' using errcode = 'check_violation';
  end if;
  if new.action <> 'place' and not exists (
    select from order_transitions t
    where t.action = new.action and t.actor_role = new.actor_role
      and t.from_status = new.from_status and t.to_status = new.to_status) then
    raise exception '% does not % an order from % to %', new.actor_role, new.action, new.from_status, new.to_status
      using errcode = 'check_violation';
  end if;
  return null;
end $$;

create trigger order_events_guard after insert on order_events for each row execute function order_events_guard();
