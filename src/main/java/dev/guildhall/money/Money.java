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
    private static final int MAX_DECIMALS = 4;

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

    /**
     * Reads a JSON string or number.
     *
     * @param currency null: not known yet
     * @return null if it is no amount, which is reported
     */
    public static @Nullable BigDecimal read(
            JsonNode node, String name, @Nullable Currency currency, Consumer<FieldError> errors) {
        if (!node.isTextual() && !node.isNumber()) {
            errors.accept(FieldError.field(
                    name, FieldCode.WRONG_TYPE, "Send an amount as a string or number, such as \"49.90\"."));
            return null;
        }
        FieldError at = FieldError.field(name, FieldCode.INVALID_FORMAT, "");
        return read(node.asText(), at, node.isNumber(), currency, errors);
    }

    /** @param at the parameter of a reported error */
    public static @Nullable BigDecimal read(
            String text, FieldError at, Currency currency, Consumer<FieldError> errors) {
        return read(text, at, false, currency, errors);
    }

    private static @Nullable BigDecimal read(
            String text,
            FieldError at,
            boolean allowsExponent,
            @Nullable Currency currency,
            Consumer<FieldError> errors) {
        int maxDecimals = currency == null ? MAX_DECIMALS : currency.getDefaultFractionDigits();
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
        Optional<FieldError> error = error(amount, at, maxDecimals, currency == null ? null : "");
        error.ifPresent(errors);
        // Not before it is known to be small: 1e999999999 written out has a billion digits.
        return error.isPresent() ? null : amount.setScale(Math.max(amount.scale(), 0));
    }

    /** What is wrong with an amount, read without a currency, in that of the row that it is for. */
    public static Optional<FieldError> error(BigDecimal amount, String name, String currency) {
        FieldError at = FieldError.field(name, FieldCode.INVALID_FORMAT, "");
        return error(amount, at, decimals(currency), " in " + currency);
    }

    /** @param unit null: the currency is not known, and what is said is true of all */
    private static Optional<FieldError> error(BigDecimal amount, FieldError at, int decimals, @Nullable String unit) {
        BigDecimal minorUnit = BigDecimal.ONE.movePointLeft(decimals);
        BigDecimal max = MORE_THAN_MAX.subtract(minorUnit);
        if (amount.compareTo(max) > 0) {
            String most = unit == null ? "Less than " + MORE_THAN_MAX : "At most " + max + unit;
            return Optional.of(at.with(FieldCode.TOO_LARGE, most + "."));
        }
        if (amount.scale() > decimals) {
            String most = decimals == 0 ? "No decimals" : "At most " + decimals + " decimals";
            return Optional.of(at.with(
                    FieldCode.TOO_PRECISE, unit == null ? "No currency has so many decimals." : most + unit + "."));
        }
        if (amount.signum() <= 0) {
            String least = unit == null ? "More than 0" : "At least " + minorUnit.toPlainString() + unit;
            return Optional.of(at.with(FieldCode.TOO_SMALL, least + "."));
        }
        return Optional.empty();
    }
}
