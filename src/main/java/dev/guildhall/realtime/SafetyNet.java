package dev.guildhall.realtime;

import dev.guildhall.db.Database;
import dev.guildhall.db.NamedStatement;
import dev.guildhall.db.Rows;
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

/**
 * Finds what the event bus lost: everything committed since the last look, told by transaction ids and so by no clock. What was
 * still uncommitted at one look is found by the next, since that begins with the oldest transaction then running.
 *
 * <p>After a crash or a failover of PostgreSQL transaction ids may be used again. So once the server is not the one of the last look,
 * everything is handed on that is younger than that look, whatever its transaction id.
 */
final class SafetyNet {
    /** Of one page; should all of them be lost and of the longest, they are 16 MB while they are pushed. */
    private static final int MAX_ROWS = 1_000;

    private static final UUID NIL = new UUID(0, 0);
    private static final Place BEGINNING = new Place("0", NIL);
    /** How far the clocks of nodes, which make the ids of messages, may differ. */
    private static final Duration CLOCK_DIFFERENCE = Duration.ofMinutes(1);

    /**
     * Tells one life of one server from another: only within it do transaction ids never go back. A crash or a failover may take
     * some back, since an id counts as used only once a transaction that used it is on the disk.
     */
    private static final String SERVER = """
            pg_postmaster_start_time()::text || case
              when pg_is_in_recovery() then ' standby' else ' timeline ' || left(pg_walfile_name(pg_current_wal_lsn()), 8) end
            """;

    private static final String REGISTER_CLUSTER = """
            insert into database_clusters (system_identifier, last_carried_message)
            select system_identifier, coalesce(
              (select id from messages order by id desc limit 1), '00000000-0000-0000-0000-000000000000')
            from pg_control_system()
            on conflict (system_identifier) do nothing
            """;

    private static final String POSITION = """
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

    private final Database database;
    private @Nullable Position position;

    SafetyNet(Database database) {
        this.database = database;
    }

    /** What is written from now on will be found by {@link #look}. */
    Future<Void> begin() {
        return currentPosition().onSuccess(current -> position = current).mapEmpty();
    }

    /** Hands on, page by page, what was committed since the last look; some of it may have been handed on before. */
    Future<Void> look(Listener listener) {
        Position since = position;
        if (since == null) {
            return begin();
        }
        Instant now = Instant.now();
        return page(since, BEGINNING, listener)
                .compose(seen -> seen.server().equals(since.server())
                        ? Future.succeededFuture(
                                new Position(seen.nextFrom(), since.server(), since.lastCarriedMessage(), now))
                        : startOver(since, listener))
                .onSuccess(next -> position = next)
                .mapEmpty();
    }

    private Future<Seen> page(Position since, Place after, Listener listener) {
        return database.read(client -> NamedStatement.query(client, SINCE)
                        .mapTo(row -> row)
                        .execute(Map.of(
                                "from", since.tx(),
                                "after_tx", after.tx(),
                                "after_id", after.id(),
                                "last_carried_message", since.lastCarriedMessage(),
                                "rows", MAX_ROWS)))
                .map(Rows::list)
                .compose(rows -> {
                    Seen seen = new Seen(
                            rows.get(0).getString("next_from"), rows.get(0).getString("server"));
                    if (!seen.server().equals(since.server())) {
                        return Future.succeededFuture(seen);
                    }
                    List<Found> messages = found(rows, "message");
                    List<Found> accounts = found(rows, "account");
                    return listener.found(
                                    messages, accounts.stream().map(Found::id).toList())
                            .compose(done -> Stream.of(messages, accounts)
                                    .filter(some -> some.size() == MAX_ROWS)
                                    .map(some -> some.get(MAX_ROWS - 1).place())
                                    .min(Comparator.naturalOrder())
                                    .map(place -> page(since, place, listener)
                                            .map(later -> new Seen(seen.nextFrom(), later.server())))
                                    .orElseGet(() -> Future.succeededFuture(seen)));
                });
    }

    private Future<Position> startOver(Position since, Listener listener) {
        return currentPosition()
                .compose(current -> younger(youngest(current.lastCarriedMessage(), since.time()), listener)
                        .compose(done -> listener.serverChanged())
                        .map(current));
    }

    private Future<Void> younger(UUID after, Listener listener) {
        return database.read(client -> NamedStatement.query(client, YOUNGER)
                        .mapTo(Found::from)
                        .execute(Map.of("after_id", after, "rows", MAX_ROWS)))
                .map(Rows::list)
                .compose(messages -> listener.found(messages, List.of())
                        .compose(done -> messages.size() < MAX_ROWS
                                ? Future.succeededFuture()
                                : younger(messages.get(MAX_ROWS - 1).id(), listener)));
    }

    /** After which id to read: that of the last message carried over, or of whichever was made a little before this time. */
    private static UUID youngest(UUID lastCarried, Instant time) {
        UUID then = new UUID(time.minus(CLOCK_DIFFERENCE).toEpochMilli() << 16, 0);
        return lastCarried.toString().compareTo(then.toString()) > 0 ? lastCarried : then;
    }

    private Future<Position> currentPosition() {
        Instant now = Instant.now();
        return database.write(work -> work.client().query(REGISTER_CLUSTER).execute())
                .compose(registered ->
                        database.read(client -> client.query(POSITION).execute()))
                .map(rows -> {
                    Row row = rows.iterator().next();
                    return new Position(
                            row.getString("next_from"),
                            row.getString("server"),
                            Objects.requireNonNullElse(row.getUUID("last_carried_message"), NIL),
                            now);
                });
    }

    private static List<Found> found(List<Row> rows, String kind) {
        return rows.stream()
                .filter(row -> kind.equals(row.getString("kind")))
                .map(Found::from)
                .toList();
    }

    interface Listener {
        /** @param accounts people whose right to be here may have changed */
        Future<Void> found(List<Found> messages, List<UUID> accounts);

        /** Any account may have changed unnoticed. */
        Future<Void> serverChanged();
    }

    /** A message, or a person whose account changed. */
    record Found(UUID id, Optional<UUID> sender, Optional<UUID> receiver, String tx) {
        private static Found from(Row row) {
            return new Found(
                    row.getUUID("id"),
                    Optional.ofNullable(row.getUUID("sender_id")),
                    Optional.ofNullable(row.getUUID("receiver_id")),
                    row.getString("tx"));
        }

        private Place place() {
            return new Place(tx, id);
        }
    }

    /**
     * From where the next look goes on.
     *
     * @param tx the oldest transaction that was still running
     * @param server which life of which server that was
     * @param time when the look began
     */
    private record Position(String tx, String server, UUID lastCarriedMessage, Instant time) {}

    private record Seen(String nextFrom, String server) {}

    private record Place(String tx, UUID id) implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            int byTx = Long.compareUnsigned(Long.parseUnsignedLong(tx), Long.parseUnsignedLong(other.tx));
            return byTx != 0 ? byTx : id.toString().compareTo(other.id.toString());
        }
    }
}
