-- A search for a price or a delivery reads many gigs in the order of time, and of each no more than this.
create index gigs_newest_with_filters_idx on gigs (created_at desc, id desc) include (freelancer_id, price, delivery_days)
  where is_active and deleted_at is null;
drop index gigs_newest_idx;
