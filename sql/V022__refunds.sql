-- A refund is sent with a proof, and both parties can call an admin about it; an order whose payment was refused can be disputed too.
insert into order_transitions values
  ('confirm-payment', 'freelancer', 'DISPUTED',        'SUBMITTED',   'PAYMENT_CONFIRMED', 'CONFIRMED'),
  ('withdraw-payment','client',     'DISPUTED',        'SUBMITTED',   'CANCELLED',         'REJECTED'),
  ('submit-refund',   'freelancer', 'CANCELLED',       'REFUND_DUE',  'CANCELLED',         'REFUND_SENT'),
  ('submit-refund',   'freelancer', 'DISPUTED',        'REFUND_DUE',  'CANCELLED',         'REFUND_SENT'),
  ('confirm-refund',  'client',     'CANCELLED',       'REFUND_SENT', 'CANCELLED',         'REFUNDED'),
  ('confirm-refund',  'client',     'DISPUTED',        'REFUND_DUE',  'CANCELLED',         'REFUNDED'),
  ('confirm-refund',  'client',     'DISPUTED',        'REFUND_SENT', 'CANCELLED',         'REFUNDED'),
  ('dispute',         'client',     'PENDING_PAYMENT', 'REJECTED',    'DISPUTED',          'SUBMITTED'),
  ('dispute',         'client',     'CANCELLED',       'REFUND_DUE',  'DISPUTED',          'REFUND_DUE'),
  ('dispute',         'client',     'CANCELLED',       'REFUND_SENT', 'DISPUTED',          'REFUND_SENT'),
  ('resolve',         'admin',      'DISPUTED',        'REFUND_DUE',  'CANCELLED',         'REFUND_DUE'),
  ('resolve',         'admin',      'DISPUTED',        'REFUND_DUE',  'CANCELLED',         'REFUNDED'),
  ('resolve',         'admin',      'DISPUTED',        'REFUND_DUE',  'CANCELLED',         'REJECTED'),
  ('resolve',         'admin',      'DISPUTED',        'REFUND_SENT', 'CANCELLED',         'REFUND_DUE'),
  ('resolve',         'admin',      'DISPUTED',        'REFUND_SENT', 'CANCELLED',         'REFUNDED');

-- What a move needs besides the two statuses.
alter table order_transitions
  -- The last action of the order must be this one; null: any.
  add column follows text,
  -- Whether an order makes this move once at most.
  add column once boolean not null default false;

update order_transitions set follows = 'cancel' where action = 'dispute' and from_payment_status = 'REFUND_DUE';
update order_transitions set once = true where action = 'resolve' and to_status = 'IN_PROGRESS';

alter table orders
  drop constraint orders_status_pair,
  add constraint orders_status_pair check (
    (status = 'PENDING_PAYMENT' and payment_status in ('PENDING', 'REJECTED'))
    or (status = 'PAYMENT_SUBMITTED' and payment_status = 'SUBMITTED')
    or (status in ('PAYMENT_CONFIRMED', 'IN_PROGRESS', 'SUBMITTED', 'REVISION_REQUESTED', 'COMPLETED')
        and payment_status = 'CONFIRMED')
    or (status = 'DISPUTED' and payment_status in ('SUBMITTED', 'CONFIRMED', 'REFUND_DUE', 'REFUND_SENT'))
    or (status = 'CANCELLED' and payment_status in ('PENDING', 'REJECTED', 'REFUND_DUE', 'REFUND_SENT', 'REFUNDED'))),
  add column refund_amount numeric,
  -- Set when the payment is confirmed, and anew when an admin sends the order back to work.
  add column deliver_by timestamptz,
  -- The payment status before the last move, which the history does not have.
  add column previous_payment_status text;

alter table orders disable trigger orders_guard;
update orders set
  refund_amount = case when payment_status in ('REFUND_DUE', 'REFUNDED') then amount end,
  deliver_by = payment_confirmed_at + make_interval(days => delivery_days)
where payment_status in ('REFUND_DUE', 'REFUNDED') or payment_confirmed_at is not null;
alter table orders enable trigger orders_guard;

alter table orders
  add constraint orders_refund_amount check (
    (payment_status in ('REFUND_DUE', 'REFUND_SENT', 'REFUNDED')) = (refund_amount is not null)
    and (refund_amount is null or refund_amount <= amount and is_amount(refund_amount, currency)));

