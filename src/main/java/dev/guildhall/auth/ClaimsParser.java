package dev.guildhall.auth;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.guildhall.db.Ids;
import dev.guildhall.failure.Failure;
import java.io.IOException;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Parses the JSON objects of a token, more strictly than the JWT library does. Throws {@link Failure.Unauthenticated} if a
 * rule is broken, and {@link IOException} if the text is not JSON.
 */
final class ClaimsParser {
    /** With duplicate keys, one parser uses the first and another the last, so RFC 8725 wants them rejected. */
    private static final JsonFactory STRICT = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    /** The end of the year 9999: larger numbers are milliseconds instead of seconds, or an attempt to overflow. */
    private static final double MAX_SECOND = 253_402_300_799.0;

    private ClaimsParser() {}

    /** All other fields of the header, {@code kid} and {@code typ} included, are ignored. */
    static void requireHs256(byte[] header) throws IOException {
        boolean isHs256 = false;
        try (JsonParser json = STRICT.createParser(header)) {
            requireStart(json);
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                boolean isText = json.nextToken() == JsonToken.VALUE_STRING;
                // A few bytes can decompress to megabytes, and no client compresses tokens.
                if (name.equals("crit") || name.equals("zip")) {
                    throw TokenFailures.invalid("its header demands extensions, and Guildhall knows none");
                }
                isHs256 |= name.equals("alg") && isText && json.getText().equals("HS256");
                json.skipChildren();
            }
            requireEnd(json);
        }
        if (!isHs256) {
            throw TokenFailures.invalid("its header does not name the algorithm HS256");
        }
    }

    static Payload payload(byte[] payload) throws IOException {
        UUID subject = null;
        Instant expiresAt = null;
        Instant notBefore = null;
        Instant issuedAt = null;
        try (JsonParser json = STRICT.createParser(payload)) {
            requireStart(json);
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                json.nextToken();
                switch (name) {
                    case "sub" -> subject = uuid(json);
                    case "exp" -> expiresAt = instant(name, json);
                    case "nbf" -> notBefore = instant(name, json);
                    case "iat" -> issuedAt = instant(name, json);
                    default -> json.skipChildren();
                }
            }
            requireEnd(json);
        }
        if (subject == null || expiresAt == null) {
            throw TokenFailures.invalid("it has no " + (subject == null ? "sub" : "exp"));
        }
        return new Payload(new Claims(subject, issuedAt, expiresAt), notBefore);
    }

    private static UUID uuid(JsonParser json) throws IOException {
        String text = json.currentToken() == JsonToken.VALUE_STRING ? json.getText() : "";
        return Ids.parse(text).orElseThrow(() -> TokenFailures.invalid("its sub is not the UUID of a user"));
    }

    private static Instant instant(String claim, JsonParser json) throws IOException {
        double seconds = json.currentToken().isNumeric() ? json.getDoubleValue() : Double.NaN;
        if (seconds >= 0 && seconds <= MAX_SECOND) {
            return Instant.ofEpochSecond((long) seconds);
        }
        throw TokenFailures.invalid("its " + claim + " is not a number of seconds since 1970");
    }

    private static void requireStart(JsonParser json) throws IOException {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            throw TokenFailures.invalid("its segments are not JSON objects");
        }
    }

    private static void requireEnd(JsonParser json) throws IOException {
        if (json.nextToken() != null) {
            throw TokenFailures.invalid("something follows the JSON object of a segment");
        }
    }

    /** The claims of a token whose signature and times have not been checked yet. */
    record Payload(Claims claims, @Nullable Instant notBefore) {

        Claims claimsValidAt(Instant now) {
            if (!now.isBefore(claims.usableUntil())) {
                throw TokenFailures.expired();
            }
            if (notBefore != null && notBefore.isAfter(now.plus(Claims.CLOCK_SKEW))) {
                throw TokenFailures.invalid("its nbf lies in the future");
            }
            return claims;
        }
    }
}
