-- How long each deadline of an order runs, as the last node to start was configured. The table makes all nodes go by the same times.
create table order_timeouts (
  name   text primary key,
  within interval not null check (within > interval '0')
);

insert into order_timeouts (name, within) values
  ('pay_within', '7 days'), ('confirm_within', '7 days'), ('approve_within', '14 days'), ('abandon_within', '30 days'),
  ('refund_within', '7 days'), ('appeal_within', '14 days'), ('respond_within', '72 hours'), ('proposal_within', '48 hours');

alter table order_transitions
  -- The last action of the order must be one of these; null: any.
  alter column follows type text[] using case when follows is not null then array[follows] end,
  -- The move is possible only while this deadline runs.
  add column until text,
  -- The move is the system's, once this deadline is over.
  add column deadline text;

update order_transitions set follows = '{cancel,agree-cancel}' where action = 'dispute' and from_payment_status = 'REFUND_DUE';
update order_transitions set deadline = 'pay_by' where action = 'auto-cancel';
update order_transitions set deadline = 'approve_by' where action = 'auto-approve';

insert into order_transitions
  (action, actor_role, from_status, from_payment_status, to_status, to_payment_status, follows, until, deadline) values
  ('dispute', 'client', 'CANCELLED', 'PENDING', 'DISPUTED', 'SUBMITTED', '{cancel,auto-cancel}', 'appeal_by', null),
  ('dispute', 'client', 'CANCELLED', 'REJECTED', 'DISPUTED', 'SUBMITTED', '{cancel,auto-cancel}', 'appeal_by', null),
  ('dispute', 'client', 'COMPLETED', 'CONFIRMED', 'DISPUTED', 'CONFIRMED', '{auto-approve}', 'appeal_by', null),
  ('dispute', 'client', 'CANCELLED', 'REFUNDED', 'DISPUTED', 'REFUND_SENT', '{auto-confirm-refund}', 'appeal_by', null),
  ('auto-dispute', 'system', 'PAYMENT_SUBMITTED', 'SUBMITTED', 'DISPUTED', 'SUBMITTED', null, null, 'confirm_by'),
  ('auto-dispute', 'system', 'PAYMENT_CONFIRMED', 'CONFIRMED', 'DISPUTED', 'CONFIRMED', null, null, 'abandon_by'),
  ('auto-dispute', 'system', 'IN_PROGRESS', 'CONFIRMED', 'DISPUTED', 'CONFIRMED', null, null, 'abandon_by'),
  ('auto-dispute', 'system', 'REVISION_REQUESTED', 'CONFIRMED', 'DISPUTED', 'CONFIRMED', null, null, 'abandon_by'),
  ('auto-dispute', 'system', 'CANCELLED', 'REFUND_DUE', 'DISPUTED', 'REFUND_DUE', '{cancel,agree-cancel}', null, 'refund_by'),
  ('auto-confirm-refund', 'system', 'CANCELLED', 'REFUND_SENT', 'CANCELLED', 'REFUNDED', null, null, 'confirm_by');

insert into order_transitions (action, actor_role, from_status, from_payment_status, to_status, to_payment_status)
select 'agree-extend', role, status, 'CONFIRMED', case status when 'DISPUTED' then 'IN_PROGRESS' else status end, 'CONFIRMED'
from unnest(array['client', 'freelancer']) role,
  unnest(array['PAYMENT_CONFIRMED', 'IN_PROGRESS', 'REVISION_REQUESTED', 'DISPUTED']) status
union all
select 'agree-cancel', role, status, payment_status, 'CANCELLED', 'REFUND_DUE'
from unnest(array['client', 'freelancer']) role,
  (values ('PAYMENT_CONFIRMED', 'CONFIRMED'), ('IN_PROGRESS', 'CONFIRMED'), ('SUBMITTED', 'CONFIRMED'),
          ('REVISION_REQUESTED', 'CONFIRMED'), ('DISPUTED', 'CONFIRMED'), ('DISPUTED', 'REFUND_DUE'))
    as agreed (status, payment_status);

-- Infinity: as in the table of deadlines.
alter table orders add column refund_by timestamptz;

