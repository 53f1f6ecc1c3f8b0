-- How many decimals an amount has is said by its currency, and no longer by the columns: ISO 4217, by the table of the JDK.
-- Null: nobody pays in it (gold, tests).
create function minor_units(currency text) returns integer language sql immutable parallel safe
return case
  when currency in ('ADP', 'BEF', 'BIF', 'BYB', 'BYR', 'CLP', 'DJF', 'ESP', 'GNF', 'GRD', 'ISK', 'ITL', 'JPY', 'KMF', 'KRW',
                    'LUF', 'MGF', 'PTE', 'PYG', 'ROL', 'RWF', 'TPE', 'TRL', 'UGX', 'UYI', 'VND', 'VUV', 'XAF', 'XOF', 'XPF')
    then 0
  when currency in ('BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND') then 3
  when currency in ('CLF', 'UYW') then 4
  when currency in ('XAG', 'XAU', 'XBA', 'XBB', 'XBC', 'XBD', 'XDR', 'XFO', 'XFU', 'XPD', 'XPT', 'XSU', 'XTS', 'XUA', 'XXX')
    then null
  else 2
end;

create function is_amount(amount numeric, currency text) returns boolean language sql immutable parallel safe
return (amount > 0 and amount < 10000000000 and amount = trunc(amount, minor_units(currency))) is true;

-- The rows that exist are checked by the next migration, so that this one holds its locks for a moment only.
alter table gigs drop constraint gigs_price_check, alter column price type numeric,
  add constraint gigs_price_is_amount check (is_amount(price, currency)) not valid;
alter table orders drop constraint orders_amount_check, alter column amount type numeric,
  add constraint orders_amount_is_amount check (is_amount(amount, currency)) not valid;
alter table payment_proofs drop constraint payment_proofs_amount_check, alter column amount type numeric;
alter table payment_proof_attempts alter column amount type numeric;

-- A proof has the currency of its order.
create or replace function payment_proofs_freelancer() returns trigger language plpgsql as $$
declare
  order_currency text;
begin
  select o.freelancer_id, o.currency into strict new.freelancer_id, order_currency from orders o where o.id = new.order_id;
  if not is_amount(new.amount, order_currency) then
    raise exception '% is no amount in %', new.amount, order_currency using errcode = 'check_violation';
  end if;
  return new;
exception when no_data_found then
  raise exception 'a proof belongs to an order' using errcode = 'foreign_key_violation';
end $$;

drop trigger payment_proofs_freelancer on payment_proofs;
create trigger payment_proofs_freelancer before insert or update of order_id, freelancer_id, amount on payment_proofs
  for each row execute function payment_proofs_freelancer();

create function payment_proof_attempts_amount() returns trigger language plpgsql as $$
begin
  if not exists (select from orders o where o.id = new.order_id and is_amount(new.amount, o.currency)) then
    raise exception '% is no amount in the currency of the order', new.amount using errcode = 'check_violation';
  end if;
  return new;
end $$;

create trigger payment_proof_attempts_amount before insert or update of order_id, amount on payment_proof_attempts
  for each row execute function payment_proof_attempts_amount();
