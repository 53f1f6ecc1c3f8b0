package dev.guildhall.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.guildhall.db.Ids;
import dev.guildhall.failure.Failure;
import dev.guildhall.failure.FieldCode;
import dev.guildhall.failure.FieldError;
import dev.guildhall.failure.FieldErrors;
import dev.guildhall.money.Money;
import io.vertx.core.buffer.Buffer;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The JSON object of a request, read field by field. Errors are collected, so that {@link #check} can report all invalid
 * fields at once; until it has been called, the values must not be used. For required fields, null is the same as absent.
 */
public final class Body {
    private final JsonNode fields;
    private final Set<String> known = new TreeSet<>();
    private final FieldErrors errors = new FieldErrors();

    private Body(JsonNode fields) {
        this.fields = fields;
    }

    static Body of(JsonNode node) {
        if (node.isMissingNode()) {
            return new Body(JsonNodeFactory.instance.objectNode());
        }
        if (!node.isObject()) {
            throw new Failure.Malformed("malformed_json", "The body must be a JSON object.");
        }
        return new Body(node);
    }

    /** @throws Failure.Malformed if the bytes are not a JSON object in UTF-8 */
    public static Body parse(Buffer bytes) {
        return of(Json.parse(bytes));
    }

    /** Whether the field was sent, also as null. */
    public boolean has(String name) {
        known.add(name);
        return fields.has(name);
    }

    /** Whether the field is there and not null. */
    public boolean isGiven(String name) {
        return optional(name) != null;
    }

    /** A required text of 1 to {@code maxLength} code points, without surrounding white space, which is removed. */
    public String trimmed(String name, int maxLength) {
        return trimmed(name, 1, maxLength);
    }

    public String trimmed(String name, int minLength, int maxLength) {
        JsonNode node = required(name);
        return node == null ? "" : orElse(JsonValues.text(node, at(name), minLength, maxLength, errors::add), "");
    }

    /** A required line of 1 to {@code maxLength} code points, in the form in which lines are stored. */
    public String singleLine(String name, int maxLength) {
        JsonNode node = required(name);
        return node == null ? "" : orElse(JsonValues.line(node, at(name), maxLength, errors::add), "");
    }

    /** An optional text; null if it is absent, null or blank. */
    public @Nullable String optionalText(String name, int maxLength) {
        JsonNode node = optional(name);
        return node == null || isBlank(node) ? null : JsonValues.text(node, at(name), 1, maxLength, errors::add);
    }

    /** A required text, kept exactly as sent, white space included: a password. */
    public String verbatim(String name, int minLength, int maxLength) {
        JsonNode node = required(name);
        return node == null ? "" : orElse(JsonValues.verbatim(node, at(name), minLength, maxLength, errors::add), "");
    }

    /** A required text, kept exactly as sent, of which something can be seen. */
    public String nonBlankVerbatim(String name, int maxLength) {
        String text = verbatim(name, 1, maxLength);
        if (!text.isEmpty() && TextRules.isBlank(text)) {
            refuse(name, FieldCode.BLANK, "Must not be blank.");
        }
        return text;
    }

    public @Nullable String optionalVerbatim(String name, int minLength, int maxLength) {
        JsonNode node = optional(name);
        return node == null ? null : JsonValues.verbatim(node, at(name), minLength, maxLength, errors::add);
    }

    /** A required amount of money, exact. @param currency null: not known yet */
    public BigDecimal money(String name, @Nullable Currency currency) {
        JsonNode node = required(name);
        return node == null ? BigDecimal.ZERO : orElse(Money.read(node, name, currency, errors::add), BigDecimal.ZERO);
    }

    /** The same in a currency that is not known yet. */
    public BigDecimal money(String name) {
        return money(name, null);
    }

    /** An amount of money, exact, in a currency that is not known yet. */
    public @Nullable BigDecimal optionalMoney(String name) {
        JsonNode node = optional(name);
        return node == null ? null : Money.read(node, name, null, errors::add);
    }

    public int integer(String name, int min, int max) {
        return (int) wholeNumber(name, min, max);
    }

    private long wholeNumber(String name, long min, long max) {
        JsonNode node = required(name);
        return node == null ? min : orElse(JsonValues.wholeNumber(node, at(name), min, max, errors::add), min);
    }

    /** A required count: a whole number, 0 or more. */
    public long number(String name) {
        return wholeNumber(name, 0, Long.MAX_VALUE);
    }

    public UUID id(String name) {
        JsonNode node = required(name);
        return node == null ? Ids.NIL : orElse(JsonValues.id(node, at(name), errors::add), Ids.NIL);
    }

    public @Nullable UUID optionalId(String name) {
        JsonNode node = optional(name);
        return node == null ? null : JsonValues.id(node, at(name), errors::add);
    }

    /** An id that is needed even if the request will be refused; null if there is no valid one. Reports no error. */
    public @Nullable UUID idIfAny(String name) {
        return Ids.parse(fields.path(name).asText()).orElse(null);
    }

    /** A required object whose keys are ids and whose values are whole numbers, 0 or more. */
    public Map<UUID, Long> numbersById(String name) {
        JsonNode node = required(name);
        Map<UUID, Long> numbers = new HashMap<>();
        if (node != null && !node.isObject()) {
            refuse(name, FieldCode.WRONG_TYPE, "Must be an object of ids and numbers.");
        } else if (node != null) {
            for (Map.Entry<String, JsonNode> entry : node.properties()) {
                if (errors.isTruncated()) {
                    break;
                }
                FieldError at = at(name + "/" + ReportedNames.segment(entry.getKey()));
                Long number = JsonValues.wholeNumber(entry.getValue(), at, 0, Long.MAX_VALUE, errors::add);
                UUID id = Ids.parse(entry.getKey()).orElse(null);
                if (id == null) {
                    errors.add(at.with(FieldCode.INVALID_FORMAT, "Must be a UUID."));
                } else if (number != null) {
                    numbers.put(id, number);
                }
            }
        }
        return numbers;
    }

    public boolean bool(String name) {
        JsonNode node = required(name);
        return node != null && orElse(JsonValues.bool(node, at(name), errors::add), false);
    }

    public @Nullable Boolean optionalBool(String name) {
        JsonNode node = optional(name);
        return node == null ? null : JsonValues.bool(node, at(name), errors::add);
    }

    /** An optional absolute URL of one of the schemes; null if it is absent, null or blank. */
    public @Nullable String optionalUrl(String name, Set<String> schemes) {
        JsonNode node = optional(name);
        return node == null || isBlank(node) ? null : JsonValues.url(node, at(name), schemes, errors::add);
    }

    /** An optional tag of a language, in its canonical form; null if it is absent or null. */
    public @Nullable String optionalLanguage(String name) {
        JsonNode node = optional(name);
        return node == null ? null : JsonValues.language(node, at(name), errors::add);
    }

    /** One of the choices, by its exact name. */
    public <T> T choice(String name, Map<String, T> choices, T defaultValue) {
        JsonNode node = required(name);
        if (node == null) {
            return defaultValue;
        }
        T chosen = node.isTextual() ? choices.get(node.asText()) : null;
        if (chosen == null) {
            refuse(
                    name,
                    node.isTextual() ? FieldCode.NOT_ALLOWED : FieldCode.WRONG_TYPE,
                    "One of " + String.join(", ", new TreeSet<>(choices.keySet())) + ".");
            return defaultValue;
        }
        return chosen;
    }

    public void refuse(String name, FieldCode code, String detail) {
        known.add(name);
        errors.add(FieldError.field(name, code, detail));
    }

    /** @param error of a field that has been read */
    public void refuse(FieldError error) {
        errors.add(error);
    }

    /**
     * Reports all errors; fields that have not been read are unknown.
     *
     * @throws Failure.Invalid with the invalid fields
     */
    public void check() {
        for (Iterator<String> names = fields.fieldNames(); names.hasNext() && !errors.isTruncated(); ) {
            String name = names.next();
            if (!known.contains(name)) {
                errors.add(FieldError.field(
                        ReportedNames.segment(name), FieldCode.UNKNOWN_FIELD, "There is no such field here."));
            }
        }
        if (!errors.isEmpty()) {
            throw new Failure.Invalid(errors);
        }
    }

    private @Nullable JsonNode required(String name) {
        JsonNode node = optional(name);
        if (node == null) {
            refuse(name, FieldCode.REQUIRED, "Must be given.");
        }
        return node;
    }

    private @Nullable JsonNode optional(String name) {
        known.add(name);
        JsonNode node = fields.get(name);
        return node == null || node.isNull() ? null : node;
    }

    private static boolean isBlank(JsonNode node) {
        return node.isTextual() && TextRules.isBlank(node.asText());
    }

    private static FieldError at(String name) {
        return FieldError.field(name, FieldCode.INVALID_FORMAT, "");
    }

    /** Returns the default if there was an error: the value is never used, but must have the type. */
    private static <T> T orElse(@Nullable T value, T defaultValue) {
        return value == null ? defaultValue : value;
    }
}
