package dev.guildhall.db;

import java.time.OffsetDateTime;
import java.util.UUID;

/**
 * A place in a list: right after the row with this sort key and id.
 *
 * @param key the sort key as PostgreSQL reads it back: a time, a price, a number
 */
public record KeysetPosition(String key, UUID id) {
    /** Before all rows of a list that begins with the newest. */
    public static final KeysetPosition NEWEST = new KeysetPosition("infinity", new UUID(-1, -1));

    private static final UUID NO_ID = new UUID(0, 0);

    public static KeysetPosition at(OffsetDateTime time, UUID id) {
        return new KeysetPosition(time.toString(), id);
    }

    /** In a list whose order is that of one unique number. */
    public static KeysetPosition at(long number) {
        return new KeysetPosition(String.valueOf(number), NO_ID);
    }
}
