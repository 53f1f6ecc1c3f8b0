-- What the cursors of lists are sealed with, in one row: the same on every node, and for as long as the database lives.
create table cursor_secret (
  is_only_row boolean primary key default true check (is_only_row),
  secret      text not null check (length(secret) >= 32)
);

-- Twice 122 bits from the random numbers that PostgreSQL has for cryptography.
insert into cursor_secret (secret) values (gen_random_uuid()::text || gen_random_uuid()::text);
