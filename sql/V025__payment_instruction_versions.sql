-- What a freelancer has told clients to pay to, one row for each change. An order refers to the one that was current when it was
-- placed, so that a change writes no orders, and placing locks no freelancer.
create table payment_instruction_versions (
  user_id      uuid not null references users,
  n            integer not null check (n > 0),
  -- Null: there were none any more.
  instructions text,
  changed_at   timestamptz,
  primary key (user_id, n)
);

create trigger payment_instruction_versions_append_only before update or delete on payment_instruction_versions
  for each row execute function refuse_change();
create trigger payment_instruction_versions_no_truncate before truncate on payment_instruction_versions
  for each statement execute function refuse_change();

alter table users
  -- The current version; 0: there never were any.
  add column payment_instructions_n integer not null default 0,
  -- Versions up to this one are those of a former owner of the account: nobody shall pay by them any more.
  add column revoked_instructions_n integer not null default 0;

-- Those that orders have, and the current ones.
insert into payment_instruction_versions (user_id, n, instructions, changed_at)
select user_id, row_number() over (partition by user_id order by is_current, changed_at nulls first), instructions, changed_at
from (
  select user_id, instructions, changed_at, bool_or(is_current) as is_current from (
    select freelancer_id as user_id, payment_instructions as instructions, payment_instructions_changed_at as changed_at,
           false as is_current
    from orders where payment_instructions is not null
    union all
    select id, payment_instructions, payment_instructions_changed_at, true from users where payment_instructions is not null
  ) told group by user_id, instructions, changed_at
) versions;

-- An order that has none shows the next ones: those after what there was when it was placed.
insert into payment_instruction_versions (user_id, n, instructions, changed_at)
select u.id, 1 + max(v.n), null, u.payment_instructions_changed_at
from users u join payment_instruction_versions v on v.user_id = u.id
where u.payment_instructions is null
group by u.id;

alter table users disable trigger user;
update users u set payment_instructions_n = (select max(v.n) from payment_instruction_versions v where v.user_id = u.id)
where exists (select from payment_instruction_versions v where v.user_id = u.id);
alter table users enable trigger user;

alter table orders add column payment_instructions_n integer not null default 0;

alter table orders disable trigger orders_guard;
update orders o set payment_instructions_n = coalesce(
  (select max(v.n) from payment_instruction_versions v
   where v.user_id = o.freelancer_id and v.instructions = o.payment_instructions
     and v.changed_at is not distinct from o.payment_instructions_changed_at),
  case when o.status in ('COMPLETED', 'CANCELLED') then 0
       else (select u.payment_instructions_n from users u where u.id = o.freelancer_id) end);
alter table orders enable trigger orders_guard;

alter table orders drop column payment_instructions, drop column payment_instructions_changed_at;

-- A change is a new version.
create function users_payment_instructions() returns trigger language plpgsql as $$
begin
  if new.payment_instructions is distinct from old.payment_instructions then
    new.payment_instructions_n := old.payment_instructions_n + 1;
  else
    new.payment_instructions_n := old.payment_instructions_n;
  end if;
  return new;
end $$;

create function users_payment_instructions_version() returns trigger language plpgsql as $$
begin
  insert into payment_instruction_versions (user_id, n, instructions, changed_at)
  values (new.id, new.payment_instructions_n, new.payment_instructions, new.payment_instructions_changed_at);
  return null;
end $$;

create trigger users_payment_instructions before update of payment_instructions, payment_instructions_n on users
  for each row execute function users_payment_instructions();
create trigger users_payment_instructions_version after update on users for each row
  when (new.payment_instructions_n <> old.payment_instructions_n) execute function users_payment_instructions_version();

create function users_first_payment_instructions() returns trigger language plpgsql as $$
begin
  new.payment_instructions_n := case when new.payment_instructions is null then 0 else 1 end;
  return new;
end $$;

create trigger users_first_payment_instructions before insert on users
  for each row execute function users_first_payment_instructions();
create trigger users_first_payment_instructions_version after insert on users for each row
  when (new.payment_instructions_n > 0) execute function users_payment_instructions_version();

-- The version that an order shows; null: none. An order that ends keeps what it has shown.
create function shown_instructions(
  freelancer uuid, placed_n integer, revoked_n integer, state text, payment text)
returns integer language plpgsql stable as $$
declare
  is_unpaid constant boolean := payment in ('PENDING', 'REJECTED', 'SUBMITTED') and state <> 'CANCELLED';
begin
  return (
    select min(v.n) from payment_instruction_versions v
    where v.user_id = freelancer and v.instructions is not null
      and v.n >= case when is_unpaid then greatest(placed_n, revoked_n + 1) else placed_n end
      and (v.n = placed_n or state not in ('COMPLETED', 'CANCELLED')));
end $$;

create function orders_instructions() returns trigger language plpgsql as $$
begin
  new.payment_instructions_n := old.payment_instructions_n;
  if new.status in ('COMPLETED', 'CANCELLED') and old.status not in ('COMPLETED', 'CANCELLED') then
    new.payment_instructions_n := coalesce(
      shown_instructions(old.freelancer_id, old.payment_instructions_n,
                         (select u.revoked_instructions_n from users u where u.id = old.freelancer_id),
                         old.status, old.payment_status),
      old.payment_instructions_n);
  end if;
  return new;
end $$;

create trigger orders_instructions before update of status, payment_instructions_n on orders
  for each row execute function orders_instructions();
