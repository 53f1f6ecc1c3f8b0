package dev.guildhall.user;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.guildhall.db.Columns;
import io.vertx.sqlclient.Row;

/** A profile as an admin sees it. */
record ModeratedProfile(@JsonUnwrapped Profile profile, boolean isActive) {
    /** From the users table as {@code u}. */
    static final Columns COLUMNS = Profile.COLUMNS.with(Columns.of("u.is_active"));

    static ModeratedProfile from(Row row) {
        return new ModeratedProfile(Profile.from(row), row.getBoolean("is_active"));
    }
}
