package dev.guildhall.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.guildhall.support.Contract;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;

/** Random values for requests; each is invalid for most fields and valid for some. */
final class FuzzValues {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Contract CONTRACT = Contract.get();
    private static final List<String> TEXTS = Stream.of(
                    Stream.of("", " ", "\t", "\n", "\u001c", "\u0085", "\u00a0", "\u2003", "\ufeff", "a", "é", "😀"),
                    Stream.of("a\nb", "a\u0000b", "\u0000", "a\u0085b", " padded ", "a\u2028b", "e\u0301", "\u202e"),
                    Stream.of(7, 8, 119, 120, 121, 200, 201, 255, 256, 257, 2_000, 2_001, 4_000, 4_001, 10_000, 10_001)
                            .flatMap(n -> Stream.of("x".repeat(n), "😀".repeat(n))),
                    Stream.of("0", "0.00", "0.01", "00.1", "1.", ".5", "49.90", "49.9", "49.900", "9999999999.99"),
                    Stream.of("10000000000", "9999999999.999", "1e3", "-1", "+1", "NaN", "٤٩", "1,5", "true", "null"),
                    Stream.of("mira@example.com", "a@b", "@", "a@", "a b@c", "a@b\u200b", "a@b@c", "é@é.é"),
                    Stream.of("https://example.com/a.png", "http://a", "HTTPS://EXAMPLE.COM", "https://a b", "http://"),
                    Stream.of(
                            "https://a/%zz", "https://a/%41?b=c#d", "http://[::1]:80/", "http://a_b/", "http://a:b@c/"),
                    Stream.of("javascript:alert(1)", "https://é/", "https://a/é", "https://a.-b/", "ftp://a", "//a/b"),
                    Stream.of("COMPLETED", "IN_PROGRESS", "CANCELLED", "client", "admin", "me", "price", "-price"),
                    Stream.of(
                            "relevance",
                            "newest",
                            "received",
                            "given",
                            "'; drop table users; --",
                            "%",
                            "\\",
                            "a or -b"),
                    Stream.of("1-1-1-1-1", "0199d3a0-1111-7a1b-8c2d-00000000000g", "PENDING_PAYMENT", "\"", "\"a -"))
            .flatMap(some -> some)
            .toList();
    private static final List<BigDecimal> NUMBERS = Stream.of(
                    "0",
                    "1",
                    "-1",
                    "5",
                    "6",
                    "7",
                    "20",
                    "100",
                    "101",
                    "365",
                    "366",
                    "0.5",
                    "1.0",
                    "0.01",
                    "0.001",
                    "49.9",
                    "49.90",
                    "49.999",
                    "9999999999.99",
                    "10000000000",
                    "2147483648",
                    "9007199254740993",
                    "9223372036854775807",
                    "9223372036854775808",
                    "1e30",
                    "1e-30",
                    "1e999",
                    "-0.0")
            .map(BigDecimal::new)
            .toList();

    private final Random random;
    private final List<JsonNode> all = new ArrayList<>();

    /** @param known existing ids */
    FuzzValues(Random random, List<String> known) {
        this.random = random;
        TEXTS.forEach(text -> all.add(JSON.textNode(text)));
        NUMBERS.forEach(number -> all.add(JSON.numberNode(number)));
        known.forEach(id -> all.add(JSON.textNode(id)));
        known.forEach(id -> all.add(JSON.textNode(id)));
        all.addAll(List.of(
                JSON.nullNode(),
                JSON.booleanNode(true),
                JSON.booleanNode(false),
                JSON.arrayNode(),
                JSON.arrayNode().add("a"),
                JSON.objectNode(),
                JSON.objectNode().put("a", 1),
                JSON.textNode(new UUID(random.nextLong(), random.nextLong()).toString()),
                JSON.textNode("0199D3A0-1111-7A1B-8C2D-00000000000A")));
    }

    boolean oneIn(int n) {
        return random.nextInt(n) == 0;
    }

    <T> T any(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    JsonNode any() {
        return any(all);
    }

    /** A value that the schema allows, or sometimes any value. */
    JsonNode forSchema(JsonNode schema) {
        if (oneIn(6)) {
            return any();
        }
        List<JsonNode> shuffled = new ArrayList<>(all);
        Collections.shuffle(shuffled, random);
        return shuffled.stream()
                .filter(value -> CONTRACT.violations(schema, value).isEmpty())
                .findFirst()
                .orElseGet(this::any);
    }

    /** A body with some fields of a schema, most of them valid, and sometimes an unknown field. */
    JsonNode body(JsonNode reference) {
        JsonNode schema = CONTRACT.resolve(reference);
        ObjectNode body = JSON.objectNode();
        List<String> required = new ArrayList<>();
        schema.path("required").forEach(name -> required.add(name.asText()));
        schema.path("properties").properties().forEach(field -> {
            if (required.contains(field.getKey()) ? !oneIn(15) : oneIn(2)) {
                body.set(field.getKey(), forSchema(field.getValue()));
            }
        });
        if (oneIn(15)) {
            body.set("surprise", any());
        }
        return body;
    }
}
