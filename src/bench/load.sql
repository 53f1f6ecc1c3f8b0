-- Fills an empty, migrated database with a market to measure on: 10,000 users (1,000 of them clients), 100,000 gigs, 200,000 orders
-- (160,000 wait for their payment, 40,000 are completed and reviewed) and 1,000,000 messages in 10,000 conversations. With
-- `set load.scale = 10` ten times as much of each, with 0.01 a hundredth, which is the least. The row n of a table has the id
-- md5('<kind>-' || n). For the owner of the tables.

-- Work that a crash may lose is done again.
set synchronous_commit = off;

create temporary table load_size as
select (10000 * scale)::bigint as users, (1000 * scale)::bigint as clients, (9000 * scale)::bigint as freelancers,
       (100000 * scale)::bigint as gigs, (200000 * scale)::bigint as orders, (160000 * scale)::bigint as unpaid_orders,
       (1000000 * scale)::bigint as messages, (10000 * scale)::bigint as conversations
from (select coalesce(nullif(current_setting('load.scale', true), ''), '1')::numeric as scale) as setting;

create function pg_temp.load_id(kind text, n bigint) returns uuid language sql immutable as $$
  select md5(kind || '-' || n)::uuid
$$;

insert into users (id, email, email_key, email_verified, hashed_password, full_name, bio, payment_instructions, created_at)
select pg_temp.load_id('user', n), 'user' || n || '@example.test', 'user' || n || '@example.test', true,
       '$2b$12$' || substr(md5('salt' || n) || md5('hash' || n), 1, 53), 'User Number ' || n,
       'I am user ' || n || '. ' || repeat('Experienced and friendly. ', 4), 'Bank transfer to user ' || n,
       timestamptz '2025-01-01 00:00:00+00' + n * interval '1 minute'
from load_size, generate_series(1, users) n;

insert into gigs (id, freelancer_id, title, description, price, currency, delivery_days, is_active, created_at)
select pg_temp.load_id('gig', n), pg_temp.load_id('user', clients + 1 + (n * 7919) % freelancers),
       'I will do job number ' || n || ' for you',
       'Job ' || n || ': ' || repeat('a careful piece of work, delivered on time. ', 5),
       round((500 + (n * 37) % 1000000) / 100.0, 2), 'USD', 1 + n % 30, n % 10 <> 0,
       timestamptz '2025-02-01 00:00:00+00' + n * interval '1 minute'
from load_size, generate_series(1, gigs) n;

-- Their words are made by the rules of today, so that no node begins to make them anew.
update search_settings set remade_down_to = null;

-- Orders are inserted in their last status, which their triggers do not allow.
alter table orders disable trigger user;
alter table order_events disable trigger user;
alter table order_deadlines disable trigger user;
alter table ended_orders disable trigger user;

with numbered as (
  select n, g, n > unpaid_orders as is_completed, clients, freelancers,
         timestamptz '2025-05-01 00:00:00+00' + n * interval '1 minute' as placed_at
  from load_size, generate_series(1, orders) n, lateral (select 1 + (n * 31) % gigs as g) gig
), placed as (
  insert into orders (id, gig_id, client_id, freelancer_id, status, payment_status, gig_title, amount, currency, delivery_days,
                      payment_reference, payment_instructions_n, created_at, status_since, payment_confirmed_at, deliver_by,
                      previous_payment_status, event_count, version)
  select pg_temp.load_id('order', n), pg_temp.load_id('gig', g), pg_temp.load_id('user', 1 + n % clients),
         pg_temp.load_id('user', clients + 1 + (g * 7919) % freelancers),
         case when is_completed then 'COMPLETED' else 'PENDING_PAYMENT' end,
         case when is_completed then 'CONFIRMED' else 'PENDING' end,
         'I will do job number ' || g || ' for you', round((500 + (g * 37) % 1000000) / 100.0, 2), 'USD', 1 + g % 30,
         'GH-' || upper(substr(md5('ref-' || n), 1, 8)), 1, placed_at,
         case when is_completed then placed_at + interval '50 minutes' else placed_at end,
         case when is_completed then placed_at + interval '20 minutes' end,
         case when is_completed then placed_at + interval '20 minutes' + make_interval(days => (1 + g % 30)::int) end,
         case when is_completed then 'CONFIRMED' end,
         case when is_completed then 6 else 1 end, case when is_completed then 6 else 1 end
  from numbered
)
insert into order_events (order_id, n, action, from_status, to_status, actor_id, actor_role, created_at)
select pg_temp.load_id('order', o.n), e.n, e.action, e.from_status, e.to_status,
       pg_temp.load_id('user', case e.role when 'client' then 1 + o.n % clients
                                           else clients + 1 + (o.g * 7919) % freelancers end),
       e.role, placed_at + (e.n - 1) * interval '10 minutes'
