package dev.guildhall.http;

import dev.guildhall.db.Ids;
import dev.guildhall.failure.Failure;
import dev.guildhall.failure.FieldCode;
import dev.guildhall.failure.FieldError;
import dev.guildhall.failure.FieldErrors;
import dev.guildhall.money.Money;
import io.vertx.core.MultiMap;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The query string of a request, read parameter by parameter. Like {@link Body} it collects errors until {@link #check}; a
 * value that cannot be parsed is malformed, a value out of range is invalid.
 */
public final class Query {
    /** What the contract says: the most that has 18 digits. */
    private static final long MAX_COUNT = 999_999_999_999_999_999L;

    private static final Pattern WHOLE_NUMBER = Pattern.compile("-?\\d+");

    private static final Pattern ZERO = Pattern.compile("0(\\.0{1,4})?");

    private final MultiMap parameters;
    private final Set<String> known = new TreeSet<>();
    private final FieldErrors malformed = new FieldErrors();
    private final FieldErrors invalid = new FieldErrors();

    Query(MultiMap parameters) {
        this.parameters = parameters;
    }

    public @Nullable String text(String name, int maxLength) {
        String value = single(name);
        return value == null || TextRules.isBlank(value)
                ? null
                : TextRules.check(value, 1, maxLength, at(name), invalid::add);
    }

    public String requiredText(String name, int maxLength) {
        String value = single(name);
        if (value == null) {
            invalid.add(at(name).with(FieldCode.REQUIRED, "Must be given."));
            return "";
        }
        String text = TextRules.check(value, 1, maxLength, at(name), invalid::add);
        return text == null ? "" : text;
    }

    /** A required text, kept exactly as sent. */
    public String verbatim(String name, int maxLength) {
        String value = single(name);
        if (value == null) {
            invalid.add(at(name).with(FieldCode.REQUIRED, "Must be given."));
            return "";
        }
        String text = TextRules.checkVerbatim(value, 1, maxLength, at(name), invalid::add);
        return text == null ? "" : text;
    }

    public int integer(String name, int min, int max, int defaultValue) {
        Integer value = optionalInteger(name, min, max);
        return value == null ? defaultValue : value;
    }

    public @Nullable Integer optionalInteger(String name, int min, int max) {
        Long number = wholeNumber(name, min, max);
        return number == null ? null : number.intValue();
    }

    /** A count: a whole number, 0 or more. */
    public long number(String name, long defaultValue) {
        Long number = wholeNumber(name, 0, MAX_COUNT);
        return number == null ? defaultValue : number;
    }

    private @Nullable Long wholeNumber(String name, long min, long max) {
        String value = single(name);
        if (value == null) {
            return null;
        }
        if (!WHOLE_NUMBER.matcher(value).matches()) {
            malformed.add(at(name).with(FieldCode.WRONG_TYPE, "Must be a whole number."));
            return null;
        }
        return JsonValues.wholeNumber(new BigDecimal(value), at(name), min, max, invalid::add);
    }

    /** An amount of money, or 0, the minimum of a price slider. */
    public @Nullable BigDecimal money(String name, Currency currency) {
        String value = single(name);
        if (value != null
                && ZERO.matcher(value).matches()
                && new BigDecimal(value).scale() <= currency.getDefaultFractionDigits()) {
            return BigDecimal.ZERO;
        }
        return value == null
                ? null
                : Money.read(value, at(name), currency, error -> {
                    switch (error.code()) {
                        case INVALID_FORMAT -> malformed.add(error);
                        // Not the minor unit, which is the least amount.
                        case TOO_SMALL -> invalid.add(error.with(FieldCode.TOO_SMALL, "At least 0."));
                        default -> invalid.add(error);
                    }
                });
    }

    /** The tag of a language, in its canonical form. */
    public @Nullable String language(String name) {
        String value = single(name);
        return value == null ? null : TextRules.language(value, at(name), invalid::add);
    }

    public @Nullable UUID id(String name) {
        String value = single(name);
        if (value == null) {
            return null;
        }
        UUID id = Ids.parse(value).orElse(null);
        if (id == null) {
            malformed.add(at(name).with(FieldCode.INVALID_FORMAT, "Must be a UUID."));
        }
        return id;
    }

    /** One of the choices by its exact name, or {@code defaultValue} if the parameter is absent. */
    public <T> T choice(String name, Map<String, T> choices, T defaultValue) {
        T chosen = optionalChoice(name, choices);
        return chosen == null ? defaultValue : chosen;
    }

    public <T> @Nullable T optionalChoice(String name, Map<String, T> choices) {
        String value = single(name);
        return value == null ? null : chosen(name, value, choices);
    }

    /** The choices of a parameter that may be repeated; only the first invalid value is reported. */
    public <T> Set<T> choices(String name, Map<String, T> choices) {
        known.add(name);
        Set<T> all = new LinkedHashSet<>();
        for (String value : parameters.getAll(name)) {
            T chosen = chosen(name, value, choices);
            if (chosen == null) {
                break;
            }
            all.add(chosen);
        }
        return all;
    }

    public void refuse(String name, FieldCode code, String detail) {
        known.add(name);
        invalid.add(at(name).with(code, detail));
    }

    /** @throws Failure with the invalid parameters; parameters that have not been read are unknown */
    public void check() {
        for (Iterator<String> names = new TreeSet<>(parameters.names()).iterator();
                names.hasNext() && !malformed.isTruncated(); ) {
            String name = names.next();
            if (!known.contains(name)) {
                malformed.add(at(ReportedNames.shortened(name))
                        .with(FieldCode.UNKNOWN_FIELD, "There is no such parameter here."));
            }
        }
        if (!malformed.isEmpty()) {
            malformed.addAll(invalid);
            throw new Failure.Malformed("malformed_parameter", "The query string cannot be understood.", malformed);
        }
        if (!invalid.isEmpty()) {
            throw new Failure.Invalid(invalid);
        }
    }

    @Nullable
    String single(String name) {
        known.add(name);
        List<String> values = parameters.getAll(name);
        if (values.size() > 1) {
            malformed.add(at(name).with(FieldCode.INVALID_FORMAT, "Must be given once."));
        }
        return values.isEmpty() ? null : values.get(0);
    }

    /**
     * The parameters that define the list, in any order and however often: all except those that select the page. No value can be taken
     * for several parameters.
     */
    String filters() {
        StringBuilder filters = new StringBuilder();
        for (String name : new TreeSet<>(parameters.names())) {
            if (!name.equals("cursor") && !name.equals("limit")) {
                filters.append(name).append('\n');
                new TreeSet<>(parameters.getAll(name))
                        .forEach(value ->
                                filters.append(value.length()).append('=').append(value));
            }
        }
        return filters.toString();
    }

    private <T> @Nullable T chosen(String name, String value, Map<String, T> choices) {
        if (!choices.containsKey(value)) {
            String known = String.join(", ", new TreeSet<>(choices.keySet()));
            invalid.add(at(name).with(FieldCode.NOT_ALLOWED, "One of " + known + "."));
        }
        return choices.get(value);
    }

    private static FieldError at(String name) {
        return FieldError.parameter(name, FieldCode.INVALID_FORMAT, "");
    }
}
