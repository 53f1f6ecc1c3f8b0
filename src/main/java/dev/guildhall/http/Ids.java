package dev.guildhall.http;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import dev.guildhall.failure.Failure;
import dev.guildhall.failure.FieldCode;
import dev.guildhall.failure.FieldError;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
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

    /** @throws Failure.Malformed if this segment of the path is no UUID */
    static UUID parse(RoutingContext context, String segment) {
        return parse(context.pathParam(segment)).orElseThrow(() -> {
            String detail = "The path holds something other than a UUID where an id belongs.";
            return new Failure.Malformed(
                    "malformed_id", detail, List.of(FieldError.parameter(segment, FieldCode.INVALID_FORMAT, detail)));
        });
    }
}
