package dev.guildhall.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.guildhall.failure.FieldCode;
import dev.guildhall.failure.FieldError;
import java.math.BigDecimal;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads amounts of money exactly: 0.01 to 9999999999.99, from a JSON string or number, never as a float. */
final class Money {
    private static final BigDecimal MAX = new BigDecimal("9999999999.99");
    private static final Pattern DECIMAL = Pattern.compile("-?(0|[1-9]\\d{0,29})(\\.\\d{1,30})?");

    private Money() {}

    static @Nullable BigDecimal read(JsonNode node, String name, Consumer<FieldError> errors) {
        if (!node.isTextual() && !node.isNumber()) {
            errors.accept(FieldError.field(
                    name, FieldCode.WRONG_TYPE, "Send an amount as a string or number, such as \"49.90\"."));
            return null;
        }
        return read(node.asText(), FieldError.field(name, FieldCode.INVALID_FORMAT, ""), node.isNumber(), errors);
    }

    /** @param at the field or parameter of a reported error */
    static @Nullable BigDecimal read(String text, FieldError at, boolean allowsExponent, Consumer<FieldError> errors) {
        BigDecimal amount;
        try {
            if (!allowsExponent && !DECIMAL.matcher(text).matches()) {
                throw new NumberFormatException();
            }
            amount = new BigDecimal(text);
        } catch (NumberFormatException e) {
            errors.accept(at.with(FieldCode.INVALID_FORMAT, "Not an amount; write it like 49.90."));
            return null;
        }
        // Compared before it is scaled: 1e999999999 written out has a billion digits.
        if (amount.compareTo(MAX) > 0) {
            errors.accept(at.with(FieldCode.TOO_LARGE, "At most 9999999999.99."));
        } else if (amount.signum() <= 0) {
            errors.accept(at.with(FieldCode.TOO_SMALL, "At least 0.01."));
        } else if (amount.scale() > 2) {
            errors.accept(at.with(FieldCode.TOO_PRECISE, "At most two decimals."));
        } else {
            return amount.setScale(2);
        }
        return null;
    }
}