from numbered o join (values
  (1, 'place', null, 'PENDING_PAYMENT', 'client'),
  (2, 'submit-payment', 'PENDING_PAYMENT', 'PAYMENT_SUBMITTED', 'client'),
  (3, 'confirm-payment', 'PAYMENT_SUBMITTED', 'PAYMENT_CONFIRMED', 'freelancer'),
  (4, 'start', 'PAYMENT_CONFIRMED', 'IN_PROGRESS', 'freelancer'),
  (5, 'submit-work', 'IN_PROGRESS', 'SUBMITTED', 'freelancer'),
  (6, 'approve', 'SUBMITTED', 'COMPLETED', 'client')) e (n, action, from_status, to_status, role)
  on e.n = 1 or o.is_completed;

-- They have just begun, so that no order is cancelled while it is measured.
insert into order_deadlines (order_id, deadline, due_at, action, try_at, freelancer_id, placed_at, status)
select id, 'pay_by', due_at, 'auto-cancel', due_at, freelancer_id, created_at, status
from orders, lateral (select now() + order_timeout('pay_within') as due_at) pay_by
where status = 'PENDING_PAYMENT';

insert into ended_orders (order_id, status, client_id, freelancer_id, placed_at)
select id, status, client_id, freelancer_id, created_at from orders where status = 'COMPLETED';

alter table users disable trigger user;
update users u set completed_orders = ended.n
from (select party, count(*) as n from ended_orders e, unnest(array[e.client_id, e.freelancer_id]) party
      where e.status = 'COMPLETED' group by party) ended
where u.id = ended.party;
alter table users enable trigger user;

alter table ended_orders enable trigger user;
alter table order_deadlines enable trigger user;
alter table order_events enable trigger user;
alter table orders enable trigger user;

insert into payment_proofs (id, order_id, freelancer_id, proof_reference, reference_key, payer_name, amount, submitted_at, verified)
select pg_temp.load_id('proof', n), o.id, o.freelancer_id, 'OLD' || n, 'old' || n, 'Payer ' || n, o.amount,
       o.created_at + interval '10 minutes', true
from load_size, generate_series(unpaid_orders + 1, orders) n join orders o on o.id = pg_temp.load_id('order', n);

insert into reviews (id, order_id, reviewer_id, reviewee_id, rating, comment, created_at)
select pg_temp.load_id('review', n), o.id, o.client_id, o.freelancer_id, 1 + n % 5, 'Review ' || n || ': good work.',
       timestamptz '2025-07-01 00:00:00+00' + n * interval '1 minute'
from load_size, generate_series(unpaid_orders + 1, orders) n join orders o on o.id = pg_temp.load_id('order', n);

insert into messages (id, sender_id, receiver_id, seq, content, created_at)
select pg_temp.load_id('message', n), case when is_odd then a else b end, case when is_odd then b else a end,
       (n - 1) / conversations + 1, 'Message ' || n || ': hello, how is the work going? Regards.',
       timestamptz '2025-06-01 00:00:00+00' + n * interval '10 seconds'
from load_size, generate_series(1, messages) n, lateral (
  select (n / conversations) % 2 = 1 as is_odd, n % conversations as k) c, lateral (
  select pg_temp.load_id('user', 1 + k % clients) as a,
         pg_temp.load_id('user', clients + 1 + (k * 7 + k / clients) % freelancers) as b) pair;

insert into conversations (user_low, user_high, last_seq, low_read_seq, high_read_seq, last_message_at)
select least(sender_id, receiver_id), greatest(sender_id, receiver_id), max(seq), max(seq), max(seq) - 3, max(created_at)
from messages group by 1, 2;

vacuum (freeze, analyze);
