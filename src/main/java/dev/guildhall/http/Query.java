package dev.guildhall.http;

import dev.guildhall.db.Ids;
import dev.guildhall.failure.Failure;
import dev.guildhall.failure.FieldCode;
import dev.guildhall.failure.FieldError;
import dev.guildhall.failure.FieldErrors;
import io.vertx.core.MultiMap;
import java.math.BigDecimal;
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
 * The query string of a request, read parameter by parameter. Like {@link Body} it collects what is wrong until
 * {@link #check}; what cannot be read at all is malformed, what can be read and is out of range is invalid.
 */
public final class Query {
    private static final Pattern WHOLE_NUMBER = Pattern.compile("-?\\d{1,18}");

    private static final int MAX_NAME_TOLD = 100;

    private static final Pattern ZERO = Pattern.compile("0(\\.00?)?");

    private final MultiMap parameters;
    private final Set<String> known = new TreeSet<>();
    private final FieldErrors malformed = new FieldErrors();
    private final FieldErrors invalid = new FieldErrors();

    Query(MultiMap parameters) {
        this.parameters = parameters;
    }

    public @Nullable String text(String name, int longest) {
        String value = single(name);
        return value == null || value.isBlank() ? null : TextRules.check(value, 1, longest, at(name), invalid::add);
    }

    public String requiredText(String name, int longest) {
        String value = single(name);
        if (value == null) {
            invalid.add(at(name).with(FieldCode.REQUIRED, "Must be given."));
            return "";
        }
        String text = TextRules.check(value, 1, longest, at(name), invalid::add);
        return text == null ? "" : text;
    }

    public int integer(String name, int least, int most, int otherwise) {
        Integer value = optionalInteger(name, least, most);
        return value == null ? otherwise : value;
    }

    public @Nullable Integer optionalInteger(String name, int least, int most) {
        Long number = wholeNumber(name, least, most);
        return number == null ? null : number.intValue();
    }

    /** A whole number that counts something: 0 or more. */
    public long number(String name, long otherwise) {
        Long number = wholeNumber(name, 0, Long.MAX_VALUE);
        return number == null ? otherwise : number;
    }

    private @Nullable Long wholeNumber(String name, long least, long most) {
        String value = single(name);
        if (value == null) {
            return null;
        }
        if (!WHOLE_NUMBER.matcher(value).matches()) {
            malformed.add(at(name).with(FieldCode.WRONG_TYPE, "Must be a whole number."));
            return null;
        }
        long number = Long.parseLong(value);
        if (number < least) {
            invalid.add(at(name).with(FieldCode.TOO_SMALL, "At least " + least + "."));
        } else if (number > most) {
            invalid.add(at(name).with(FieldCode.TOO_LARGE, "At most " + most + "."));
        } else {
            return number;
        }
        return null;
    }

    /** An amount of money, or 0, where a slider begins. */
    public @Nullable BigDecimal money(String name) {
        String value = single(name);
        if (value != null && ZERO.matcher(value).matches()) {
            return BigDecimal.ZERO;
        }
        return value == null
                ? null
                : Money.read(
                        value,
                        at(name),
                        false,
                        error -> (error.code() == FieldCode.INVALID_FORMAT ? malformed : invalid).add(error));
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

    /** One of the choices by its exact name, or {@code otherwise} where the parameter is absent. */
    public <T> T choice(String name, Map<String, T> choices, T otherwise) {
        T chosen = optionalChoice(name, choices);
        return chosen == null ? otherwise : chosen;
    }

    public <T> @Nullable T optionalChoice(String name, Map<String, T> choices) {
        String value = single(name);
        return value == null ? null : chosen(name, value, choices);
    }

    /** The choices made with a parameter that may be repeated; of its bad values the first is reported. */
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

    /** @throws Failure naming the bad parameters, those that this request does not know included */
    public void check() {
        for (Iterator<String> names = new TreeSet<>(parameters.names()).iterator();
                names.hasNext() && !malformed.isTruncated(); ) {
            String name = names.next();
            if (!known.contains(name)) {
                malformed.add(at(shortened(name)).with(FieldCode.UNKNOWN_FIELD, "There is no such parameter here."));
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

    /** Everything that decides which list this is: the parameters but for those that only move along it. */
    String filters() {
        StringBuilder filters = new StringBuilder();
        for (String name : new TreeSet<>(parameters.names())) {
            if (!name.equals("cursor") && !name.equals("limit")) {
                filters.append(name).append('=').append(parameters.getAll(name)).append('\n');
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

    /** The caller's own text. */
    private static String shortened(String name) {
        return name.codePointCount(0, name.length()) <= MAX_NAME_TOLD
                ? name
                : name.substring(0, name.offsetByCodePoints(0, MAX_NAME_TOLD)) + "...";
    }

    private static FieldError at(String name) {
        return FieldError.parameter(name, FieldCode.INVALID_FORMAT, "");
    }
}
