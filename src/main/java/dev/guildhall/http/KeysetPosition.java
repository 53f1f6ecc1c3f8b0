package dev.guildhall.http;

import java.time.OffsetDateTime;
import java.util.UUID;

/**
 * A place in an ordered list: right after the row with this sort key and id.
 *
 * @param key the sort key as PostgreSQL reads it back: a time, a price, a number
 */
public record KeysetPosition(String key, UUID id) {
    /** Before everything in a list that begins with the newest. */
    public static final KeysetPosition NEWEST = new KeysetPosition("infinity", new UUID(-1, -1));

    public static KeysetPosition at(OffsetDateTime time, UUID id) {
        return new KeysetPosition(Json.time(time), id);
    }
}
