-- Accounts with the same payment instructions, however they are spaced or written in capitals.
create function payment_instructions_key(instructions text) returns text language sql immutable
return md5(lower(regexp_replace(instructions, '[[:space:]-]', '', 'g') collate "C"));

create index users_payment_instructions_idx on users (payment_instructions_key(payment_instructions))
  where payment_instructions is not null;
