-- The status of the order, so that a list of all orders in one status reads only those: several statuses have the same deadline.
alter table order_deadlines disable trigger order_deadlines_guard;
alter table order_deadlines add column status text;
update order_deadlines d set status = o.status from orders o where o.id = d.order_id;
alter table order_deadlines alter column status set not null;
alter table order_deadlines enable trigger order_deadlines_guard;

drop index order_deadlines_placed_idx;
create index order_deadlines_placed_idx on order_deadlines (deadline, status, placed_at desc, order_id desc);

create or replace function order_deadlines_guard() returns trigger language plpgsql as $$
begin
  if pg_trigger_depth() > 1 then
    return case tg_op when 'DELETE' then old else new end;
  end if;
  if tg_op = 'DELETE' and old.deadline = 'appeal_by' and old.due_at <= now() then
    return old;
  end if;
  if tg_op = 'UPDATE' and (new.order_id, new.deadline, new.action, new.freelancer_id, new.placed_at, new.status)
       is not distinct from (old.order_id, old.deadline, old.action, old.freelancer_id, old.placed_at, old.status)
     and (new.due_at = old.due_at and new.try_at between old.due_at and greatest(old.due_at, now() + interval '1 hour')
          or old.due_at = 'infinity') then
    return new;
  end if;
  raise exception 'the deadlines of an order change with its moves only' using errcode = 'check_violation';
end $$;

create or replace function order_events_guard() returns trigger language plpgsql as $$
declare
  from_payment text;
  to_payment text;
  delivery timestamptz;
  refund timestamptz;
  client uuid;
  freelancer uuid;
  placed timestamptz;
  may_have_proposals boolean;
begin
  select o.previous_payment_status, o.payment_status, o.deliver_by, o.refund_by, o.client_id, o.freelancer_id, o.created_at,
         o.has_proposals
  into from_payment, to_payment, delivery, refund, client, freelancer, placed, may_have_proposals
  from orders o
  where o.id = new.order_id and o.event_count = new.n and o.status = new.to_status
    and case new.actor_role
          when 'client' then o.client_id = new.actor_id
          when 'freelancer' then o.freelancer_id = new.actor_id
          when 'admin' then new.actor_id is not null
          when 'system' then new.actor_id is null
        end;
  if not found then
    raise exception 'there is no such move of this order' using errcode = 'check_violation';
  end if;
  if char_length(new.note) > 2000 then
    raise exception 'a note has at most 2000 characters' using errcode = 'check_violation';
  end if;
  if new.action = 'place' then
    if new.n <> 1 or new.from_status is not null or new.actor_role <> 'client' then
      raise exception 'an order is placed once, by its client' using errcode = 'check_violation';
    end if;
  elsif not is_possible_move(
          new.order_id, new.n - 1, may_have_proposals, new.from_status, from_payment, new.to_status, to_payment, new.action,
          new.actor_role) then
    raise exception '% does not % an order from %/% to %/% now',
      new.actor_role, new.action, new.from_status, from_payment, new.to_status, to_payment using errcode = 'check_violation';
  end if;

  if new.n > 1 then
    delete from order_deadlines d where d.order_id = new.order_id;
  end if;
  insert into order_deadlines (order_id, deadline, due_at, action, try_at, freelancer_id, placed_at, status)
  select new.order_id, a.deadline, due, a.action, due, freelancer, placed, new.to_status
  from deadlines_after(new.to_status, to_payment, new.action) a
    -- With an offset, due_at is planned once, as a part of this statement, and called once for each deadline.
    cross join lateral (select due_at(a.deadline, to_payment, now(), delivery, refund) offset 0) d (due);

  if may_have_proposals then
    update order_proposals p set status = case when p.expires_at <= now() then 'expired' else 'overtaken' end
    where p.order_id = new.order_id and p.status = 'open';
  end if;

  if new.from_status is distinct from new.to_status then
    if new.from_status in ('COMPLETED', 'CANCELLED') then
      delete from ended_orders e where e.order_id = new.order_id;
    end if;
    if new.to_status in ('COMPLETED', 'CANCELLED') then
      insert into ended_orders (order_id, status, client_id, freelancer_id, placed_at)
      values (new.order_id, new.to_status, client, freelancer, placed);
    end if;
  end if;
  return null;
end $$;