-- The deadlines that run. Each move replaces those of its order.
create table order_deadlines (
  order_id      uuid not null references orders,
  deadline      text not null check (deadline in ('pay_by', 'confirm_by', 'approve_by', 'abandon_by', 'refund_by', 'appeal_by',
                                                  'respond_by')),
  -- Infinity: of an order from before this table; the first node to start computes it.
  due_at        timestamptz not null,
  -- What the system does when it is over; null: nothing.
  action        text,
  -- When the system does it, or tries it again.
  try_at        timestamptz not null,
  -- Of the order, for lists.
  freelancer_id uuid not null references users,
  placed_at     timestamptz not null,
  primary key (order_id, deadline)
);

create index order_deadlines_due_idx on order_deadlines (try_at) where action is not null;
create index order_deadlines_appeals_idx on order_deadlines (due_at) where deadline = 'appeal_by';
create index order_deadlines_disputes_idx on order_deadlines (due_at, order_id) where deadline = 'respond_by';
create index order_deadlines_debts_idx on order_deadlines (freelancer_id, due_at) where deadline = 'refund_by';
create index order_deadlines_placed_idx on order_deadlines (deadline, placed_at desc, order_id desc);
create index order_deadlines_unset_idx on order_deadlines (order_id) where due_at = 'infinity';

-- Only the moves themselves write deadlines, in the trigger below.
create function order_deadlines_guard() returns trigger language plpgsql as $$
begin
  if pg_trigger_depth() > 1 then
    return case tg_op when 'DELETE' then old else new end;
  end if;
  if tg_op = 'DELETE' and old.deadline = 'appeal_by' and old.due_at <= now() then
    return old;
  end if;
  if tg_op = 'UPDATE' and (new.order_id, new.deadline, new.action, new.freelancer_id, new.placed_at)
       is not distinct from (old.order_id, old.deadline, old.action, old.freelancer_id, old.placed_at)
     and (new.due_at = old.due_at and new.try_at between old.due_at and greatest(old.due_at, now() + interval '1 hour')
          or old.due_at = 'infinity') then
    return new;
  end if;
  raise exception 'the deadlines of an order change with its moves only' using errcode = 'check_violation';
end $$;

create trigger order_deadlines_guard before insert or update or delete on order_deadlines
  for each row execute function order_deadlines_guard();
create trigger order_deadlines_no_truncate before truncate on order_deadlines
  for each statement execute function refuse_change();

-- The orders that are completed or cancelled: lists and counts of them are read here, so that the indexes of orders name no column
-- that a move changes.
create table ended_orders (
  order_id      uuid primary key references orders,
  status        text not null check (status in ('COMPLETED', 'CANCELLED')),
  client_id     uuid not null references users,
  freelancer_id uuid not null references users,
  placed_at     timestamptz not null
);

create index ended_orders_placed_idx on ended_orders (status, placed_at desc, order_id desc);
create index ended_orders_client_idx on ended_orders (client_id) where status = 'COMPLETED';
create index ended_orders_freelancer_idx on ended_orders (freelancer_id) where status = 'COMPLETED';

create function ended_orders_guard() returns trigger language plpgsql as $$
begin
  if pg_trigger_depth() = 1 then
    raise exception 'orders end by their moves only' using errcode = 'check_violation';
  end if;
  return case tg_op when 'DELETE' then old else new end;
end $$;

create trigger ended_orders_guard before insert or update or delete on ended_orders
  for each row execute function ended_orders_guard();
create trigger ended_orders_no_truncate before truncate on ended_orders
  for each statement execute function refuse_change();

create function order_timeout(wanted text) returns interval language plpgsql stable as $$
begin
  return (select within from order_timeouts where name = wanted);
end $$;

-- The deadlines of an order in this state after this action.
create function deadlines_after(state text, payment text, last_action text)
returns table (deadline text, action text) language sql stable as $$
  select coalesce(t.deadline, t.until), min(t.action) filter (where t.deadline is not null)
  from order_transitions t
  where t.from_status = state and t.from_payment_status = payment
    and (t.follows is null or last_action = any(t.follows)) and coalesce(t.deadline, t.until) is not null
  group by 1
  union all
  select 'respond_by', null where state = 'DISPUTED'
  union all
  -- No move follows on it after an admin has decided, but then the debt is overdue.
  select 'refund_by', null where payment = 'REFUND_DUE' and (state = 'DISPUTED' or last_action = 'resolve')
$$;

