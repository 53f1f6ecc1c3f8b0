package dev.guildhall.order;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.guildhall.db.Columns;
import io.vertx.sqlclient.Row;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One event in the history of an order.
 *
 * @param n number of the event within the order, from 1
 * @param from null for the action {@code place}
 * @param actorId null if the system acted
 */
record OrderEvent(
        @JsonIgnore int n,
        @Nullable OrderStatus from,
        OrderStatus to,
        OrderAction action,
        @Nullable UUID actorId,
        Role actorRole,
        @Nullable String note,
        OffsetDateTime createdAt) {

    /** From the order_events table as {@code e}. */
    static final Columns COLUMNS = Columns.of("e.n", "e.actor_id", "e.created_at as event_at")
            .withText("e.from_status", "e.to_status", "e.action", "e.actor_role", "e.note");

    static OrderEvent from(Row row) {
        String from = row.getString("from_status");
        return new OrderEvent(
                row.getInteger("n"),
                from == null ? null : OrderStatus.valueOf(from),
                OrderStatus.valueOf(row.getString("to_status")),
                OrderAction.of(row.getString("action")),
                row.getUUID("actor_id"),
                Role.of(row.getString("actor_role")),
                row.getString("note"),
                row.getOffsetDateTime("event_at"));
    }
}
