-- The PostgreSQL clusters on which this database has lived. Messages that were there when Guildhall first started on a cluster were
-- carried over, by a dump or an upgrade: their tx counts the transactions of another cluster and says nothing on this one.
create table database_clusters (
  system_identifier    bigint primary key,
  -- The youngest of the messages that were carried over; the nil UUID where there was none.
  last_carried_message uuid not null,
  first_seen_at        timestamptz not null default now()
);
