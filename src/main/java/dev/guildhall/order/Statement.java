package dev.guildhall.order;

import dev.guildhall.db.Columns;
import io.vertx.sqlclient.Row;
import java.time.OffsetDateTime;
import java.util.UUID;

/** What a party or an admin says in a dispute. */
record Statement(UUID id, UUID orderId, UUID authorId, Role authorRole, String text, OffsetDateTime createdAt) {
    /** The name of the action that adds one. */
    static final String ACTION = "add-statement";

    static final int MAX_TEXT = 5_000;

    /** From the order_statements table as {@code s}. */
    static final Columns COLUMNS =
            Columns.of("s.id", "s.order_id", "s.author_id", "s.created_at").withText("s.author_role", "s.text");

    static Statement from(Row row) {
        return new Statement(
                row.getUUID("id"),
                row.getUUID("order_id"),
                row.getUUID("author_id"),
                Role.of(row.getString("author_role")),
                row.getString("text"),
                row.getOffsetDateTime("created_at"));
    }
}
