package dev.guildhall.review;

import dev.guildhall.user.UserSummary;
import io.vertx.sqlclient.Row;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A review of one party of an order by the other, as it is stored and as it is sent to clients. */
record Review(
        UUID id,
        UUID orderId,
        UUID reviewerId,
        UserSummary reviewer,
        UUID revieweeId,
        String gigTitle,
        int rating,
        @Nullable String comment,
        OffsetDateTime createdAt) {

    static Review from(Row row) {
        UserSummary reviewer = UserSummary.from(row, "reviewer");
        return new Review(
                row.getUUID("id"),
                row.getUUID("order_id"),
                reviewer.id(),
                reviewer,
                row.getUUID("reviewee_id"),
                row.getString("gig_title"),
                row.getInteger("rating"),
                row.getString("comment"),
                row.getOffsetDateTime("created_at"));
    }
}
