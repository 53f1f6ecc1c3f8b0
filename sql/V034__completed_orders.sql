-- How many completed orders a user has, as client and as freelancer together. To count them at each look at a profile takes longer the
-- more there are.
alter table users add column completed_orders integer not null default 0 check (completed_orders >= 0);

alter table users disable trigger user;
update users u set completed_orders = ended.n
from (select party, count(*) as n from ended_orders e, unnest(array[e.client_id, e.freelancer_id]) party
      where e.status = 'COMPLETED' group by party) ended
where u.id = ended.party;
alter table users enable trigger user;

drop index ended_orders_client_idx;
drop index ended_orders_freelancer_idx;

-- After the lock of the order, and in the order of the ids, so that no two transactions wait for each other.
create function ended_orders_count() returns trigger language plpgsql as $$
declare
  ended ended_orders := case tg_op when 'INSERT' then new else old end;
  change constant integer := case tg_op when 'INSERT' then 1 else -1 end;
begin
  update users set completed_orders = completed_orders + change where id = least(ended.client_id, ended.freelancer_id);
  update users set completed_orders = completed_orders + change where id = greatest(ended.client_id, ended.freelancer_id);
  return null;
end $$;

create trigger ended_orders_completed after insert on ended_orders
  for each row when (new.status = 'COMPLETED') execute function ended_orders_count();
create trigger ended_orders_reopened after delete on ended_orders
  for each row when (old.status = 'COMPLETED') execute function ended_orders_count();
