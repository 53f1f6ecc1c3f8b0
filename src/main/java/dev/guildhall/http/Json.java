package dev.guildhall.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import dev.guildhall.failure.Failure;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.regex.Pattern;

/** Reads and writes JSON: snake_case, exact decimals, and times as RFC 3339 UTC with six fraction digits. */
public final class Json {
    private static final int MAX_NESTING = 32;
    /**
     * More than any field takes, since only a number that has been read is refused by the name of its field; but the time
     * that Java takes to read a number grows with the square of its length.
     */
    private static final int MAX_NUMBER_LENGTH = 1_000;

    private static final String TIME = "0000-00-00T00:00:00.000000Z";
    /** RFC 3339 knows no later year. */
    private static final int MAX_YEAR = 9_999;

    private static final String LATEST_TIME = "9999-12-31T23:59:59.999999Z";

    /** Of what Jackson says about a text that is not JSON, in characters; it repeats names, which may be very long. */
    private static final int MAX_EXPLANATION_LENGTH = 200;

    private static final Pattern NOTES_OF_JACKSON = Pattern.compile("(?s)(\\s*\\(|\\R).*");
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_NESTING)
                            .maxNumberLength(MAX_NUMBER_LENGTH)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    // Clients choose the field names, and a cache of thousands of random names costs more than it
                    // saves.
                    .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                    .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
                    // Then an emoji takes 4 bytes, not the 12 bytes of two escapes.
                    .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
                    .build())
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .addModule(new SimpleModule().addSerializer(OffsetDateTime.class, new TimeSerializer()))
            .build();

    /** Writes equal values as equal bytes. */
    private static final JsonMapper CANONICAL = MAPPER.rebuild()
            .enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED, JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private Json() {}

    public static Buffer encode(Object value) {
        try {
            return Buffer.buffer(MAPPER.writeValueAsBytes(value));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Cannot write " + value.getClass().getSimpleName() + " as JSON", e);
        }
    }

    /**
     * @throws Failure.Malformed if the bytes are not one JSON value in UTF-8, or its nesting or its numbers exceed the
     * limits
     */
    public static JsonNode parse(Buffer bytes) {
        return read(bytes, MAPPER::readTree);
    }

    /**
     * The value with sorted names and without zeros at the end of decimals, so that equal values are equal bytes.
     *
     * @throws Failure.Malformed as {@link #parse}
     */
    static byte[] canonical(Buffer bytes) {
        return read(bytes, text -> CANONICAL.writeValueAsBytes(CANONICAL.readTree(text)));
    }

    private static <T> T read(Buffer bytes, JsonReader<T> reader) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes.getBytes()))
                    .toString();
            return reader.read(text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text);
        } catch (CharacterCodingException e) {
            throw new Failure.Malformed("malformed_json", "The body is not valid UTF-8.");
        } catch (JsonProcessingException e) {
            throw new Failure.Malformed("malformed_json", "The body is not valid JSON: " + explain(e));
        } catch (NumberFormatException e) {
            // An exponent of more than ten digits; Jackson throws this exception itself.
            throw new Failure.Malformed("malformed_json", "The body holds a number beyond reason.");
        }
    }

    /** RFC 3339 in UTC with six fraction digits, so that the strings sort in the order of time. */
    public static String time(OffsetDateTime time) {
        OffsetDateTime utc = time.withOffsetSameInstant(ZoneOffset.UTC);
        if (utc.getYear() > MAX_YEAR) {
            return LATEST_TIME;
        }
        // A DateTimeFormatter takes five times as long, and a page has dozens of times.
        byte[] text = TIME.getBytes(StandardCharsets.ISO_8859_1);
        putDigits(text, 4, utc.getYear());
        putDigits(text, 7, utc.getMonthValue());
        putDigits(text, 10, utc.getDayOfMonth());
        putDigits(text, 13, utc.getHour());
        putDigits(text, 16, utc.getMinute());
        putDigits(text, 19, utc.getSecond());
        putDigits(text, 26, utc.getNano() / 1_000);
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    /** Writes a number whose last digit is before this index, over zeros. */
    private static void putDigits(byte[] text, int end, int number) {
        int rest = number;
        for (int i = end - 1; rest > 0; i--, rest /= 10) {
            text[i] += (byte) (rest % 10);
        }
    }

    private static String explain(JsonProcessingException error) {
        String place = error.getLocation() == null
                ? ""
                : " (line " + error.getLocation().getLineNr() + ", column "
                        + error.getLocation().getColumnNr() + ")";
        String message = error.getOriginalMessage();
        // Before the pattern, whose time grows with the square of the blanks.
        String start = message.length() > MAX_EXPLANATION_LENGTH
                ? message.substring(0, MAX_EXPLANATION_LENGTH) + "…"
                : message;
        // What Jackson adds in brackets names its classes and settings.
        return NOTES_OF_JACKSON.matcher(start).replaceFirst("") + place;
    }

    private interface JsonReader<T> {
        T read(String text) throws JsonProcessingException;
    }

    private static final class TimeSerializer extends JsonSerializer<OffsetDateTime> {
        @Override
        public void serialize(OffsetDateTime value, JsonGenerator out, SerializerProvider context) throws IOException {
            out.writeString(time(value));
        }
    }
}
