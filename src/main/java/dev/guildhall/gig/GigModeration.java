package dev.guildhall.gig;

import dev.guildhall.auth.Caller;
import io.vertx.sqlclient.Row;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What only its owner and admins see of a gig.
 *
 * @param takenDown null: it is not taken down
 */
record GigModeration(@Nullable TakenDown takenDown) {

    /** Null for everybody else. */
    static @Nullable GigModeration from(Row row, UUID owner, Optional<Caller> viewer) {
        if (viewer.filter(one -> one.isAdmin() || one.id().equals(owner)).isEmpty()) {
            return null;
        }
        OffsetDateTime at = row.getOffsetDateTime("taken_down_at");
        return new GigModeration(at == null ? null : new TakenDown(at, row.getString("taken_down_reason")));
    }

    record TakenDown(OffsetDateTime at, @Nullable String reason) {}
}
