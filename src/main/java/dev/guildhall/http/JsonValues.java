package dev.guildhall.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.guildhall.db.Ids;
import dev.guildhall.failure.FieldCode;
import dev.guildhall.failure.FieldError;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads single JSON values of a certain type; returns null if a value is invalid, and reports the error. */
final class JsonValues {
    private static final int MAX_URL_LENGTH = 2_000;

    private JsonValues() {}

    /** Text without surrounding white space, which is removed. */
    static @Nullable String text(
            JsonNode node, FieldError at, int minLength, int maxLength, Consumer<FieldError> errors) {
        String text = string(node, at, errors);
        return text == null ? null : TextRules.check(text, minLength, maxLength, at, errors);
    }

    static @Nullable String line(JsonNode node, FieldError at, int maxLength, Consumer<FieldError> errors) {
        String text = string(node, at, errors);
        return text == null ? null : TextRules.checkLine(text, maxLength, at, errors);
    }

    /** Text exactly as sent. */
    static @Nullable String verbatim(
            JsonNode node, FieldError at, int minLength, int maxLength, Consumer<FieldError> errors) {
        String text = string(node, at, errors);
        return text == null ? null : TextRules.checkVerbatim(text, minLength, maxLength, at, errors);
    }

    private static @Nullable String string(JsonNode node, FieldError at, Consumer<FieldError> errors) {
        if (!node.isTextual()) {
            errors.accept(at.with(FieldCode.WRONG_TYPE, "Must be a string."));
            return null;
        }
        return node.asText();
    }

    static @Nullable Long wholeNumber(JsonNode node, FieldError at, long min, long max, Consumer<FieldError> errors) {
        if (!node.isNumber()) {
            errors.accept(at.with(FieldCode.WRONG_TYPE, "Must be a whole number."));
            return null;
        }
        return wholeNumber(node.decimalValue(), at, min, max, errors);
    }

    static @Nullable Long wholeNumber(
            BigDecimal number, FieldError at, long min, long max, Consumer<FieldError> errors) {
        // Compared as a decimal: 1e999999999 written out has a billion digits.
        if (number.compareTo(BigDecimal.valueOf(min)) < 0) {
            errors.accept(at.with(FieldCode.TOO_SMALL, "At least " + min + "."));
        } else if (number.compareTo(BigDecimal.valueOf(max)) > 0) {
            errors.accept(at.with(FieldCode.TOO_LARGE, "At most " + max + "."));
        } else if (!isWhole(number)) {
            errors.accept(at.with(FieldCode.WRONG_TYPE, "Must be a whole number."));
        } else {
            return number.longValueExact();
        }
        return null;
    }

    /** Not by stripping zeros: that divides by ten for each of them. */
    private static boolean isWhole(BigDecimal number) {
        return number.signum() == 0
                || number.scale() <= 0
                || number.scale() < number.precision()
                        && number.setScale(0, RoundingMode.DOWN).compareTo(number) == 0;
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

    static @Nullable String language(JsonNode node, FieldError at, Consumer<FieldError> errors) {
        String text = string(node, at, errors);
        return text == null ? null : TextRules.language(text, at, errors);
    }

    static @Nullable Boolean bool(JsonNode node, FieldError at, Consumer<FieldError> errors) {
        if (!node.isBoolean()) {
            errors.accept(at.with(FieldCode.WRONG_TYPE, "Must be true or false."));
            return null;
        }
        return node.asBoolean();
    }

    /** An absolute URL with one of these schemes, which are in lower case. The scheme is returned in lower case. */
    static @Nullable String url(JsonNode node, FieldError at, Set<String> schemes, Consumer<FieldError> errors) {
        String text = text(node, at, 1, MAX_URL_LENGTH, errors);
        if (text == null) {
            return null;
        }
        Optional<String> violation = UrlRules.violation(text, schemes);
        if (violation.isPresent()) {
            errors.accept(at.with(FieldCode.INVALID_FORMAT, violation.get()));
            return null;
        }
        int scheme = text.indexOf(':');
        return text.substring(0, scheme).toLowerCase(Locale.ROOT) + text.substring(scheme);
    }
}
