package dev.guildhall.user;

import dev.guildhall.db.Columns;
import dev.guildhall.db.KeysetPosition;
import io.vertx.sqlclient.Row;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A user in the list for admins. */
record ListedUser(
        UUID id,
        String email,
        boolean emailVerified,
        String fullName,
        boolean isAdmin,
        boolean isActive,
        @Nullable String deactivationReason,
        OffsetDateTime createdAt) {

    /** From the users table as {@code u}. */
    static final Columns COLUMNS = Columns.of("u.id", "u.email_verified", "u.is_admin", "u.is_active", "u.created_at")
            .withText("u.email", "u.full_name", "u.deactivation_reason");

    static ListedUser from(Row row) {
        return new ListedUser(
                row.getUUID("id"),
                row.getString("email"),
                row.getBoolean("email_verified"),
                row.getString("full_name"),
                row.getBoolean("is_admin"),
                row.getBoolean("is_active"),
                row.getString("deactivation_reason"),
                row.getOffsetDateTime("created_at"));
    }

    KeysetPosition position() {
        return KeysetPosition.at(createdAt, id);
    }
}
