package dev.guildhall.user;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.guildhall.db.Columns;
import dev.guildhall.db.KeysetPosition;
import io.vertx.sqlclient.Row;
import java.time.OffsetDateTime;
import java.util.UUID;

/** A user by name. */
record NamedUser(UUID id, String fullName, @JsonIgnore OffsetDateTime createdAt) {

    /** From the users table as {@code u}. */
    static final Columns COLUMNS = Columns.of("u.id", "u.created_at").withText("u.full_name");

    static NamedUser from(Row row) {
        return new NamedUser(row.getUUID("id"), row.getString("full_name"), row.getOffsetDateTime("created_at"));
    }

    KeysetPosition position() {
        return KeysetPosition.at(createdAt, id);
    }
}
