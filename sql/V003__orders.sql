-- Every move an order may make; the same table as OrderTransitions in Java, and a test holds the two together.
create table order_transitions (
  action              text not null,
  actor_role          text not null check (actor_role in ('client', 'freelancer', 'admin', 'system')),
  from_status         text not null,
  from_payment_status text not null,
  to_status           text not null,
  to_payment_status   text not null,
  primary key (from_status, from_payment_status, to_status, to_payment_status, action, actor_role)
);

insert into order_transitions values
  ('submit-payment',  'client',     'PENDING_PAYMENT',    'PENDING',    'PAYMENT_SUBMITTED',  'SUBMITTED'),
  ('submit-payment',  'client',     'PENDING_PAYMENT',    'REJECTED',   'PAYMENT_SUBMITTED',  'SUBMITTED'),
  ('withdraw-payment','client',     'PAYMENT_SUBMITTED',  'SUBMITTED',  'PENDING_PAYMENT',    'PENDING'),
  ('confirm-payment', 'freelancer', 'PAYMENT_SUBMITTED',  'SUBMITTED',  'PAYMENT_CONFIRMED',  'CONFIRMED'),
  ('reject-payment',  'freelancer', 'PAYMENT_SUBMITTED',  'SUBMITTED',  'PENDING_PAYMENT',    'REJECTED'),
  ('start',           'freelancer', 'PAYMENT_CONFIRMED',  'CONFIRMED',  'IN_PROGRESS',        'CONFIRMED'),
  ('submit-work',     'freelancer', 'IN_PROGRESS',        'CONFIRMED',  'SUBMITTED',          'CONFIRMED'),
  ('submit-work',     'freelancer', 'REVISION_REQUESTED', 'CONFIRMED',  'SUBMITTED',          'CONFIRMED'),
  ('approve',         'client',     'SUBMITTED',          'CONFIRMED',  'COMPLETED',          'CONFIRMED'),
  ('revision',        'client',     'SUBMITTED',          'CONFIRMED',  'REVISION_REQUESTED', 'CONFIRMED'),
  ('cancel',          'client',     'PENDING_PAYMENT',    'PENDING',    'CANCELLED',          'PENDING'),
  ('cancel',          'client',     'PENDING_PAYMENT',    'REJECTED',   'CANCELLED',          'REJECTED'),
  ('cancel',          'freelancer', 'PENDING_PAYMENT',    'PENDING',    'CANCELLED',          'PENDING'),
  ('cancel',          'freelancer', 'PENDING_PAYMENT',    'REJECTED',   'CANCELLED',          'REJECTED'),
  ('cancel',          'freelancer', 'PAYMENT_CONFIRMED',  'CONFIRMED',  'CANCELLED',          'REFUND_DUE'),
  ('cancel',          'freelancer', 'IN_PROGRESS',        'CONFIRMED',  'CANCELLED',          'REFUND_DUE'),
  ('cancel',          'freelancer', 'REVISION_REQUESTED', 'CONFIRMED',  'CANCELLED',          'REFUND_DUE'),
  ('confirm-refund',  'client',     'CANCELLED',          'REFUND_DUE', 'CANCELLED',          'REFUNDED'),
  ('dispute',         'client',     'PAYMENT_SUBMITTED',  'SUBMITTED',  'DISPUTED',           'SUBMITTED'),
  ('dispute',         'client',     'PAYMENT_CONFIRMED',  'CONFIRMED',  'DISPUTED',           'CONFIRMED'),
  ('dispute',         'client',     'IN_PROGRESS',        'CONFIRMED',  'DISPUTED',           'CONFIRMED'),
  ('dispute',         'client',     'SUBMITTED',          'CONFIRMED',  'DISPUTED',           'CONFIRMED'),
  ('dispute',         'client',     'REVISION_REQUESTED', 'CONFIRMED',  'DISPUTED',           'CONFIRMED'),
  ('dispute',         'freelancer', 'PAYMENT_SUBMITTED',  'SUBMITTED',  'DISPUTED',           'SUBMITTED'),
  ('dispute',         'freelancer', 'PAYMENT_CONFIRMED',  'CONFIRMED',  'DISPUTED',           'CONFIRMED'),
  ('dispute',         'freelancer', 'IN_PROGRESS',        'CONFIRMED',  'DISPUTED',           'CONFIRMED'),
  ('dispute',         'freelancer', 'SUBMITTED',          'CONFIRMED',  'DISPUTED',           'CONFIRMED'),
  ('dispute',         'freelancer', 'REVISION_REQUESTED', 'CONFIRMED',  'DISPUTED',           'CONFIRMED'),
  ('resolve',         'admin',      'DISPUTED',           'SUBMITTED',  'COMPLETED',          'CONFIRMED'),
  ('resolve',         'admin',      'DISPUTED',           'CONFIRMED',  'COMPLETED',          'CONFIRMED'),
  ('resolve',         'admin',      'DISPUTED',           'SUBMITTED',  'IN_PROGRESS',        'CONFIRMED'),
  ('resolve',         'admin',      'DISPUTED',           'CONFIRMED',  'IN_PROGRESS',        'CONFIRMED'),
  ('resolve',         'admin',      'DISPUTED',           'SUBMITTED',  'CANCELLED',          'REFUND_DUE'),
  ('resolve',         'admin',      'DISPUTED',           'CONFIRMED',  'CANCELLED',          'REFUND_DUE'),
  ('resolve',         'admin',      'DISPUTED',           'SUBMITTED',  'CANCELLED',          'REJECTED'),
  ('resolve',         'admin',      'DISPUTED',           'CONFIRMED',  'CANCELLED',          'REJECTED'),
  ('auto-approve',    'system',     'SUBMITTED',          'CONFIRMED',  'COMPLETED',          'CONFIRMED'),
  ('auto-cancel',     'system',     'PENDING_PAYMENT',    'PENDING',    'CANCELLED',          'PENDING'),
  ('auto-cancel',     'system',     'PENDING_PAYMENT',    'REJECTED',   'CANCELLED',          'REJECTED');

