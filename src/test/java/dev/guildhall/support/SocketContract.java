package dev.guildhall.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** {@code docs/asyncapi.yaml}: the frames that the server and the clients may send, and whether a frame matches its schema. */
public final class SocketContract {
    public static final Path FILE = Path.of("docs/asyncapi.yaml");
    public static final SocketContract INSTANCE = new SocketContract();

    private final JsonNode document = parse(FILE);
    private final Map<String, JsonNode> fromServer = messages("tell");
    private final Map<String, JsonNode> fromClient = messages("hear");
    /** By the JSON pointer to the schema of a payload. */
    private final Map<String, JsonSchema> validators = new ConcurrentHashMap<>();

    private SocketContract() {}

    public static JsonNode parse(Path yaml) {
        try {
            return new YAMLMapper().readTree(Files.readString(yaml));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The messages that the server sends, by the type of their frames. */
    public Map<String, JsonNode> fromServer() {
        return fromServer;
    }

    /** The messages that a client may send. */
    public Map<String, JsonNode> fromClient() {
        return fromClient;
    }

    /** The errors of a frame of the server; empty if the frame matches. */
    public List<String> violationsFromServer(JsonNode frame) {
        return violations(fromServer.get(frame.path("type").asText()), frame);
    }

    public List<String> violationsFromClient(JsonNode frame) {
        return violations(fromClient.get(frame.path("type").asText("message.send")), frame);
    }

    public List<JsonNode> closeCodes() {
        return list(document.at("/channels/socket/x-close-codes")).toList();
    }

    public JsonNode schemas() {
        return document.at("/components/schemas");
    }

    public JsonNode schemaOf(JsonNode message) {
        return follow(message.path("payload"));
    }

    public static Stream<JsonNode> examplesOf(JsonNode message) {
        return list(message.path("examples")).map(example -> example.path("payload"));
    }

    private Map<String, JsonNode> messages(String operation) {
        Map<String, JsonNode> messages = new LinkedHashMap<>();
        list(document.at("/operations/" + operation + "/messages"))
                .map(reference -> follow(follow(reference)))
                .forEach(message -> messages.put(message.path("name").asText(), message));
        return messages;
    }

    private List<String> violations(@Nullable JsonNode message, JsonNode frame) {
        if (message == null) {
            return List.of("there is no such frame: " + frame);
        }
        return validators
                .computeIfAbsent(message.at("/payload/$ref").asText(), this::validator)
                .validate(frame)
                .stream()
                .map(ValidationMessage::getMessage)
                .map(what -> what + " in " + frame)
                .toList();
    }

    private JsonSchema validator(String reference) {
        ObjectNode schema = document.deepCopy();
        Contract.sayToTheLetter(schema);
        schema.putArray("allOf").addObject().put("$ref", reference);
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7)
                .getSchema(
                        schema,
                        SchemaValidatorsConfig.builder()
                                .formatAssertionsEnabled(true)
                                .build());
    }

    private JsonNode follow(JsonNode reference) {
        return document.at(reference.path("$ref").asText().substring(1));
    }

    private static Stream<JsonNode> list(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
