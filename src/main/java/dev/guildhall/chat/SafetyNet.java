package dev.guildhall.chat;

import dev.guildhall.db.Database;
import dev.guildhall.db.Rows;
import dev.guildhall.db.Statement;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds what the event bus lost: everything committed since the last look, told by transaction ids and so by no clock. What was
 * still uncommitted at one look is found by the next, since that begins with the oldest transaction then running.
 */
final class SafetyNet {
    private static final int ROWS_AT_ONCE = 1_000;
    private static final Place BEGINNING = new Place("0", new UUID(0, 0));

    private final Database database;
    private @Nullable String from;

    SafetyNet(Database database) {
        this.database = database;
    }

    /** What is written from now on will be found by {@link #look}. */
    Future<Void> begin() {
        return database.read(client -> client.query(ChatSql.NOW).execute())
                .onSuccess(rows -> from = rows.iterator().next().getString("next_from"))
                .mapEmpty();
    }

    /** Hands on, page by page, what was committed since the last look; some of it may have been handed on before. */
    Future<Void> look(Listener listener) {
        String since = from;
        if (since == null) {
            return begin();
        }
        return page(since, BEGINNING, listener).onSuccess(next -> from = next).mapEmpty();
    }

    private Future<String> page(String since, Place after, Listener listener) {
        return database.read(client -> Statement.query(client, ChatSql.SINCE)
                        .mapTo(row -> row)
                        .execute(Map.of(
                                "from", since, "after_tx", after.tx(), "after_id", after.id(), "rows", ROWS_AT_ONCE)))
                .map(Rows::list)
                .compose(rows -> {
                    List<Found> messages = found(rows, "message");
                    List<Found> standings = found(rows, "standing");
                    String next = rows.get(0).getString("next_from");
                    return listener.found(
                                    messages, standings.stream().map(Found::id).toList())
                            .compose(done -> Stream.of(messages, standings)
                                    .filter(some -> some.size() == ROWS_AT_ONCE)
                                    .map(some -> some.get(ROWS_AT_ONCE - 1).place())
                                    .min(Comparator.naturalOrder())
                                    .map(place -> page(since, place, listener).map(next))
                                    .orElseGet(() -> Future.succeededFuture(next)));
                });
    }

    private static List<Found> found(List<Row> rows, String kind) {
        return rows.stream()
                .filter(row -> kind.equals(row.getString("kind")))
                .map(row -> new Found(
                        row.getUUID("id"),
                        Optional.ofNullable(row.getUUID("sender_id")),
                        Optional.ofNullable(row.getUUID("receiver_id")),
                        row.getString("tx")))
                .collect(Collectors.toList());
    }

    interface Listener {
        Future<Void> found(List<Found> messages, List<UUID> standings);
    }

    /** A message, or a person whose standing changed. */
    record Found(UUID id, Optional<UUID> sender, Optional<UUID> receiver, String tx) {
        Place place() {
            return new Place(tx, id);
        }
    }

    private record Place(String tx, UUID id) implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            int byTx = Long.compareUnsigned(Long.parseUnsignedLong(tx), Long.parseUnsignedLong(other.tx));
            return byTx != 0 ? byTx : id.toString().compareTo(other.id.toString());
        }
    }
}
