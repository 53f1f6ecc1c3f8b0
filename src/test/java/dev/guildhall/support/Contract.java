package dev.guildhall.support;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code docs/openapi.yaml}: its operations, and whether a value matches one of its schemas. */
public final class Contract {
    private static final String IRI = "https://guildhall.test/openapi";
    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");
    private static final Pattern PATTERN_END = Pattern.compile("(pattern: '[^'\n]*)\\$'");
    private static final String TIME = "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{6}Z\\z";
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();
    private static final Contract CONTRACT = new Contract();

    private final JsonNode document;
    private final List<Operation> operations = new ArrayList<>();
    private final Map<String, JsonSchema> schemas = new ConcurrentHashMap<>();
    private final Set<String> unexercised;

    private Contract() {
        ObjectNode read = parse(Path.of("docs", "openapi.yaml"));
        this.document = read;
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().stream()
                        .filter(method -> METHODS.contains(method.getKey()))
                        .forEach(method -> operations.add(Operation.of(
                                this,
                                method.getKey().toUpperCase(),
                                path.getKey(),
                                path.getValue(),
                                method.getValue()))));
        this.unexercised = operations.stream()
                .flatMap(operation -> operation.statuses().stream().map(status -> response(operation, status)))
                .collect(Collectors.toCollection(ConcurrentSkipListSet::new));
    }

    public static Contract get() {
        return CONTRACT;
    }

    /** The responses, each written as its operation and status, that no test in this JVM has received yet. */
    public Set<String> unexercised() {
        return Set.copyOf(unexercised);
    }

    void markExercised(Operation operation, int status) {
        unexercised.remove(response(operation, String.valueOf(status)));
    }

    private static String response(Operation operation, String status) {
        return operation + " " + status;
    }

    public List<Operation> operations() {
        return List.copyOf(operations);
    }

    JsonNode document() {
        return document;
    }

    Optional<Operation> operation(String method, String path) {
        return operations.stream()
                .filter(operation -> operation.method().equals(method) && operation.matches(path))
                .findFirst();
    }

    /** The target of a {@code $ref}; any other node itself. */
    public JsonNode resolve(JsonNode node) {
        JsonNode reference = node.path("$ref");
        return reference.isTextual() ? resolve(document.at(reference.asText().substring(1))) : node;
    }

    /** The errors of a value, each with its JSON pointer; empty if the value matches. */
    public List<String> violations(JsonNode schema, JsonNode value) {
        return schemas.computeIfAbsent(schema.toString(), this::compile).validate(value).stream()
                .map(violation -> violation.getInstanceLocation() + ": " + violation.getMessage())
                .toList();
    }

    private JsonSchema compile(String schema) {
        try {
            ObjectNode wrapped = JSON.createObjectNode();
            wrapped.put("$id", IRI);
            wrapped.set("components", document.path("components"));
            wrapped.putArray("allOf").add(JSON.readTree(schema));
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(
                            SchemaLocation.of(IRI),
                            wrapped,
                            SchemaValidatorsConfig.builder()
                                    .formatAssertionsEnabled(true)
                                    .pathType(PathType.JSON_POINTER)
                                    .build());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Parses JSON; decimals keep their exact value. */
    static JsonNode json(byte[] text) throws IOException {
        return JSON.readTree(text);
    }

    private static ObjectNode parse(Path yaml) {
        try {
            // In Java, $ also matches before a line break at the end; in the regular expressions of JSON Schema it does
            // not.
            ObjectNode document = (ObjectNode) new YAMLMapper()
                    .readTree(PATTERN_END.matcher(Files.readString(yaml)).replaceAll("$1\\\\z'"));
            sayToTheLetter(document);
            allowNumbersAsAmounts(document);
            return document;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Puts into the schemas what a contract only says in words, for the sake of generated clients: answers have no other
     * fields, and times have six fraction digits.
     */
    static void sayToTheLetter(JsonNode document) {
        document.at("/components/schemas").findParents("type").stream()
                .filter(schema -> schema.has("properties") && !schema.has("additionalProperties"))
                .forEach(schema -> ((ObjectNode) schema).put("additionalProperties", false));
        document.findParents("format").stream()
                .filter(schema -> schema.path("format").asText().equals("date-time"))
                .forEach(schema -> ((ObjectNode) schema).put("pattern", TIME));
    }

    /** The server reads numbers too, where the contract has an amount as text. */
    private static void allowNumbersAsAmounts(JsonNode document) {
        JsonNode amount = document.at("/components/schemas/MoneyInput/pattern");
        document.findParents("pattern").stream()
                .filter(schema -> schema.path("pattern").equals(amount))
                .forEach(schema -> {
                    boolean isNullable = schema.path("type").isArray();
                    ObjectNode number = (ObjectNode) schema;
                    ArrayNode types = number.putArray("type").add("string").add("number");
                    if (isNullable) {
                        types.add("null");
                    }
                    number.put("exclusiveMinimum", 0).put("maximum", new BigDecimal("9999999999.9999"));
                });
    }

    static Map<String, JsonNode> byKey(Stream<Map.Entry<String, JsonNode>> entries, Function<JsonNode, JsonNode> as) {
        return entries.collect(Collectors.toMap(Map.Entry::getKey, entry -> as.apply(entry.getValue())));
    }
}
