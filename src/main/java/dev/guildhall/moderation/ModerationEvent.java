package dev.guildhall.moderation;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.guildhall.db.Columns;
import dev.guildhall.db.KeysetPosition;
import dev.guildhall.user.UserSummary;
import io.vertx.sqlclient.Row;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One action of moderation; the JSON has no summary of the actor, no user, no gig and no reason if there is none.
 *
 * @param actorId null: the setting {@code ADMIN_EMAILS} caused it
 */
record ModerationEvent(
        UUID id,
        OffsetDateTime createdAt,
        @Nullable UUID actorId,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable UserSummary actor,
        String action,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable UUID userId,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable UserSummary user,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable UUID gigId,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String gigTitle,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String reason) {

    static final Columns COLUMNS = Columns.of("e.id", "e.created_at", "e.gig_id")
            .withText("e.action", "e.reason", "g.title as gig_title")
            .with(UserSummary.columns("actor"))
            .with(UserSummary.columns("moderated"));

    static ModerationEvent from(Row row) {
        UUID actor = row.getUUID("actor_id");
        UUID user = row.getUUID("moderated_id");
        return new ModerationEvent(
                row.getUUID("id"),
                row.getOffsetDateTime("created_at"),
                actor,
                actor == null ? null : UserSummary.from(row, "actor"),
                row.getString("action"),
                user,
                user == null ? null : UserSummary.from(row, "moderated"),
                row.getUUID("gig_id"),
                row.getString("gig_title"),
                row.getString("reason"));
    }

    KeysetPosition position() {
        return KeysetPosition.at(createdAt, id);
    }
}
