-- What a write costs PostgreSQL is mostly the number of statements in its triggers and of conditions that it parses anew. So this leaves
-- out what cannot fail, and looks up only what the order can have.

-- A function with a search path of its own costs as much as the check of three columns. A dump is restored without a search path, so
-- this one names the schema.
do $do$
begin
  execute format($sql$
    create or replace function is_amount(amount numeric, currency text) returns boolean language plpgsql immutable parallel safe as $body$
    begin
      return (amount > 0 and amount < 10000000000 and amount = trunc(amount, %I.minor_units(currency))) is true;
    end $body$
  $sql$, current_schema);
end $do$;

alter table order_transitions
  add constraint order_transitions_status_pairs check (
    is_status_pair(from_status, from_payment_status) and is_status_pair(to_status, to_payment_status)),
  -- The state of the order is enough: no look at its history, deadlines and proposals.
  add column is_always_possible boolean not null generated always as (
    follows is null and not once and until is null and deadline is null
    and action not in ('resolve', 'agree-extend', 'agree-cancel')) stored;

alter table orders disable trigger orders_guard;
alter table orders add column has_proposals boolean not null default false;
update orders set has_proposals = true where id in (select p.order_id from order_proposals p);
alter table orders enable trigger orders_guard;

-- What orders_guard refuses.
alter table orders
  drop constraint orders_amount_is_amount,
  drop constraint orders_currency_check,
  drop constraint orders_delivery_days_check,
  drop constraint orders_parties_differ,
  drop constraint orders_refund_amount,
  drop constraint orders_refund_by,
  drop constraint orders_status_pair,
  -- The freelancer is that of the gig, which orders_gig_id_freelancer_id_fkey checks.
  drop constraint orders_freelancer_id_fkey;
-- Gigs are never deleted, and no statement looks for the orders of one.
drop index orders_gig_idx;
-- What order_events_guard refuses.
alter table order_events
  drop constraint order_events_actor_role_check,
  drop constraint order_events_check,
  drop constraint order_events_check1,
  drop constraint order_events_n_check,
  drop constraint order_events_note_check;
-- Only order_events_guard writes these, by order_transitions.
alter table order_deadlines drop constraint order_deadlines_deadline_check;
alter table ended_orders drop constraint ended_orders_status_check;

create function is_possible_move(
  moved uuid, last_event integer, has_proposals boolean, old_status text, old_payment text, new_status text, new_payment text,
  wanted_action text, wanted_role text)
returns boolean language plpgsql stable as $$
begin
  if not has_proposals and exists (
    select from order_transitions t
    where t.from_status = old_status and t.from_payment_status = old_payment
      and t.to_status = new_status and t.to_payment_status = new_payment
      and (wanted_action is null or t.action = wanted_action) and (wanted_role is null or t.actor_role = wanted_role)
      and t.is_always_possible) then
    return true;
  end if;
  return exists (
    select from order_transitions t
    where t.from_status = old_status and t.from_payment_status = old_payment
      and t.to_status = new_status and t.to_payment_status = new_payment
      and (wanted_action is null or t.action = wanted_action) and (wanted_role is null or t.actor_role = wanted_role)
      and (t.follows is null
           or exists (select from order_events e
                      where e.order_id = moved and e.n = last_event and e.action = any(t.follows)))
      and not (t.once and exists (
        select from order_events e
        where e.order_id = moved and e.n <= last_event and e.action = t.action and e.to_status = t.to_status))
      and (t.until is null
           or exists (select from order_deadlines d
                      where d.order_id = moved and d.deadline = t.until and d.due_at > now()))
      and (t.deadline is null
           or exists (select from order_deadlines d
                      where d.order_id = moved and d.deadline = t.deadline and d.due_at <= now()))
      -- An accepted proposal is this very move, and no other one, which would take its date or refund without the other party.
      and case when t.action in ('agree-extend', 'agree-cancel')
            then exists (select from order_proposals p
                         where p.order_id = moved and p.accepted_event = last_event + 1 and p.status = 'accepted'
                           and t.action = 'agree-' || p.kind and t.actor_role <> p.proposed_by)
            else not exists (select from order_proposals p
                             where p.order_id = moved and p.accepted_event = last_event + 1 and p.status = 'accepted')
          end
      and (t.action <> 'resolve' or is_answered(moved, last_event)));
end $$;

create or replace function orders_new_version() returns trigger language plpgsql as $$
begin
  update orders set has_proposals = has_proposals or tg_table_name = 'order_proposals' where id = new.order_id;
  return null;
end $$;

create or replace function orders_guard() returns trigger language plpgsql as $$
declare
  agreed_days integer;
  agreed_amount numeric;
