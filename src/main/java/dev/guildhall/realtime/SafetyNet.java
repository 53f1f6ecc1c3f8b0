package dev.guildhall.realtime;

import dev.guildhall.db.Database;
import dev.guildhall.db.Ids;
import dev.guildhall.db.NamedStatement;
import dev.guildhall.db.Rows;
import dev.guildhall.db.Steps;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the messages and the changes of accounts that the event bus lost: those committed since the last check, by transaction ids and
 * so without any clock. What was still uncommitted at one check is found by the next, which begins with the oldest transaction that was
 * running then.
 *
 * <p>After a crash or a failover PostgreSQL may use transaction ids again. So if the server is not the one of the last check,
 * everything newer than that check is passed on, whatever its transaction id.
 */
final class SafetyNet {
    private static final Logger LOG = LoggerFactory.getLogger(SafetyNet.class);

    /** The maximum number of messages of a page. If all were lost and have the maximum length, they take 16 MB while they are pushed. */
    private static final int MAX_ROWS = 1_000;

    private static final Position BEGINNING = new Position("0", Ids.NIL);
    /** How far the clocks of the nodes, which generate the ids of messages, may differ. */
    private static final Duration CLOCK_DIFFERENCE = Duration.ofMinutes(1);

    /**
     * Identifies one run of one server: only within it do transaction ids never go back. A crash or a failover may make some free
     * again, since an id counts as used only once a transaction with it is on the disk.
     */
    private static final String SERVER = """
            pg_postmaster_start_time()::text || case
              when pg_is_in_recovery() then ' standby' else ' timeline ' || left(pg_walfile_name(pg_current_wal_lsn()), 8) end
            """;

    private static final String REGISTER_CLUSTER = """
            insert into database_clusters (system_identifier, last_carried_message)
            select system_identifier, coalesce(
              (select id from messages where id < #{end_id} order by id desc limit 1), '00000000-0000-0000-0000-000000000000')
            from pg_control_system()
            on conflict (system_identifier) do nothing
            """;

    private static final String CHECKPOINT = """
            select pg_snapshot_xmin(pg_current_snapshot())::text as next_from, %s as server,
              (select last_carried_message from database_clusters
               where system_identifier = (select system_identifier from pg_control_system())) as last_carried_message
            """.formatted(SERVER);

    /** What was committed from a transaction on, in pages, with the transaction to continue from. */
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

    /**
     * Ids are UUIDs of version 7, so they begin with the time at which they were generated. Another program may have stored messages with
     * ids of another kind, most of which are greater than all ids of today: those are after the end.
     */
    static final String NEWER = """
            select id, sender_id, receiver_id, tx::text as tx from messages
            where id > #{after_id} and id < #{end_id} order by id limit #{rows}
            """;

    private final Database database;
    private @Nullable Checkpoint checkpoint;

    SafetyNet(Database database) {
        this.database = database;
    }

    /** What is committed from now on will be found by {@link #check}. */
    Future<Void> begin() {
        return readCheckpoint().onSuccess(current -> checkpoint = current).mapEmpty();
    }

    /** Passes on, page by page, what was committed since the last check; some of it may have been passed on before. */
    Future<Void> check(Listener listener) {
        Checkpoint since = checkpoint;
        if (since == null) {
            return begin().compose(begun -> listener.accountsMayHaveChanged());
        }
        Instant now = Instant.now();
        return Steps.repeat(
                        new Progress(BEGINNING, since.tx(), since.server(), true),
                        Progress::hasMore,
                        progress -> readPage(since, progress, listener))
                .compose(end -> end.server().equals(since.server())
                        ? Future.succeededFuture(
                                new Checkpoint(end.nextFrom(), since.server(), since.newestImported(), now))
                        : startOver(since, listener))
                .onSuccess(next -> checkpoint = next)
                .mapEmpty();
    }

    private Future<Progress> readPage(Checkpoint since, Progress progress, Listener listener) {
        return database.read(client -> NamedStatement.query(client, SINCE)
                        .execute(Map.of(
                                "from", since.tx(),
                                "after_tx", progress.after().tx(),
                                "after_id", progress.after().id(),
                                "last_carried_message", since.newestImported(),
                                "rows", MAX_ROWS)))
                .map(Rows::list)
                .compose(rows -> {
                    String server = rows.get(0).getString("server");
                    // What is committed after the first page is for the next check.
                    String nextFrom = progress.after().equals(BEGINNING)
                            ? rows.get(0).getString("next_from")
                            : progress.nextFrom();
                    if (!server.equals(since.server())) {
                        return Future.succeededFuture(new Progress(progress.after(), nextFrom, server, false));
                    }
                    List<Found> messages = ofKind(rows, "message");
                    List<Found> accounts = ofKind(rows, "account");
                    return listener.found(
                                    messages, accounts.stream().map(Found::id).toList())
                            .map(done -> Stream.of(messages, accounts)
                                    .filter(some -> some.size() == MAX_ROWS)
                                    .map(some -> some.get(MAX_ROWS - 1).position())
                                    .min(Comparator.naturalOrder())
                                    .map(last -> new Progress(last, nextFrom, server, true))
                                    .orElseGet(() -> new Progress(progress.after(), nextFrom, server, false)));
                });
    }

