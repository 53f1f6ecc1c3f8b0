package dev.guildhall.user;

import dev.guildhall.db.Columns;
import io.vertx.sqlclient.Row;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The public data of a user.
 *
 * @param ratingAvg 1.00 to 5.00 with two decimals; null before the first review
 * @param completedOrders as client and as freelancer together
 * @param overdueRefunds how many refunds they owe for longer than they had time for
 */
record Profile(
        UUID id,
        String fullName,
        @Nullable String bio,
        @Nullable String avatarUrl,
        @Nullable BigDecimal ratingAvg,
        int ratingCount,
        int completedOrders,
        long overdueRefunds,
        OffsetDateTime createdAt) {

    /** From the users table as {@code u}. */
    static final Columns COLUMNS = Columns.of(
                    "u.id",
                    "u.rating_sum",
                    "u.rating_count",
                    "u.completed_orders",
                    "u.created_at",
                    "case when u.refund_due_at > now() then 0 else overdue_refunds(u.id) end as overdue_refunds")
            .withText("u.full_name", "u.bio", "u.avatar_url");

    static Profile from(Row row) {
        return new Profile(
                row.getUUID("id"),
                row.getString("full_name"),
                row.getString("bio"),
                row.getString("avatar_url"),
                UserSummary.average(row.getLong("rating_sum"), row.getInteger("rating_count")),
                row.getInteger("rating_count"),
                row.getInteger("completed_orders"),
                row.getLong("overdue_refunds"),
                row.getOffsetDateTime("created_at"));
    }
}
