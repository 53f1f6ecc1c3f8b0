-- What the triggers of other tables keep for a user cannot be written by anything else.
create function users_counts_guard() returns trigger language plpgsql as $$
begin
  raise exception 'the ratings, completed orders and due refunds of a user are kept by the database'
    using errcode = 'check_violation';
end $$;

create trigger users_counts_inserted before insert on users for each row
  when (new.rating_sum <> 0 or new.rating_count <> 0 or new.completed_orders <> 0 or new.refund_due_at <> 'infinity')
  execute function users_counts_guard();
create trigger users_counts_updated before update of rating_sum, rating_count, completed_orders, refund_due_at on users for each row
  when (pg_trigger_depth() = 0
        and (new.rating_sum, new.rating_count, new.completed_orders, new.refund_due_at)
            is distinct from (old.rating_sum, old.rating_count, old.completed_orders, old.refund_due_at))
  execute function users_counts_guard();

create or replace function order_deadlines_refund() returns trigger language plpgsql as $$
declare
  debtor constant uuid := coalesce(new.freelancer_id, old.freelancer_id);
  first timestamptz;
begin
  -- A statement that has waited for the lock would not see the other refund of the transaction that had it.
  perform from users where id = debtor for no key update;
  first := coalesce(
    (select min(d.due_at) from order_deadlines d where d.freelancer_id = debtor and d.deadline = 'refund_by'), 'infinity');
  update users set refund_due_at = first where id = debtor and refund_due_at <> first;
  return null;
end $$;

-- With a past, the first event of an order could be another one than 'place'.
create function orders_begin_guard() returns trigger language plpgsql as $$
begin
  raise exception 'an order begins without a past' using errcode = 'check_violation';
end $$;

create trigger orders_begin_guard before insert on orders for each row
  when (new.previous_payment_status is not null or new.payment_confirmed_at is not null or new.deliver_by is not null)
  execute function orders_begin_guard();

-- Null would be no deadline at all.
create or replace function order_timeout(wanted text) returns interval language plpgsql stable as $$
declare
  found_within constant interval := (select t.within from order_timeouts t where t.name = wanted);
begin
  if found_within is null then
    raise exception 'order_timeouts has no %', wanted;
  end if;
  return found_within;
end $$;
