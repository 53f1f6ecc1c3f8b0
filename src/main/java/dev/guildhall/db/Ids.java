package dev.guildhall.db;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** Creates ids and parses them strictly: {@code UUID.fromString} would also accept {@code "1-1-1-1-1"}. */
public final class Ids {
    private static final Pattern CANONICAL =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    private static final NoArgGenerator NEXT = Generators.timeBasedEpochRandomGenerator();

    private Ids() {}

    /** A new UUID of version 7 (RFC 9562): it begins with the time, so that new rows are next to each other in the index. */
    public static UUID next() {
        return NEXT.generate();
    }

    public static Optional<UUID> parse(String text) {
        return CANONICAL.matcher(text).matches() ? Optional.of(UUID.fromString(text)) : Optional.empty();
    }
}
