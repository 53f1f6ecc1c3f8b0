-- The listed gigs that match, as a statement with $1 to $5; null: no filter.
create function search_gigs_sql(
  query tsquery, lowest_price numeric, highest_price numeric, longest_delivery integer, freelancer uuid)
returns text language plpgsql immutable as $$
begin
  return concat_ws(' and ',
    'select g.id, g.freelancer_id, g.price, g.created_at from gigs g where g.is_active and g.deleted_at is null',
    case when query is not null then 'g.search @@ $1' end,
    case when lowest_price is not null then 'g.price between $2 and $3' end,
    case when longest_delivery is not null then 'g.delivery_days <= $4' end,
    case when freelancer is not null then 'g.freelancer_id = $5' end);
end $$;

-- The listed gigs that match, in no order, by the plan that suits the values; null: no filter.
create or replace function search_gigs(
  query tsquery, lowest_price numeric, highest_price numeric, longest_delivery integer, freelancer uuid)
returns table (id uuid, freelancer_id uuid, price numeric, created_at timestamptz) language plpgsql stable as $$
begin
  return query execute search_gigs_sql(query, lowest_price, highest_price, longest_delivery, freelancer)
  using query, lowest_price, highest_price, longest_delivery, freelancer;
end $$;

-- How many search_gigs would find, by the statistics. Volatile, since PostgreSQL explains nothing in other functions.
create function search_estimate(
  query tsquery, lowest_price numeric, highest_price numeric, longest_delivery integer, freelancer uuid)
returns bigint language plpgsql volatile as $$
declare
  plan text;
begin
  execute 'explain ' || search_gigs_sql(query, lowest_price, highest_price, longest_delivery, freelancer)
  into plan using query, lowest_price, highest_price, longest_delivery, freelancer;
  return substring(plan from ' rows=(\d+) ');
end $$;
