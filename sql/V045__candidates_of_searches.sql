-- How many gigs search_gigs would look at, by the statistics: the indexes find those that have the words, and each of them is read to see
-- whether the words stand side by side, and whether those after a minus are absent. Volatile, since PostgreSQL explains nothing in other
-- functions.
create or replace function search_estimate(
  query tsquery, lowest_price numeric, highest_price numeric, longest_delivery integer, freelancer uuid)
returns bigint language plpgsql volatile as $$
declare
  -- Empty or T if the index cannot find any of it.
  indexed constant text := querytree(query);
  plan text;
begin
  query := case when indexed not in ('', 'T') then indexed::tsquery end;
  execute 'explain ' || search_gigs_sql(query, lowest_price, highest_price, longest_delivery, freelancer, 'g.delivery_days')
  into plan using query, lowest_price, highest_price, longest_delivery, freelancer;
  return substring(plan from ' rows=(\d+) ');
end $$;