-- When a deadline is over that starts at this time.
create function due_at(deadline text, payment text, since timestamptz, deliver_by timestamptz, refund_by timestamptz)
returns timestamptz language sql stable as $$
  select case deadline
    when 'pay_by' then since + order_timeout('pay_within')
    when 'confirm_by' then
      since + order_timeout(case payment when 'REFUND_SENT' then 'approve_within' else 'confirm_within' end)
    when 'approve_by' then since + order_timeout('approve_within')
    when 'abandon_by' then greatest(since, deliver_by) + order_timeout('abandon_within')
    when 'refund_by' then coalesce(nullif(refund_by, 'infinity'), since + order_timeout('refund_within'))
    when 'appeal_by' then since + order_timeout('appeal_within')
    when 'respond_by' then since + order_timeout('respond_within')
  end
$$;

-- Two parties agree on another date, or on an end.
create table order_proposals (
  id             uuid primary key,
  order_id       uuid not null references orders,
  -- The last event of the order when it was made; any other move overtakes it.
  event_count    integer not null,
  kind           text not null check (kind in ('extend', 'cancel')),
  days           integer check (days between 1 and 365),
  refund_amount  numeric,
  note           text check (char_length(note) <= 2000),
  proposed_by    text not null check (proposed_by in ('client', 'freelancer')),
  status         text not null default 'open'
    check (status in ('open', 'accepted', 'declined', 'withdrawn', 'expired', 'overtaken')),
  -- The event that is the move which was agreed.
  accepted_event integer,
  created_at     timestamptz not null default now(),
  expires_at     timestamptz not null,
  closed_at      timestamptz,
  check ((kind = 'extend') = (days is not null)),
  check ((kind = 'cancel') = (refund_amount is not null)),
  check ((status = 'open') = (closed_at is null)),
  check ((status = 'accepted') = (accepted_event is not null)),
  constraint order_proposals_accepted_fkey foreign key (order_id, accepted_event) references order_events (order_id, n)
    deferrable initially deferred
);

create unique index order_proposals_open_key on order_proposals (order_id) where status = 'open';
create unique index order_proposals_accepted_key on order_proposals (order_id, accepted_event) where status = 'accepted';
create index order_proposals_order_idx on order_proposals (order_id, created_at desc, id desc);

create function order_proposals_guard() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    if new.status <> 'open' or not exists (
      select from orders o join order_transitions t
        on t.from_status = o.status and t.from_payment_status = o.payment_status
      where o.id = new.order_id and o.event_count = new.event_count and t.action = 'agree-' || new.kind
        and case new.kind
              when 'cancel' then new.refund_amount <= o.amount and is_amount(new.refund_amount, o.currency)
              else greatest(o.deliver_by, now()) + make_interval(days => new.days) <= now() + interval '365 days'
            end) then
      raise exception 'this cannot be proposed for this order now' using errcode = 'check_violation';
    end if;
    new.created_at := now();
    new.expires_at := now() + order_timeout('proposal_within');
  else
    if old.status <> 'open' or new.status = 'open'
       or (new.id, new.order_id, new.event_count, new.kind, new.days, new.refund_amount, new.note, new.proposed_by, new.created_at,
           new.expires_at)
          is distinct from
          (old.id, old.order_id, old.event_count, old.kind, old.days, old.refund_amount, old.note, old.proposed_by, old.created_at,
           old.expires_at)
       or new.status in ('accepted', 'declined', 'withdrawn') and old.expires_at <= now()
       or new.status = 'expired' and old.expires_at > now()
       or new.status = 'overtaken' and pg_trigger_depth() = 1
       or new.status = 'accepted' and not exists (
            select from orders o
            where o.id = old.order_id and o.event_count = old.event_count and new.accepted_event = o.event_count + 1) then
      raise exception 'a proposal is closed once' using errcode = 'check_violation';
    end if;
    new.closed_at := now();
  end if;
  return new;
end $$;

create trigger order_proposals_guard before insert or update on order_proposals
  for each row execute function order_proposals_guard();
create trigger order_proposals_kept before delete on order_proposals for each row execute function refuse_change();
create trigger order_proposals_no_truncate before truncate on order_proposals
  for each statement execute function refuse_change();

