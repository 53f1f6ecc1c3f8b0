-- The orders of a client with a freelancer that are neither completed nor cancelled: a row each, so that they can be counted however
-- many orders there have been, and so that no change of status in between touches an index.
create table open_orders (
  client_id     uuid not null references users,
  freelancer_id uuid not null references users,
  order_id      uuid primary key references orders
);

create index open_orders_parties_idx on open_orders (client_id, freelancer_id);

create function orders_open() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into open_orders (client_id, freelancer_id, order_id) values (new.client_id, new.freelancer_id, new.id);
  elsif new.status in ('COMPLETED', 'CANCELLED') then
    delete from open_orders where order_id = new.id;
  end if;
  return null;
end $$;

create trigger orders_opened after insert on orders for each row execute function orders_open();

create trigger orders_ended after update on orders for each row
  when (new.status in ('COMPLETED', 'CANCELLED') and old.status <> new.status) execute function orders_open();

insert into open_orders (client_id, freelancer_id, order_id)
select client_id, freelancer_id, id from orders where status not in ('COMPLETED', 'CANCELLED');

-- Whether this client may place one more order with this freelancer. Volatile, so that the count sees what others have committed
-- while the lock was waited for; it is held until the end of the transaction.
create function may_place(client uuid, freelancer uuid, most integer) returns boolean language plpgsql volatile as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('open orders ' || client || ' ' || freelancer, 0));
  return (select count(*) from open_orders o where o.client_id = client and o.freelancer_id = freelancer) < most;
end $$;

-- Conversations begun by somebody who had no order with the other; kept for a day.
create table conversation_starts (
  sender_id   uuid not null references users,
  receiver_id uuid not null references users,
  started_at  timestamptz not null default now(),
  primary key (sender_id, receiver_id)
);

create index conversation_starts_sender_idx on conversation_starts (sender_id, started_at);
create index conversation_starts_started_idx on conversation_starts (started_at);

-- From when on this person may begin another conversation; null: now.
create function next_conversation_at(sender uuid, an_hour integer, a_day integer) returns timestamptz language sql stable as $$
  select greatest(
    (select started_at + interval '1 hour' from conversation_starts
     where sender_id = sender and started_at > now() - interval '1 hour'
     order by started_at desc offset an_hour - 1 limit 1),
    (select started_at + interval '1 day' from conversation_starts
     where sender_id = sender and started_at > now() - interval '1 day'
     order by started_at desc offset a_day - 1 limit 1))
$$;

-- Whether this person may begin a conversation with that one; where it counts, it is counted. The lock and the snapshots are as in
-- may_place.
create function begin_conversation(sender uuid, receiver uuid, an_hour integer, a_day integer)
returns boolean language plpgsql volatile as $$
begin
  if exists (select from orders where client_id = sender and freelancer_id = receiver)
     or exists (select from orders where client_id = receiver and freelancer_id = sender) then
    return true;
  end if;
  perform pg_advisory_xact_lock(hashtextextended('conversations of ' || sender, 0));
  if exists (
    select from conversations where user_low = least(sender, receiver) and user_high = greatest(sender, receiver)) then
    return true;
  end if;
  if next_conversation_at(sender, an_hour, a_day) is not null then
    return false;
  end if;
  insert into conversation_starts (sender_id, receiver_id) values (sender, receiver)
    on conflict (sender_id, receiver_id) do update set started_at = now();
  return true;
end $$;

-- Sign-ins that failed, or that are being looked at right now; kept for minutes. Of an email only the hash: people type passwords
-- into the wrong field.
create table sign_in_failures (
  id         uuid primary key,
  -- Null once a new password was set.
  email_hash bytea,
  -- An IPv4 address or an IPv6 /64; null where the frontend does not say it.
  address    cidr,
  failed_at  timestamptz not null default now()
);

create index sign_in_failures_email_idx on sign_in_failures (email_hash, failed_at);
create index sign_in_failures_address_idx on sign_in_failures (address, failed_at);
create index sign_in_failures_failed_idx on sign_in_failures (failed_at);

-- From where a person has signed in: somebody else's failures do not lock them out there.
create table sign_in_addresses (
  user_id         uuid not null references users,
  address         cidr not null,
  last_sign_in_at timestamptz not null default now(),
  primary key (user_id, address)
);

create index sign_in_addresses_last_idx on sign_in_addresses (last_sign_in_at);
