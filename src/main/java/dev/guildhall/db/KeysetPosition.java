package dev.guildhall.db;

import java.time.OffsetDateTime;
import java.util.UUID;

/**
 * A position in a list: directly after the row with this sort key and id.
 *
 * @param key the sort key as text that PostgreSQL can parse: a time, a price or a number
 */
public record KeysetPosition(String key, UUID id) {
    /** The position before all rows of a list that begins with the newest row. */
    public static final KeysetPosition NEWEST = new KeysetPosition("infinity", new UUID(-1, -1));

    /** The position before all rows of a list that begins with the oldest row. */
    public static final KeysetPosition OLDEST = new KeysetPosition("-infinity", Ids.NIL);

    public static KeysetPosition at(OffsetDateTime time, UUID id) {
        return new KeysetPosition(time.toString(), id);
    }

    /** In a list that is ordered by a unique number. */
    public static KeysetPosition at(long number) {
        return new KeysetPosition(String.valueOf(number), Ids.NIL);
    }
}