-- What both sides and admins say in a dispute.
create table order_statements (
  id            uuid primary key,
  order_id      uuid not null,
  -- The event that opened the dispute.
  dispute_event integer not null,
  author_id     uuid not null references users,
  author_role   text not null check (author_role in ('client', 'freelancer', 'admin')),
  text          text not null check (char_length(text) between 1 and 5000),
  created_at    timestamptz not null default now(),
  foreign key (order_id, dispute_event) references order_events (order_id, n)
);

create index order_statements_dispute_idx on order_statements (order_id, dispute_event);
create index order_statements_order_idx on order_statements (order_id, created_at, id);

create function order_statements_guard() returns trigger language plpgsql as $$
begin
  -- One after the other, so that all of one side are counted; and no move in between.
  perform from orders o
  where o.id = new.order_id and o.status = 'DISPUTED' and o.event_count = new.dispute_event
    and case new.author_role
          when 'client' then o.client_id = new.author_id
          when 'freelancer' then o.freelancer_id = new.author_id
          else new.author_id not in (o.client_id, o.freelancer_id)
               and exists (select from users u where u.id = new.author_id and u.is_admin)
        end
  for no key update;
  if not found
     or (select count(*) from order_statements s
         where s.order_id = new.order_id and s.dispute_event = new.dispute_event and s.author_role = new.author_role) >= 20 then
    raise exception 'nothing can be said about this order now' using errcode = 'check_violation';
  end if;
  new.created_at := now();
  return new;
end $$;

create trigger order_statements_guard before insert on order_statements
  for each row execute function order_statements_guard();
create trigger order_statements_append_only before update or delete on order_statements
  for each row execute function refuse_change();
create trigger order_statements_no_truncate before truncate on order_statements
  for each statement execute function refuse_change();

-- Proposals and statements are part of what is shown of an order, and so are a new version of it.
create function orders_new_version() returns trigger language plpgsql as $$
begin
  update orders set updated_at = now() where id = new.order_id;
  return null;
end $$;

create trigger order_proposals_made after insert on order_proposals for each row execute function orders_new_version();
create trigger order_proposals_closed after update on order_proposals for each row
  when (new.status in ('declined', 'withdrawn')) execute function orders_new_version();
create trigger order_statements_made after insert on order_statements for each row execute function orders_new_version();

-- Whether both parties have spoken in the dispute that this event has opened, or had the time to.
create function is_answered(disputed uuid, opened_by_event integer) returns boolean language plpgsql stable as $$
begin
  return exists (select from order_deadlines d
                 where d.order_id = disputed and d.deadline = 'respond_by' and d.due_at <= now())
    or (select count(distinct role) from (
          select e.actor_role from order_events e
          where e.order_id = disputed and e.n = opened_by_event and e.actor_role <> 'system'
          union all
          select s.author_role from order_statements s
          where s.order_id = disputed and s.dispute_event = opened_by_event and s.author_role <> 'admin') said (role)) = 2;
end $$;

-- Whether the order can make this move after this event; null: any action or role.
create function is_possible_move(
  moved uuid, last_event integer, old_status text, old_payment text, new_status text, new_payment text,
  wanted_action text, wanted_role text)
returns boolean language plpgsql stable as $$
begin
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

create or replace function orders_guard() returns trigger language plpgsql as $$
declare
  agreed_days integer;
  agreed_amount numeric;
