package dev.guildhall.db;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** Makes ids, and reads them strictly: {@code UUID.fromString} alone would also take {@code "1-1-1-1-1"}. */
public final class Ids {
    private static final Pattern CANONICAL =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    private static final NoArgGenerator NEXT = Generators.timeBasedEpochRandomGenerator();

    private Ids() {}

    /** A new id of version 7 (RFC 9562): its leading time keeps neighbours in time neighbours in the index. */
    public static UUID next() {
        return NEXT.generate();
    }

    public static Optional<UUID> parse(String text) {
        return CANONICAL.matcher(text).matches() ? Optional.of(UUID.fromString(text)) : Optional.empty();
    }
}
