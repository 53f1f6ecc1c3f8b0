-- A list of the newest of many users with the same instructions reads only those that it shows.
drop index users_payment_instructions_idx;
create index users_payment_instructions_idx
  on users (payment_instructions_key(payment_instructions), created_at desc, id desc) where payment_instructions is not null;