create or replace function orders_guard() returns trigger language plpgsql as $$
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
  new.event_count := old.event_count;
  new.status_since := old.status_since;
  new.payment_confirmed_at := old.payment_confirmed_at;
  new.deliver_by := old.deliver_by;
  new.previous_payment_status := old.previous_payment_status;
  if (new.status, new.payment_status) is not distinct from (old.status, old.payment_status) then
    new.refund_amount := old.refund_amount;
    return new;
  end if;

  if not exists (
    select from order_transitions t
    where t.from_status = old.status and t.from_payment_status = old.payment_status
      and t.to_status = new.status and t.to_payment_status = new.payment_status
      and (t.follows is null
           or (select e.action from order_events e where e.order_id = old.id and e.n = old.event_count) = t.follows)
      and not (t.once and exists (
        select from order_events e
        where e.order_id = old.id and e.action = t.action and e.to_status = t.to_status))) then
    raise exception 'an order does not move from %/% to %/%',
      old.status, old.payment_status, new.status, new.payment_status using errcode = 'check_violation';
  end if;
  new.event_count := old.event_count + 1;
  new.previous_payment_status := old.payment_status;
  if new.status <> old.status then
    new.status_since := now();
  end if;
  if new.payment_status = 'CONFIRMED' and old.payment_status <> 'CONFIRMED' then
    new.payment_confirmed_at := now();
    new.deliver_by := now() + make_interval(days => new.delivery_days);
  end if;
  if old.status = 'DISPUTED' and new.status = 'IN_PROGRESS' then
    new.deliver_by := now() + make_interval(days => new.delivery_days);
  end if;
  new.refund_amount := case
    when new.payment_status not in ('REFUND_DUE', 'REFUND_SENT', 'REFUNDED') then null
    else coalesce(case when new.payment_status = 'REFUND_DUE' then new.refund_amount end, old.refund_amount, new.amount)
  end;
  return new;
end $$;

create or replace function order_events_guard() returns trigger language plpgsql as $$
declare
  from_payment text;
  to_payment text;
begin
  select o.previous_payment_status, o.payment_status into from_payment, to_payment from orders o
  where o.id = new.order_id and o.event_count = new.n and o.status = new.to_status
    and case new.actor_role
          when 'client' then o.client_id = new.actor_id
          when 'freelancer' then o.freelancer_id = new.actor_id
          else true
        end;
  if not found then
    raise exception 'there is no such move of this order' using errcode = 'check_violation';
  end if;
  if new.action <> 'place' and not exists (
    select from order_transitions t
    where t.action = new.action and t.actor_role = new.actor_role
      and t.from_status = new.from_status and t.from_payment_status = from_payment
      and t.to_status = new.to_status and t.to_payment_status = to_payment) then
    raise exception '% does not % an order from %/% to %/%',
      new.actor_role, new.action, new.from_status, from_payment, new.to_status, to_payment using errcode = 'check_violation';
  end if;
  return null;
end $$;

-- What freelancers have said to have paid back. One transfer is one refund.
create table refund_proofs (
  id              uuid primary key,
  order_id        uuid not null references orders,
  freelancer_id   uuid not null references users,
  proof_reference text not null check (char_length(proof_reference) between 1 and 120),
  reference_key   text not null check (char_length(reference_key) between 1 and 2400),
  amount          numeric not null,
  submitted_at    timestamptz not null default now(),
  constraint refund_proofs_reference_key unique (freelancer_id, reference_key)
);

create index refund_proofs_order_idx on refund_proofs (order_id, submitted_at desc);

create function refund_proofs_guard() returns trigger language plpgsql as $$
begin
  if not exists (
    select from orders o
    where o.id = new.order_id and o.freelancer_id = new.freelancer_id and o.payment_status = 'REFUND_SENT'
      and is_amount(new.amount, o.currency) and new.amount >= o.refund_amount) then
    raise exception 'there is no such refund of this order' using errcode = 'check_violation';
  end if;
  return null;
end $$;

-- After the statement, which also moves the order.
create trigger refund_proofs_guard after insert on refund_proofs for each row execute function refund_proofs_guard();
create trigger refund_proofs_append_only before update or delete on refund_proofs
  for each row execute function refuse_change();
create trigger refund_proofs_no_truncate before truncate on refund_proofs
  for each statement execute function refuse_change();