    private Future<Checkpoint> startOver(Checkpoint since, Listener listener) {
        LOG.info("The database server was restarted or replaced, reading all accounts in use again");
        return readCheckpoint()
                .compose(current -> readNewer(startAfter(current.newestImported(), since.time()), listener)
                        .compose(done -> listener.accountsMayHaveChanged())
                        .map(current));
    }

    private Future<?> readNewer(UUID after, Listener listener) {
        UUID end = firstIdAt(Instant.now().plus(CLOCK_DIFFERENCE));
        return Steps.repeat(
                Optional.of(after), Optional::isPresent, last -> readNewer(last.orElseThrow(), end, listener));
    }

    /** Returns the last id of a full page. */
    private Future<Optional<UUID>> readNewer(UUID after, UUID end, Listener listener) {
        return database.read(client -> NamedStatement.query(client, NEWER)
                        .mapTo(Found::from)
                        .execute(Map.of("after_id", after, "end_id", end, "rows", MAX_ROWS)))
                .map(Rows::list)
                .compose(messages -> listener.found(messages, List.of())
                        .map(done -> messages.size() < MAX_ROWS
                                ? Optional.empty()
                                : Optional.of(messages.get(MAX_ROWS - 1).id())));
    }

    /** After which id to read: that of the newest imported message, or the first possible one of a little before this time. */
    private static UUID startAfter(UUID newestImported, Instant time) {
        UUID then = firstIdAt(time.minus(CLOCK_DIFFERENCE));
        return newestImported.toString().compareTo(then.toString()) > 0 ? newestImported : then;
    }

    private static UUID firstIdAt(Instant time) {
        return new UUID(time.toEpochMilli() << 16, 0);
    }

    private Future<Checkpoint> readCheckpoint() {
        Instant now = Instant.now();
        return database.write(work -> NamedStatement.update(work.client(), REGISTER_CLUSTER)
                        .execute(Map.of("end_id", firstIdAt(now.plus(CLOCK_DIFFERENCE)))))
                .compose(registered ->
                        database.read(client -> client.query(CHECKPOINT).execute()))
                .map(rows -> {
                    Row row = rows.iterator().next();
                    return new Checkpoint(
                            row.getString("next_from"),
                            row.getString("server"),
                            Objects.requireNonNullElse(row.getUUID("last_carried_message"), Ids.NIL),
                            now);
                });
    }

    private static List<Found> ofKind(List<Row> rows, String kind) {
        return rows.stream()
                .filter(row -> kind.equals(row.getString("kind")))
                .map(Found::from)
                .toList();
    }

    interface Listener {
        /** @param accounts users whose rights may have changed */
        Future<Void> found(List<Found> messages, List<UUID> accounts);

        /** Any account may have changed without being found. */
        Future<Void> accountsMayHaveChanged();
    }

    /** A message, or a user whose account changed. */
    record Found(UUID id, Optional<UUID> sender, Optional<UUID> receiver, String tx) {
        private static Found from(Row row) {
            return new Found(
                    row.getUUID("id"),
                    Optional.ofNullable(row.getUUID("sender_id")),
                    Optional.ofNullable(row.getUUID("receiver_id")),
                    row.getString("tx"));
        }

        private Position position() {
            return new Position(tx, id);
        }
    }

    /**
     * From where the next check continues.
     *
     * @param tx the oldest transaction that was still running
     * @param server which run of which server that was
     * @param newestImported the newest message that came from another cluster, by a dump or an upgrade: its transaction id says nothing
     *     here
     * @param time when the check began
     */
    private record Checkpoint(String tx, String server, UUID newestImported, Instant time) {}

    /**
     * How far a check has come.
     *
     * @param after where its next page begins
     * @param nextFrom where the next check continues
     */
    private record Progress(Position after, String nextFrom, String server, boolean hasMore) {}

    private record Position(String tx, UUID id) implements Comparable<Position> {
        @Override
        public int compareTo(Position other) {
            int byTx = Long.compareUnsigned(Long.parseUnsignedLong(tx), Long.parseUnsignedLong(other.tx));
            return byTx != 0 ? byTx : id.toString().compareTo(other.id.toString());
        }
    }
}
