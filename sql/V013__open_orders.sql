-- Whatever their status is, so that no change of it touches this index.
create index orders_parties_idx on orders (client_id, freelancer_id);

-- How many orders of this client with this freelancer are neither completed nor cancelled.
create function open_orders(client uuid, freelancer uuid) returns bigint language sql stable as $$
  select count(*) from orders o
  where o.client_id = client and o.freelancer_id = freelancer and o.status not in ('COMPLETED', 'CANCELLED')
$$;

create or replace function may_place(client uuid, freelancer uuid, most integer) returns boolean language plpgsql volatile as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('open orders ' || client || ' ' || freelancer, 0));
  return open_orders(client, freelancer) < most;
end $$;

drop trigger orders_opened on orders;
drop trigger orders_ended on orders;
drop function orders_open();
drop table open_orders;
