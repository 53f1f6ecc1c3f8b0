-- The key of the advisory lock of the number of open orders of this client with this freelancer.
create function open_orders_lock(client uuid, freelancer uuid) returns bigint language sql stable as $$
  select hashtextextended('open orders ' || client || ' ' || freelancer, 0)
$$;

create or replace function may_place(client uuid, freelancer uuid, most integer) returns boolean language plpgsql volatile as $$
begin
  perform pg_advisory_xact_lock(open_orders_lock(client, freelancer));
  return open_orders(client, freelancer) < most;
end $$;
