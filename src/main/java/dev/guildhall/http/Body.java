package dev.guildhall.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.guildhall.failure.Failure;
import dev.guildhall.failure.FieldCode;
import dev.guildhall.failure.FieldError;
import io.vertx.core.buffer.Buffer;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The JSON object of a request, read field by field. What is wrong is collected, so that {@link #check} can name every bad
 * field at once; until it has been called the values read are not to be used. Null and absent are the same for required fields.
 */
public final class Body {
    private static final int LONGEST_URL = 2_000;

    private final JsonNode fields;
    private final Set<String> known = new TreeSet<>();
    private final List<FieldError> errors = new ArrayList<>();

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

    /** @throws Failure.Malformed if these bytes are no JSON object in UTF-8 */
    public static Body parse(Buffer bytes) {
        return of(Json.parse(bytes));
    }

    /** Whether the field was sent at all, be it as null. */
    public boolean has(String name) {
        known.add(name);
        return fields.has(name);
    }

    /** A required text of 1 to {@code longest} code points, stripped of surrounding white space. */
    public String text(String name, int longest) {
        return text(name, 1, longest);
    }

    public String text(String name, int shortest, int longest) {
        JsonNode node = required(name);
        return node == null ? "" : orEmpty(checked(node, name, shortest, longest));
    }

    /** An optional text; null where it is absent, null or blank. */
    public @Nullable String optionalText(String name, int longest) {
        JsonNode node = optional(name);
        return node == null || (node.isTextual() && node.asText().isBlank()) ? null : checked(node, name, 1, longest);
    }

    /** A required text taken to the letter, white space included: a password. */
    public String verbatim(String name, int shortest, int longest) {
        JsonNode node = required(name);
        return node == null ? "" : orEmpty(verbatim(node, name, shortest, longest));
    }

    /** A required text kept as it was written, white space included, that is not nothing but white space. */
    public String words(String name, int longest) {
        String text = verbatim(name, 1, longest);
        if (!text.isEmpty() && text.isBlank()) {
            refuse(name, FieldCode.BLANK, "Must not be blank.");
        }
        return text;
    }

    public @Nullable String optionalVerbatim(String name, int shortest, int longest) {
        JsonNode node = optional(name);
        return node == null ? null : verbatim(node, name, shortest, longest);
    }

    /** A required amount of money, exact, with two decimals. */
    public BigDecimal money(String name) {
        JsonNode node = required(name);
        BigDecimal amount = node == null ? null : Money.read(node, name, errors::add);
        return amount == null ? BigDecimal.ZERO : amount;
    }

    public @Nullable BigDecimal optionalMoney(String name) {
        JsonNode node = optional(name);
        return node == null ? null : Money.read(node, name, errors::add);
    }

    public int integer(String name, int least, int most) {
        return (int) wholeNumber(name, least, most);
    }

    private long wholeNumber(String name, long least, long most) {
        JsonNode node = required(name);
        if (node == null) {
            return least;
        }
        if (!node.isNumber()) {
            refuse(name, FieldCode.WRONG_TYPE, "Must be a whole number.");
        } else if (node.decimalValue().compareTo(BigDecimal.valueOf(least)) < 0) {
            refuse(name, FieldCode.TOO_SMALL, "At least " + least + ".");
        } else if (node.decimalValue().compareTo(BigDecimal.valueOf(most)) > 0) {
            refuse(name, FieldCode.TOO_LARGE, "At most " + most + ".");
        } else if (node.decimalValue().stripTrailingZeros().scale() > 0) {
            refuse(name, FieldCode.WRONG_TYPE, "Must be a whole number.");
        } else {
            return node.decimalValue().longValueExact();
        }
        return least;
    }

    /** A required whole number that counts something: 0 or more. */
    public long number(String name) {
        return wholeNumber(name, 0, Long.MAX_VALUE);
    }

    public UUID id(String name) {
        JsonNode node = required(name);
        UUID id = node == null ? null : id(node, name);
        return id == null ? new UUID(0, 0) : id;
    }

    public @Nullable UUID optionalId(String name) {
        JsonNode node = optional(name);
        return node == null ? null : id(node, name);
    }

    /** An id that is wanted even where the rest will be refused; null where there is none that can be read. */
    public @Nullable UUID idIfAny(String name) {
        return Ids.parse(fields.path(name).asText()).orElse(null);
    }

    /** A required object that gives numbers, 0 or more, to ids. */
    public Map<UUID, Long> numbersById(String name) {
        JsonNode node = required(name);
        Map<UUID, Long> numbers = new HashMap<>();
        if (node != null && !node.isObject()) {
            refuse(name, FieldCode.WRONG_TYPE, "Must be an object of ids and numbers.");
        } else if (node != null) {
            node.fields().forEachRemaining(entry -> {
                UUID id = Ids.parse(entry.getKey()).orElse(null);
                JsonNode number = entry.getValue();
                if (id == null) {
                    refuse(name + "/" + escaped(entry.getKey()), FieldCode.INVALID_FORMAT, "Must be a UUID.");
                } else if (!number.isIntegralNumber() || !number.canConvertToLong() || number.asLong() < 0) {
                    refuse(name + "/" + entry.getKey(), FieldCode.WRONG_TYPE, "Must be a whole number, 0 or more.");
                } else {
                    numbers.put(id, number.asLong());
                }
            });
        }
        return numbers;
    }

    public boolean bool(String name) {
        JsonNode node = required(name);
        return node != null && Boolean.TRUE.equals(bool(node, name));
    }

    public @Nullable Boolean optionalBool(String name) {
        JsonNode node = optional(name);
        return node == null ? null : bool(node, name);
    }

    /** An optional absolute URL of one of the schemes. */
    public @Nullable String optionalUrl(String name, Set<String> schemes) {
        String text = optionalText(name, LONGEST_URL);
        if (text == null) {
            return null;
        }
        try {
            URI uri = new URI(text);
            if (uri.getHost() != null
                    && schemes.contains(String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT))) {
                return uri.getScheme().toLowerCase(Locale.ROOT)
                        + text.substring(uri.getScheme().length());
            }
        } catch (URISyntaxException e) {
            // Told below, with the schemes that would do.
        }
        refuse(
                name,
                FieldCode.INVALID_FORMAT,
                "Must be a URL that begins with " + String.join(":// or ", new TreeSet<>(schemes)) + "://.");
        return null;
    }

    /** One of the choices, by its exact name. */
    public <T> T choice(String name, Map<String, T> choices, T otherwise) {
        JsonNode node = required(name);
        if (node == null) {
            return otherwise;
        }
        T chosen = node.isTextual() ? choices.get(node.asText()) : null;
        if (chosen == null) {
            refuse(
                    name,
                    node.isTextual() ? FieldCode.NOT_ALLOWED : FieldCode.WRONG_TYPE,
                    "One of " + String.join(", ", new TreeSet<>(choices.keySet())) + ".");
            return otherwise;
        }
        return chosen;
    }

    public void refuse(String name, FieldCode code, String detail) {
        known.add(name);
        errors.add(FieldError.field(name, code, detail));
    }

    /** Ends the reading: fields that nobody asked for are unknown. @throws Failure.Invalid naming every bad field */
    public void check() {
        fields.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                errors.add(FieldError.field(escaped(name), FieldCode.UNKNOWN_FIELD, "There is no such field here."));
            }
        });
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

    private @Nullable String checked(JsonNode node, String name, int shortest, int longest) {
        if (!node.isTextual()) {
            refuse(name, FieldCode.WRONG_TYPE, "Must be a string.");
            return null;
        }
        return Text.check(node.asText(), shortest, longest, FieldError.field(name, FieldCode.BLANK, ""), errors::add);
    }

    private @Nullable String verbatim(JsonNode node, String name, int shortest, int longest) {
        String text = node.isTextual() ? node.asText() : null;
        int length = text == null ? 0 : text.codePointCount(0, text.length());
        if (text == null) {
            refuse(name, FieldCode.WRONG_TYPE, "Must be a string.");
        } else if (!Text.isStorable(text)) {
            refuse(name, FieldCode.INVALID_CHARACTER, "A NUL or half a surrogate pair is not a character.");
        } else if (length < shortest) {
            refuse(name, FieldCode.TOO_SHORT, "At least " + shortest + " characters.");
        } else if (length > longest) {
            refuse(name, FieldCode.TOO_LONG, "At most " + longest + " characters.");
        }
        return text;
    }

    private @Nullable UUID id(JsonNode node, String name) {
        if (!node.isTextual()) {
            refuse(name, FieldCode.WRONG_TYPE, "Must be a UUID as a string.");
            return null;
        }
        UUID id = Ids.parse(node.asText()).orElse(null);
        if (id == null) {
            refuse(name, FieldCode.INVALID_FORMAT, "Must be a UUID.");
        }
        return id;
    }

    private @Nullable Boolean bool(JsonNode node, String name) {
        if (!node.isBoolean()) {
            refuse(name, FieldCode.WRONG_TYPE, "Must be true or false.");
            return null;
        }
        return node.asBoolean();
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    /** A field's name as a segment of a JSON pointer (RFC 6901), shortened: it is the caller's own text. */
    private static String escaped(String name) {
        String segment = name.replace("~", "~0").replace("/", "~1");
        return segment.length() > 100 ? segment.substring(0, 100) + "…" : segment;
    }
}
