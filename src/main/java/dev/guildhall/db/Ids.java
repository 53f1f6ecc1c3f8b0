package dev.guildhall.db;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import java.util.Optional;
import java.util.UUID;

/** Creates ids and parses them strictly: {@code UUID.fromString} would also accept {@code "1-1-1-1-1"}. */
public final class Ids {
    /** No row has this id, and in PostgreSQL every other id is greater. */
    public static final UUID NIL = new UUID(0, 0);

    private static final NoArgGenerator NEXT = Generators.timeBasedEpochRandomGenerator();

    private Ids() {}

    /** A new UUID of version 7 (RFC 9562): it begins with the time, so that new rows are next to each other in the index. */
    public static UUID next() {
        return NEXT.generate();
    }

    public static Optional<UUID> parse(String text) {
        try {
            UUID id = UUID.fromString(text);
            return id.toString().equalsIgnoreCase(text) ? Optional.of(id) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
