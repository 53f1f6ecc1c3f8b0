-- Two people's conversation: a counter without gaps, and how far each of them has read. Updated with every message, so no
-- column that changes is indexed and room is left in the page: such updates touch no index.
create table conversations (
  user_low        uuid not null references users,
  user_high       uuid not null references users,
  last_seq        bigint not null default 0 check (last_seq >= 0),
  low_read_seq    bigint not null default 0,
  high_read_seq   bigint not null default 0,
  last_message_at timestamptz not null default now(),
  primary key (user_low, user_high),
  check (user_low < user_high),
  check (low_read_seq between 0 and last_seq and high_read_seq between 0 and last_seq)
) with (fillfactor = 70);

create index conversations_high_idx on conversations (user_high);

create table messages (
  id            uuid primary key,
  sender_id     uuid not null references users,
  receiver_id   uuid not null references users,
  seq           bigint not null check (seq > 0),
  order_id      uuid references orders,
  content       text not null check (char_length(content) between 1 and 4000),
  client_msg_id uuid,
  created_at    timestamptz not null default now(),
  -- Which transaction wrote it: what has been committed since a snapshot can be told by this, and by no clock.
  tx            xid8 not null default pg_current_xact_id(),
  check (sender_id <> receiver_id)
);

create unique index messages_conversation_key
  on messages (least(sender_id, receiver_id), greatest(sender_id, receiver_id), seq);
create unique index messages_client_key on messages (sender_id, client_msg_id) where client_msg_id is not null;
create index messages_order_idx on messages (order_id, created_at desc, id desc) where order_id is not null;
create index messages_tx_idx on messages (tx);

-- How many messages a person has not read, over all conversations.
create function unread_total(person uuid) returns bigint language sql stable as $$
  select coalesce(sum(unread), 0)::bigint from (
    select last_seq - low_read_seq as unread from conversations where user_low = person
    union all
    select last_seq - high_read_seq from conversations where user_high = person) c
$$;

-- Which transaction last changed a person's right to be here, so that every node can close their sockets.
alter table users add column standing_tx xid8;
create index users_standing_idx on users (standing_tx) where standing_tx is not null;

create function users_standing() returns trigger language plpgsql as $$
begin
  if (new.is_active, new.tokens_valid_from) is distinct from (old.is_active, old.tokens_valid_from) then
    new.standing_tx := pg_current_xact_id();
  end if;
  return new;
end $$;

create trigger users_standing before update on users for each row execute function users_standing();

-- Good once and for seconds: buys a WebSocket handshake where cookies do not travel. Only the hash is kept.
create table ws_tickets (
  hash             bytea primary key,
  user_id          uuid not null references users,
  token_issued_at  timestamptz,
  token_expires_at timestamptz not null,
  expires_at       timestamptz not null
);

create index ws_tickets_expires_idx on ws_tickets (expires_at);
