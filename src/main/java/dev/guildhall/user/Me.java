package dev.guildhall.user;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.guildhall.db.Columns;
import io.vertx.sqlclient.Row;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** A user's own data, as the user and the frontend's server may see it. */
record Me(
        @JsonUnwrapped Profile profile,
        String email,
        boolean emailVerified,
        @Nullable String paymentInstructions,
        boolean isAdmin,
        boolean isActive,
        long unreadTotal,
        int version,
        OffsetDateTime updatedAt) {

    /** From the users table as {@code u}. */
    static final Columns COLUMNS = Profile.COLUMNS
            .with(Columns.of(
                    "u.email_verified",
                    "u.version",
                    "u.is_admin",
                    "u.is_active",
                    "u.updated_at",
                    UnreadTotal.of("u.id") + " as unread_total"))
            .withText("u.email", "u.payment_instructions");

    static Me from(Row row) {
        return new Me(
                Profile.from(row),
                row.getString("email"),
                row.getBoolean("email_verified"),
                row.getString("payment_instructions"),
                row.getBoolean("is_admin"),
                row.getBoolean("is_active"),
                row.getLong("unread_total"),
                row.getInteger("version"),
                row.getOffsetDateTime("updated_at"));
    }
}