create table orders (
  id                              uuid primary key,
  gig_id                          uuid not null,
  client_id                       uuid not null references users,
  freelancer_id                   uuid not null references users,
  status                          text not null default 'PENDING_PAYMENT',
  payment_status                  text not null default 'PENDING',
  -- What was agreed: copied from the gig, so that later edits of it change nothing here.
  gig_title                       text not null,
  amount                          numeric(12, 2) not null check (amount > 0),
  currency                        text not null check (currency ~ '^[A-Z]{3}$'),
  delivery_days                   integer not null check (delivery_days between 1 and 365),
  payment_reference               text not null,
  payment_instructions            text,
  payment_instructions_changed_at timestamptz,
  status_since                    timestamptz not null default now(),
  payment_confirmed_at            timestamptz,
  event_count                     integer not null default 1,
  version                         integer not null default 1,
  created_at                      timestamptz not null default now(),
  updated_at                      timestamptz not null default now(),
  foreign key (gig_id, freelancer_id) references gigs (id, freelancer_id),
  constraint orders_parties_differ check (client_id <> freelancer_id),
  constraint orders_status_pair check (
    (status = 'PENDING_PAYMENT' and payment_status in ('PENDING', 'REJECTED'))
    or (status = 'PAYMENT_SUBMITTED' and payment_status = 'SUBMITTED')
    or (status in ('PAYMENT_CONFIRMED', 'IN_PROGRESS', 'SUBMITTED', 'REVISION_REQUESTED', 'COMPLETED')
        and payment_status = 'CONFIRMED')
    or (status = 'DISPUTED' and payment_status in ('SUBMITTED', 'CONFIRMED'))
    or (status = 'CANCELLED' and payment_status in ('PENDING', 'REJECTED', 'REFUND_DUE', 'REFUNDED')))
);

create index orders_client_idx on orders (client_id, created_at desc, id desc);
create index orders_freelancer_idx on orders (freelancer_id, created_at desc, id desc);
create index orders_status_idx on orders (status, created_at desc, id desc);
create index orders_gig_idx on orders (gig_id);
create index orders_completed_client_idx on orders (client_id) where status = 'COMPLETED';
create index orders_completed_freelancer_idx on orders (freelancer_id) where status = 'COMPLETED';
create index orders_timers_idx on orders (status, status_since) where status in ('PENDING_PAYMENT', 'SUBMITTED');

-- The history: row n of an order is its n-th transition.
create table order_events (
  order_id    uuid not null references orders,
  n           integer not null check (n > 0),
  action      text not null,
  from_status text check ((from_status is null) = (action = 'place')),
  to_status   text not null,
  actor_id    uuid references users check ((actor_id is null) = (actor_role = 'system')),
  actor_role  text not null check (actor_role in ('client', 'freelancer', 'admin', 'system')),
  note        text check (char_length(note) <= 2000),
  created_at  timestamptz not null default now(),
  primary key (order_id, n)
);

-- No change of status without its row in the history: both are written in one statement, and checked at its end.
alter table orders add constraint orders_history_fkey foreign key (id, event_count) references order_events (order_id, n);

create function orders_guard() returns trigger language plpgsql as $$
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
  if (new.status, new.payment_status) is distinct from (old.status, old.payment_status) then
    if not exists (
      select from order_transitions
      where from_status = old.status and from_payment_status = old.payment_status
        and to_status = new.status and to_payment_status = new.payment_status) then
      raise exception 'an order does not move from %/% to %/%',
        old.status, old.payment_status, new.status, new.payment_status using errcode = 'check_violation';
    end if;
    new.event_count := old.event_count + 1;
    if new.status <> old.status then
      new.status_since := now();
    end if;
    if new.payment_status = 'CONFIRMED' and old.payment_status <> 'CONFIRMED' then
      new.payment_confirmed_at := now();
    end if;
  end if;
  return new;
end $$;

create trigger orders_guard before insert or update on orders for each row execute function orders_guard();

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'check_violation';
end $$;

create trigger order_events_append_only before update or delete on order_events
  for each row execute function refuse_change();
create trigger order_events_no_truncate before truncate on order_events
  for each statement execute function refuse_change();
