package dev.guildhall.gig;

import dev.guildhall.auth.Caller;
import io.vertx.sqlclient.Row;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The part of a gig that only its owner and admins see.
 *
 * @param takenDown null: the gig is not taken down
 */
record GigModeration(@Nullable TakenDown takenDown) {

    /** Null if the viewer is neither the owner nor an admin. */
    static @Nullable GigModeration from(Row row, UUID owner, Optional<Caller> viewer) {
        if (viewer.filter(one -> one.isAdmin() || one.id().equals(owner)).isEmpty()) {
            return null;
        }
        OffsetDateTime at = row.getOffsetDateTime("taken_down_at");
        return new GigModeration(at == null ? null : new TakenDown(at, row.getString("taken_down_reason")));
    }

    record TakenDown(OffsetDateTime at, @Nullable String reason) {}
}
