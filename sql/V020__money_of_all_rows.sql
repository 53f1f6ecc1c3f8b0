-- Guildhall does not round anybody's price: rows that do not fit are counted, and the operator decides.
do $$
declare
  unfit_gigs bigint := (select count(*) from gigs where not is_amount(price, currency));
  unfit_orders bigint := (select count(*) from orders where not is_amount(amount, currency));
  unfit_proofs bigint := (
    select count(*)
    from (select order_id, amount from payment_proofs union all select order_id, amount from payment_proof_attempts) p
    join orders o on o.id = p.order_id
    where not is_amount(p.amount, o.currency));
begin
  if unfit_gigs + unfit_orders + unfit_proofs > 0 then
    raise exception 'the amounts of % gigs, % orders and % proofs of payment have more decimals than their currency; docs/operations.md says how to round them',
      unfit_gigs, unfit_orders, unfit_proofs using errcode = 'check_violation';
  end if;
end $$;

alter table gigs validate constraint gigs_price_is_amount;
alter table orders validate constraint orders_amount_is_amount;
