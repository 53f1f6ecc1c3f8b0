package dev.guildhall.money;

import com.fasterxml.jackson.databind.JsonNode;
import dev.guildhall.failure.FieldCode;
import dev.guildhall.failure.FieldError;
import io.vertx.sqlclient.Row;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Amounts of money: at least one minor unit, at most 9,999,999,999 and all decimals of the currency, exact and never a float. How
 * many decimals a currency has is said by ISO 4217; the function {@code minor_units} says the same in SQL.
 */
public final class Money {
    /** The most that a currency has. */
    public static final int MAX_DECIMALS = 4;

    private static final int USUAL_DECIMALS = 2;
    private static final BigDecimal MORE_THAN_MAX = new BigDecimal("10000000000");
    private static final Pattern DECIMAL = Pattern.compile("-?(0|[1-9]\\d{0,29})(\\.\\d{1,30})?");

    private static final Map<String, Integer> DECIMALS = Currency.getAvailableCurrencies().stream()
            .filter(Money::isForPayments)
            .collect(Collectors.toMap(Currency::getCurrencyCode, Currency::getDefaultFractionDigits));

    private Money() {}

    /** Whether amounts are paid in it: not those of gold, of tests and the like, which have no minor unit. */
    public static boolean isForPayments(Currency currency) {
        return currency.getDefaultFractionDigits() >= 0;
    }

    /** @param currency an ISO 4217 code; two decimals for one that this JDK does not know */
    public static int decimals(String currency) {
        return DECIMALS.getOrDefault(currency, USUAL_DECIMALS);
    }

    /** An amount in a row that also has its {@code currency}, with all decimals of it. */
    public static BigDecimal from(Row row, String column) {
        return row.getBigDecimal(column).setScale(decimals(row.getString("currency")));
    }

    /** As {@link #from}; null if the column is. */
    public static @Nullable BigDecimal fromNullable(Row row, String column) {
        return row.getBigDecimal(column) == null ? null : from(row, column);
    }

    /** Reads a JSON string or number. @return null if it is no amount, which is reported */
    public static @Nullable BigDecimal read(JsonNode node, String name, int maxDecimals, Consumer<FieldError> errors) {
        if (!node.isTextual() && !node.isNumber()) {
            errors.accept(FieldError.field(
                    name, FieldCode.WRONG_TYPE, "Send an amount as a string or number, such as \"49.90\"."));
            return null;
        }
        FieldError at = FieldError.field(name, FieldCode.INVALID_FORMAT, "");
        return read(node.asText(), at, node.isNumber(), maxDecimals, errors);
    }

    /** @param at the parameter of a reported error */
    public static @Nullable BigDecimal read(String text, FieldError at, int maxDecimals, Consumer<FieldError> errors) {
        return read(text, at, false, maxDecimals, errors);
    }

    private static @Nullable BigDecimal read(
            String text, FieldError at, boolean allowsExponent, int maxDecimals, Consumer<FieldError> errors) {
        BigDecimal amount;
        try {
            if (!allowsExponent && !DECIMAL.matcher(text).matches()) {
                throw new NumberFormatException();
            }
            amount = new BigDecimal(text);
        } catch (NumberFormatException e) {
            errors.accept(at.with(
                    FieldCode.INVALID_FORMAT,
                    "Not an amount; write it like " + (maxDecimals == 0 ? "4990" : "49.90") + "."));
            return null;
        }
        Optional<FieldError> error = error(amount, at, maxDecimals, "");
        error.ifPresent(errors);
        // Not before it is known to be small: 1e999999999 written out has a billion digits.
        return error.isPresent() ? null : amount.setScale(Math.max(amount.scale(), 0));
    }

    /** What is wrong with an amount, read with {@link #MAX_DECIMALS}, in the currency of the row that it is for. */
    public static Optional<FieldError> error(BigDecimal amount, String name, String currency) {
        FieldError at = FieldError.field(name, FieldCode.INVALID_FORMAT, "");
        return error(amount, at, decimals(currency), " in " + currency);
    }

    private static Optional<FieldError> error(BigDecimal amount, FieldError at, int decimals, String unit) {
        BigDecimal minorUnit = BigDecimal.ONE.movePointLeft(decimals);
        BigDecimal max = MORE_THAN_MAX.subtract(minorUnit);
        if (amount.compareTo(max) > 0) {
            return Optional.of(at.with(FieldCode.TOO_LARGE, "At most " + max + unit + "."));
        }
        if (amount.scale() > decimals) {
            String most = decimals == 0 ? "No decimals" : "At most " + decimals + " decimals";
            return Optional.of(at.with(FieldCode.TOO_PRECISE, most + unit + "."));
        }
        if (amount.signum() <= 0) {
            return Optional.of(at.with(FieldCode.TOO_SMALL, "At least " + minorUnit.toPlainString() + unit + "."));
        }
        return Optional.empty();
    }
}
