package dev.guildhall.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.guildhall.db.Ids;
import dev.guildhall.failure.FieldCode;
import dev.guildhall.failure.FieldError;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads single JSON values as what they should be; null where they are not, which has then been reported. */
final class JsonValues {
    private static final int MAX_URL = 2_000;
    private static final String HOST =
            "(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\\[[0-9A-Fa-f:.]+\\])(?::\\d{1,5})?";
    private static final String PLAIN =
            "[^\\u0000-\\u0020\"<>\\[\\\\\\]^`{|}%\\u007F-\\u00A0\\u1680\\u2000-\\u200F\\u2028-\\u202F\\u205F\\u3000\\uFEFF]*";

    /**
     * Stricter than {@code java.net.URI} here and laxer there, and just what the contract says to all languages. Possessive,
     * since Java repeats any other group by recursion.
     */
    private static final Pattern URL =
            Pattern.compile("([A-Za-z]+)://" + HOST + "(?:[/?#]" + PLAIN + "(?:%[0-9A-Fa-f]{2}" + PLAIN + ")*+)?");

    private JsonValues() {}

    /** Text stripped of surrounding white space. */
    static @Nullable String text(JsonNode node, FieldError at, int shortest, int longest, Consumer<FieldError> errors) {
        if (!node.isTextual()) {
            errors.accept(at.with(FieldCode.WRONG_TYPE, "Must be a string."));
            return null;
        }
        return TextRules.check(node.asText(), shortest, longest, at, errors);
    }

    /** Text taken to the letter. */
    static @Nullable String verbatim(
            JsonNode node, FieldError at, int shortest, int longest, Consumer<FieldError> errors) {
        String text = node.isTextual() ? node.asText() : null;
        int length = text == null ? 0 : text.codePointCount(0, text.length());
        if (text == null) {
            errors.accept(at.with(FieldCode.WRONG_TYPE, "Must be a string."));
        } else if (!TextRules.isStorable(text)) {
            errors.accept(at.with(FieldCode.INVALID_CHARACTER, "A NUL or half a surrogate pair is not a character."));
        } else if (length < shortest) {
            errors.accept(at.with(FieldCode.TOO_SHORT, "At least " + shortest + " characters."));
        } else if (length > longest) {
            errors.accept(at.with(FieldCode.TOO_LONG, "At most " + longest + " characters."));
        } else {
            return text;
        }
        return null;
    }

    static @Nullable Long wholeNumber(
            JsonNode node, FieldError at, long least, long most, Consumer<FieldError> errors) {
        if (!node.isNumber()) {
            errors.accept(at.with(FieldCode.WRONG_TYPE, "Must be a whole number."));
            return null;
        }
        BigDecimal number = node.decimalValue();
        // Compared before it is written out: 1e999999999 has many zeros.
        if (number.compareTo(BigDecimal.valueOf(least)) < 0) {
            errors.accept(at.with(FieldCode.TOO_SMALL, "At least " + least + "."));
        } else if (number.compareTo(BigDecimal.valueOf(most)) > 0) {
            errors.accept(at.with(FieldCode.TOO_LARGE, "At most " + most + "."));
        } else if (number.stripTrailingZeros().scale() > 0) {
            errors.accept(at.with(FieldCode.WRONG_TYPE, "Must be a whole number."));
        } else {
            return number.longValueExact();
        }
        return null;
    }

    static @Nullable UUID id(JsonNode node, FieldError at, Consumer<FieldError> errors) {
        if (!node.isTextual()) {
            errors.accept(at.with(FieldCode.WRONG_TYPE, "Must be a UUID as a string."));
            return null;
        }
        UUID id = Ids.parse(node.asText()).orElse(null);
        if (id == null) {
            errors.accept(at.with(FieldCode.INVALID_FORMAT, "Must be a UUID."));
        }
        return id;
    }

    static @Nullable Boolean bool(JsonNode node, FieldError at, Consumer<FieldError> errors) {
        if (!node.isBoolean()) {
            errors.accept(at.with(FieldCode.WRONG_TYPE, "Must be true or false."));
            return null;
        }
        return node.asBoolean();
    }

    /** An absolute URL of one of the schemes, which are spelled in lower case. */
    static @Nullable String url(JsonNode node, FieldError at, Set<String> schemes, Consumer<FieldError> errors) {
        String text = text(node, at, 1, MAX_URL, errors);
        if (text == null) {
            return null;
        }
        Matcher url = URL.matcher(text);
        String scheme = url.matches() ? url.group(1).toLowerCase(Locale.ROOT) : "";
        if (schemes.contains(scheme)) {
            return scheme + text.substring(scheme.length());
        }
        String wanted = String.join(":// or ", new TreeSet<>(schemes));
        errors.accept(at.with(FieldCode.INVALID_FORMAT, "Must be a URL that begins with " + wanted + "://."));
        return null;
    }
}