begin
  if tg_op = 'INSERT' then
    if new.status <> 'PENDING_PAYMENT' or new.payment_status <> 'PENDING' or new.event_count <> 1 or new.version <> 1 then
      raise exception 'an order begins as PENDING_PAYMENT/PENDING' using errcode = 'check_violation';
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
  -- A move that leaves both statuses as they are says itself that it is one.
  if (new.status, new.payment_status) is not distinct from (old.status, old.payment_status)
     and new.event_count <> old.event_count + 1 then
    new.event_count := old.event_count;
    new.refund_amount := old.refund_amount;
    return new;
  end if;

  if not is_possible_move(
       old.id, old.event_count, old.status, old.payment_status, new.status, new.payment_status, null, null) then
    raise exception 'an order does not move from %/% to %/%',
      old.status, old.payment_status, new.status, new.payment_status using errcode = 'check_violation';
  end if;
  select p.days, p.refund_amount into agreed_days, agreed_amount from order_proposals p
  where p.order_id = old.id and p.accepted_event = old.event_count + 1 and p.status = 'accepted';

  new.event_count := old.event_count + 1;
  new.previous_payment_status := old.payment_status;
  if new.status <> old.status then
    new.status_since := now();
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
  elsif old.refund_amount is null or agreed_amount is not null then
    new.refund_by := now() + order_timeout('refund_within');
  elsif old.refund_by = 'infinity' then
    new.refund_by := coalesce((select d.due_at from order_deadlines d where d.order_id = old.id and d.deadline = 'refund_by'),
                              now() + order_timeout('refund_within'));
  end if;
  return new;
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
begin
  select o.previous_payment_status, o.payment_status, o.deliver_by, o.refund_by, o.client_id, o.freelancer_id, o.created_at
  into from_payment, to_payment, delivery, refund, client, freelancer, placed
  from orders o
  where o.id = new.order_id and o.event_count = new.n and o.status = new.to_status
    and case new.actor_role
          when 'client' then o.client_id = new.actor_id
          when 'freelancer' then o.freelancer_id = new.actor_id
          else true
        end;
  if not found then
    raise exception 'there is no such move of this order' using errcode = 'check_violation';
  end if;
  if new.action <> 'place' and not is_possible_move(
       new.order_id, new.n - 1, new.from_status, from_payment, new.to_status, to_payment, new.action, new.actor_role) then
    raise exception '% does not % an order from %/% to %/% now',
      new.actor_role, new.action, new.from_status, from_payment, new.to_status, to_payment using errcode = 'check_violation';
  end if;

  delete from order_deadlines d where d.order_id = new.order_id;
  insert into order_deadlines (order_id, deadline, due_at, action, try_at, freelancer_id, placed_at)
  select new.order_id, a.deadline, due, a.action, due, freelancer, placed
  from deadlines_after(new.to_status, to_payment, new.action) a,
    due_at(a.deadline, to_payment, now(), delivery, refund) due;

  update order_proposals p set status = case when p.expires_at <= now() then 'expired' else 'overtaken' end
  where p.order_id = new.order_id and p.status = 'open';

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

-- Orders that exist: the deadlines that ran before begin when they did, all others now.
alter table orders disable trigger orders_guard;
update orders set refund_by = 'infinity' where refund_amount is not null;
alter table orders enable trigger orders_guard;

alter table order_deadlines disable trigger order_deadlines_guard;
insert into order_deadlines (order_id, deadline, due_at, action, try_at, freelancer_id, placed_at)
select o.id, a.deadline, 'infinity', a.action, 'infinity', o.freelancer_id, o.created_at
from orders o join order_events e on e.order_id = o.id and e.n = o.event_count,
  deadlines_after(o.status, o.payment_status, e.action) a;
alter table order_deadlines enable trigger order_deadlines_guard;

alter table ended_orders disable trigger ended_orders_guard;
insert into ended_orders (order_id, status, client_id, freelancer_id, placed_at)
select id, status, client_id, freelancer_id, created_at from orders where status in ('COMPLETED', 'CANCELLED');
alter table ended_orders enable trigger ended_orders_guard;

alter table orders add constraint orders_refund_by check ((refund_by is null) = (refund_amount is null));

-- Computes deadlines of orders from before this table, at most so many; returns how many there were.
create function start_deadlines(most integer) returns integer language plpgsql as $$
declare
  started integer;
begin
  with unset as (
    select d.order_id, d.deadline from order_deadlines d where d.due_at = 'infinity'
    order by d.order_id, d.deadline limit most for update
  ), due as (
    select u.order_id, u.deadline,
           due_at(u.deadline, o.payment_status,
                  case when u.deadline in ('pay_by', 'approve_by') then o.status_since else now() end,
                  o.deliver_by, o.refund_by) as due_at
    from unset u join orders o on o.id = u.order_id
  )
  update order_deadlines d set due_at = due.due_at, try_at = due.due_at
  from due where d.order_id = due.order_id and d.deadline = due.deadline;
  get diagnostics started = row_count;
  return started;
end $$;

-- How many disputes somebody has opened.
create index order_events_disputes_idx on order_events (actor_id) where action = 'dispute';

-- Room for the next versions of a row on its page, so that moves write no index of orders.
alter table orders set (fillfactor = 80);
drop index orders_timers_idx, orders_status_idx, orders_completed_client_idx, orders_completed_freelancer_idx;
