package dev.guildhall.user;

import dev.guildhall.failure.Failure;
import io.vertx.sqlclient.Row;
import java.util.Optional;
import java.util.UUID;

/** The stored hash with which a password is compared. */
record Credentials(UUID id, boolean isActive, Optional<String> hash) {

    static Credentials from(Row row) {
        return new Credentials(
                row.getUUID("id"), row.getBoolean("is_active"), Optional.ofNullable(row.getString("hashed_password")));
    }

    static Failure invalid() {
        return new Failure.Unauthenticated("credentials_invalid", "The email or the password is wrong.");
    }

    @Override
    public String toString() {
        return "credentials of " + id;
    }
}
