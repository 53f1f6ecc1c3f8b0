-- Gigs that nobody can find have no delivery here, so that a search does not read them. No partial index: PostgreSQL combines no two
-- indexes that have the same predicate.
create index gigs_listed_delivery_idx on gigs ((case when is_active and deleted_at is null then delivery_days end));
-- Without statistics of its expression, the index would be taken for better than it is.
analyze gigs;

-- The listed gigs that match, as a statement with $1 to $5; null: no filter. delivery: what of the gig g to compare with the longest one.
create function search_gigs_sql(
  query tsquery, lowest_price numeric, highest_price numeric, longest_delivery integer, freelancer uuid, delivery text)
returns text language plpgsql immutable as $$
begin
  return concat_ws(' and ',
    'select g.id, g.freelancer_id, g.price, g.created_at from gigs g where g.is_active and g.deleted_at is null',
    case when query is not null then 'g.search @@ $1' end,
    case when lowest_price is not null then 'g.price between $2 and $3' end,
    case when longest_delivery is not null then delivery || ' <= $4' end,
    case when freelancer is not null then 'g.freelancer_id = $5' end);
end $$;

create or replace function search_gigs(
  query tsquery, lowest_price numeric, highest_price numeric, longest_delivery integer, freelancer uuid)
returns table (id uuid, freelancer_id uuid, price numeric, created_at timestamptz) language plpgsql stable as $$
begin
  return query execute search_gigs_sql(query, lowest_price, highest_price, longest_delivery, freelancer,
    'case when g.is_active and g.deleted_at is null then g.delivery_days end')
  using query, lowest_price, highest_price, longest_delivery, freelancer;
end $$;

-- By the column itself: the statistics of the index know how many gigs are listed, which would be counted twice.
create or replace function search_estimate(
  query tsquery, lowest_price numeric, highest_price numeric, longest_delivery integer, freelancer uuid)
returns bigint language plpgsql volatile as $$
declare
  plan text;
begin
  execute 'explain ' || search_gigs_sql(query, lowest_price, highest_price, longest_delivery, freelancer, 'g.delivery_days')
  into plan using query, lowest_price, highest_price, longest_delivery, freelancer;
  return substring(plan from ' rows=(\d+) ');
end $$;

drop function search_gigs_sql(tsquery, numeric, numeric, integer, uuid);
drop index gigs_delivery_idx;
