package dev.guildhall.auth;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.guildhall.failure.Failure;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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

    /** Other fields of the header are ignored. */
    static Header header(byte[] header) throws IOException {
        String algorithm = null;
        String keyId = null;
        String type = null;
        try (JsonParser json = STRICT.createParser(header)) {
            requireStart(json);
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                json.nextToken();
                switch (name) {
                    case "alg" -> algorithm = textOrNull(json);
                    case "kid" -> keyId = textOrNull(json);
                    case "typ" -> type = textOrNull(json);
                    // A few bytes can decompress to megabytes, and no client compresses tokens.
                    case "crit", "zip" ->
                        throw TokenFailures.invalid("its header demands extensions, and Guildhall knows none");
                    default -> {}
                }
                json.skipChildren();
            }
            requireEnd(json);
        }
        return new Header(algorithm == null ? "" : algorithm, keyId, type);
    }

    static Payload payload(byte[] payload) throws IOException {
        String subject = null;
        String issuer = null;
        List<String> audience = List.of();
        Instant expiresAt = null;
        Instant notBefore = null;
        Instant issuedAt = null;
        Instant authenticatedAt = null;
        try (JsonParser json = STRICT.createParser(payload)) {
            requireStart(json);
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                json.nextToken();
                switch (name) {
                    case "sub" -> subject = text(name, json);
                    case "iss" -> issuer = text(name, json);
                    case "aud" -> audience = texts(json);
                    case "exp" -> expiresAt = instant(name, json);
                    case "nbf" -> notBefore = instant(name, json);
                    case "iat" -> issuedAt = instant(name, json);
                    case "auth_time" -> authenticatedAt = instant(name, json);
                    default -> json.skipChildren();
                }
            }
            requireEnd(json);
        }
        if (subject == null || expiresAt == null) {
            throw TokenFailures.invalid("it has no " + (subject == null ? "sub" : "exp"));
        }
        return new Payload(subject, issuer, audience, expiresAt, notBefore, issuedAt, authenticatedAt);
    }

    private static @Nullable String textOrNull(JsonParser json) throws IOException {
        return json.currentToken() == JsonToken.VALUE_STRING ? json.getText() : null;
    }

    private static String text(String claim, JsonParser json) throws IOException {
        if (json.currentToken() != JsonToken.VALUE_STRING) {
            throw TokenFailures.invalid("its " + claim + " is not a text");
        }
        String text = json.getText();
        // The database could not compare these, or would take them for another character.
        if (text.codePoints().anyMatch(c -> c == 0 || Character.getType(c) == Character.SURROGATE)) {
            throw TokenFailures.invalid("its " + claim + " has a NUL or half a surrogate pair");
        }
        return text;
    }

    /** One text or an array of them (RFC 7519, section 4.1.3); other elements are ignored. */
    private static List<String> texts(JsonParser json) throws IOException {
        List<String> texts = new ArrayList<>();
        if (json.currentToken() == JsonToken.START_ARRAY) {
            while (json.nextToken() != JsonToken.END_ARRAY) {
                if (json.currentToken() == JsonToken.VALUE_STRING) {
                    texts.add(json.getText());
                }
                json.skipChildren();
            }
        } else if (json.currentToken() == JsonToken.VALUE_STRING) {
            texts.add(json.getText());
        } else {
            json.skipChildren();
        }
        return texts;
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

    /**
     * @param algorithm empty if there is none
     * @param type {@code typ}
     */
    record Header(
            String algorithm,
            @Nullable String keyId,
            @Nullable String type) {}
}
