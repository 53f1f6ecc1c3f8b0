-- Gigs that nobody can find have no delivery here, so that a search does not read them. No partial index: PostgreSQL combines no two
-- indexes that have the same predicate.
drop index gigs_delivery_idx;
create index gigs_listed_delivery_idx on gigs ((case when is_active and deleted_at is null then delivery_days end));
-- Without statistics of its expression, the index would be taken for better than it is.
analyze gigs;

create or replace function search_gigs_sql(
  query tsquery, lowest_price numeric, highest_price numeric, longest_delivery integer, freelancer uuid)
  returns text language plpgsql immutable as $$
begin
  return concat_ws(' and ',
    'select g.id, g.freelancer_id, g.price, g.created_at from gigs g where g.is_active and g.deleted_at is null',
    case when query is not null then 'g.search @@ $1' end,
    case when lowest_price is not null then 'g.price between $2 and $3' end,
    case when longest_delivery is not null then
      'case when g.is_active and g.deleted_at is null then g.delivery_days end <= $4' end,
    case when freelancer is not null then 'g.freelancer_id = $5' end);
end $$;
