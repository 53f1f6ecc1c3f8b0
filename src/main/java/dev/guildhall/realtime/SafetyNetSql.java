package dev.guildhall.realtime;

/** The statements by which the safety net reads what was committed since it last looked. */
final class SafetyNetSql {
    /**
     * Tells one life of one server from another: only within it do transaction ids never go back. A crash or a failover may take
     * some back, since an id counts as used only once a transaction that used it is on the disk.
     */
    private static final String SERVER = """
            pg_postmaster_start_time()::text || case
              when pg_is_in_recovery() then ' standby' else ' timeline ' || left(pg_walfile_name(pg_current_wal_lsn()), 8) end
            """;

    static final String REGISTER_CLUSTER = """
            insert into database_clusters (system_identifier, last_carried_message)
            select system_identifier, coalesce(
              (select id from messages order by id desc limit 1), '00000000-0000-0000-0000-000000000000')
            from pg_control_system()
            on conflict (system_identifier) do nothing
            """;

    static final String POSITION = """
            select pg_snapshot_xmin(pg_current_snapshot())::text as next_from, %s as server,
              (select last_carried_message from database_clusters
               where system_identifier = (select system_identifier from pg_control_system())) as last_carried_message
            """.formatted(SERVER);

    /** Everything committed since a snapshot, in pages, with the snapshot to continue from. */
    static final String SINCE = """
            with now as materialized (select pg_current_snapshot() as snapshot, %s as server)
            select pg_snapshot_xmin(now.snapshot)::text as next_from, now.server,
                   found.kind, found.id, found.sender_id, found.receiver_id, found.tx
            from now left join lateral (
              (select 'message' as kind, id, sender_id, receiver_id, tx::text as tx from messages
               where tx >= #{from}::text::xid8 and tx < pg_snapshot_xmax(now.snapshot)
                 and (tx, id) > (#{after_tx}::text::xid8, #{after_id}::uuid)
                 and id > #{last_carried_message}::uuid
               order by messages.tx, id limit #{rows})
              union all
              (select 'account', id, null, null, standing_tx::text from users
               where standing_tx >= #{from}::text::xid8 and standing_tx < pg_snapshot_xmax(now.snapshot)
                 and (standing_tx, id) > (#{after_tx}::text::xid8, #{after_id}::uuid)
               order by standing_tx, id limit #{rows})
            ) found on true
            """.formatted(SERVER);

    /** Ids are UUIDs of version 7 and so begin with the time at which they were made. */
    static final String YOUNGER = """
            select id, sender_id, receiver_id, tx::text as tx from messages where id > #{after_id} order by id limit #{rows}
            """;

    private SafetyNetSql() {}
}
