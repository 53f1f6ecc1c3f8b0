package dev.guildhall.moderation;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.guildhall.db.Columns;
import dev.guildhall.db.KeysetPosition;
import io.vertx.sqlclient.Row;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One action of moderation; the JSON has no user, gig or reason if there is none.
 *
 * @param actorId null: the setting {@code ADMIN_EMAILS} caused it
 */
record ModerationEvent(
        UUID id,
        OffsetDateTime createdAt,
        @Nullable UUID actorId,
        String action,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable UUID userId,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable UUID gigId,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String reason) {

    static final Columns COLUMNS = Columns.of("e.id", "e.created_at", "e.actor_id", "e.user_id", "e.gig_id")
            .withText("e.action", "e.reason");

    static ModerationEvent from(Row row) {
        return new ModerationEvent(
                row.getUUID("id"),
                row.getOffsetDateTime("created_at"),
                row.getUUID("actor_id"),
                row.getString("action"),
                row.getUUID("user_id"),
                row.getUUID("gig_id"),
                row.getString("reason"));
    }

    KeysetPosition position() {
        return KeysetPosition.at(createdAt, id);
    }
}
