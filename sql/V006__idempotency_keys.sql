-- The first 2xx answer to a request that carried an Idempotency-Key, written in the transaction of its effect.
create table idempotency_keys (
  caller_id  uuid not null references users,
  key        text not null check (char_length(key) between 1 and 255),
  -- SHA-256 of method, path and body: what the key was used for.
  request    bytea not null,
  status     integer,
  headers    jsonb,
  body       text,
  created_at timestamptz not null default now(),
  primary key (caller_id, key)
);

create index idempotency_keys_created_idx on idempotency_keys (created_at);