begin
  if tg_op = 'INSERT' then
    if new.status <> 'PENDING_PAYMENT' or new.payment_status <> 'PENDING' or new.event_count <> 1 or new.version <> 1
       or new.refund_amount is not null or new.refund_by is not null then
      raise exception 'an order begins as PENDING_PAYMENT/PENDING' using errcode = 'check_violation';
    end if;
    if new.client_id = new.freelancer_id then
      raise exception 'an order has two parties' using errcode = 'check_violation';
    end if;
    if not is_amount(new.amount, new.currency) or new.currency !~ '^[A-Z]{3}$' then
      raise exception '% % is no amount', new.amount, new.currency using errcode = 'check_violation';
    end if;
    if new.delivery_days not between 1 and 365 then
      raise exception 'an order takes 1 to 365 days, not %', new.delivery_days using errcode = 'check_violation';
    end if;
    return new;
  end if;

  if (new.id, new.gig_id, new.client_id, new.freelancer_id, new.gig_title, new.amount, new.currency, new.delivery_days,
      new.payment_reference, new.created_at)
     is distinct from
     (old.id, old.gig_id, old.client_id, old.freelancer_id, old.gig_title, old.amount, old.currency, old.delivery_days,
      old.payment_reference, old.created_at) then
    raise exception 'what was agreed in an order does not change' using errcode = 'check_violation';
  end if;

  new.version := old.version + 1;
  new.updated_at := now();
  new.status_since := old.status_since;
  new.payment_confirmed_at := old.payment_confirmed_at;
  new.deliver_by := old.deliver_by;
  new.refund_by := old.refund_by;
  new.previous_payment_status := old.previous_payment_status;
  new.payment_instructions_n := old.payment_instructions_n;
  new.has_proposals := old.has_proposals or new.has_proposals;
  -- A move that leaves both statuses as they are says itself that it is one.
  if (new.status, new.payment_status) is not distinct from (old.status, old.payment_status)
     and new.event_count <> old.event_count + 1 then
    new.event_count := old.event_count;
    new.refund_amount := old.refund_amount;
    return new;
  end if;

  if not is_possible_move(
       old.id, old.event_count, old.has_proposals, old.status, old.payment_status, new.status, new.payment_status, null, null) then
    raise exception 'an order does not move from %/% to %/%',
      old.status, old.payment_status, new.status, new.payment_status using errcode = 'check_violation';
  end if;
  if old.has_proposals then
    select p.days, p.refund_amount into agreed_days, agreed_amount from order_proposals p
    where p.order_id = old.id and p.accepted_event = old.event_count + 1 and p.status = 'accepted';
  end if;

  new.event_count := old.event_count + 1;
  new.previous_payment_status := old.payment_status;
  if new.status <> old.status then
    new.status_since := now();
  end if;
  if new.status in ('COMPLETED', 'CANCELLED') and old.status not in ('COMPLETED', 'CANCELLED') then
    new.payment_instructions_n := coalesce(
      (select shown.n from users u, shown_instructions(
         old.freelancer_id, old.payment_instructions_n, u.revoked_instructions_n, old.status, old.payment_status) shown
       where u.id = old.freelancer_id),
      old.payment_instructions_n);
  end if;
  if new.payment_status = 'CONFIRMED' and old.payment_status <> 'CONFIRMED' then
    new.payment_confirmed_at := now();
    new.deliver_by := now() + make_interval(days => new.delivery_days);
  end if;
  if agreed_days is not null then
    new.deliver_by := greatest(old.deliver_by, now()) + make_interval(days => agreed_days);
  elsif old.status = 'DISPUTED' and new.status = 'IN_PROGRESS' then
    new.deliver_by := now() + make_interval(days => new.delivery_days);
  end if;
  new.refund_amount := case
    when new.payment_status not in ('REFUND_DUE', 'REFUND_SENT', 'REFUNDED') then null
    -- Besides an agreement, only an admin decides about the amount, in a dispute.
    else coalesce(agreed_amount,
                  case when old.status = 'DISPUTED' and new.payment_status = 'REFUND_DUE' then new.refund_amount end,
                  old.refund_amount, new.amount)
  end;
  if new.refund_amount is null then
    new.refund_by := null;
  elsif new.refund_amount > new.amount or not is_amount(new.refund_amount, new.currency) then
    raise exception '% % is no refund of %', new.refund_amount, new.currency, new.amount using errcode = 'check_violation';
  elsif old.refund_amount is null or agreed_amount is not null then
    new.refund_by := now() + order_timeout('refund_within');
  elsif old.refund_by = 'infinity' then
    new.refund_by := coalesce((select d.due_at from order_deadlines d where d.order_id = old.id and d.deadline = 'refund_by'),
                              now() + order_timeout('refund_within'));
  end if;
  return new;
end $$;

drop trigger orders_instructions on orders;
drop function orders_instructions();

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
  insert into order_deadlines (order_id, deadline, due_at, action, try_at, freelancer_id, placed_at)
  select new.order_id, a.deadline, due, a.action, due, freelancer, placed
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

drop function is_possible_move(uuid, integer, text, text, text, text, text, text);
