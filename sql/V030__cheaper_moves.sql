-- The version that an order shows; no row: none. An order that ends keeps what it has shown. In SQL, so that it becomes a part of the
-- statement that reads the order.
drop function shown_instructions(uuid, integer, integer, text, text);

create function shown_instructions(
  freelancer uuid, placed_n integer, revoked_n integer, state text, payment text)
returns table (n integer, instructions text, changed_at timestamptz) language sql stable as $$
  select v.n, v.instructions, v.changed_at from payment_instruction_versions v
  where v.user_id = freelancer and v.instructions is not null
    and v.n >= case when payment in ('PENDING', 'REJECTED', 'SUBMITTED') and state <> 'CANCELLED'
                 then greatest(placed_n, revoked_n + 1) else placed_n end
    and (v.n = placed_n or state not in ('COMPLETED', 'CANCELLED'))
  order by v.n limit 1
$$;

create or replace function orders_instructions() returns trigger language plpgsql as $$
begin
  new.payment_instructions_n := old.payment_instructions_n;
  if new.status in ('COMPLETED', 'CANCELLED') and old.status not in ('COMPLETED', 'CANCELLED') then
    new.payment_instructions_n := coalesce(
      (select shown.n from users u, shown_instructions(
         old.freelancer_id, old.payment_instructions_n, u.revoked_instructions_n, old.status, old.payment_status) shown
       where u.id = old.freelancer_id),
      old.payment_instructions_n);
  end if;
  return new;
end $$;

-- Without a handler of exceptions, which begins a subtransaction each time.
create or replace function payment_proofs_freelancer() returns trigger language plpgsql as $$
declare
  order_currency text;
begin
  select o.freelancer_id, o.currency into new.freelancer_id, order_currency from orders o where o.id = new.order_id;
  if not found then
    raise exception 'a proof belongs to an order' using errcode = 'foreign_key_violation';
  end if;
  if not is_amount(new.amount, order_currency) then
    raise exception '% is no amount in %', new.amount, order_currency using errcode = 'check_violation';
  end if;
  return new;
end $$;
