package dev.guildhall.realtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.guildhall.failure.Failure;
import dev.guildhall.http.Body;
import dev.guildhall.support.SocketContract;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("DOC-5")
class RealtimeContractTest {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (\\d{4}) \\| ([^|]+) \\| (yes|no) \\| [^|]+ \\|$");
    private static final Pattern STOPS_AFTER = Pattern.compile("code === (\\d{4})");

    private final SocketContract contract = SocketContract.INSTANCE;

    @Test
    void describesEveryFrameThatTheServerSends() {
        assertThat(contract.fromServer().keySet())
                .containsExactlyInAnyOrderElementsOf(Stream.of(Frame.class.getPermittedSubclasses())
                        .map(frame -> frame.getAnnotation(JsonTypeName.class).value())
                        .toList());
    }

    @Test
    void describesEveryFrameThatAClientMaySend() {
        assertThat(contract.fromClient().values().stream()
                        .flatMap(SocketContract::examplesOf)
                        .map(RealtimeContractTest::parsed)
                        .map(Object::getClass)
                        .distinct())
                .containsExactlyInAnyOrder(ClientFrame.class.getPermittedSubclasses());
        assertThat(refusalOf(Map.of("type", "presence")).errors().get(0).detail())
                .isEqualTo("One of " + String.join(", ", contract.fromClient().keySet()) + ".");
    }

    @Test
    void allowsTheSameTextOfAMessageAsTheContractForRest() throws IOException {
        String schema = "/components/schemas/";
        assertThat(new YAMLMapper()
                        .readTree(Path.of("docs/asyncapi.yaml").toFile())
                        .at(schema + "MessageSend/properties/content"))
                .isEqualTo(new YAMLMapper()
                        .readTree(Path.of("docs/openapi.yaml").toFile())
                        .at(schema + "MessageInput/properties/content"));
    }

    @Test
    void givesValidExamples() {
        assertThat(contract.fromServer().values().stream().flatMap(SocketContract::examplesOf))
                .hasSizeGreaterThanOrEqualTo(contract.fromServer().size())
                .allSatisfy(frame ->
                        assertThat(contract.violationsFromServer(frame)).isEmpty());
        assertThat(contract.fromClient().values().stream().flatMap(SocketContract::examplesOf))
                .hasSizeGreaterThanOrEqualTo(contract.fromClient().size())
                .allSatisfy(frame ->
                        assertThat(contract.violationsFromClient(frame)).isEmpty());
    }

    @Test
    void allowsNoOtherFieldsAndRequiresThemAll() {
        for (JsonNode message : contract.fromServer().values()) {
            JsonNode example = SocketContract.examplesOf(message).findFirst().orElseThrow();
            ObjectNode longer = example.deepCopy();
            assertThat(contract.violationsFromServer(longer.put("surprise", 1))).isNotEmpty();
            contract.schemaOf(message).path("required").forEach(field -> {
                ObjectNode shorter = example.deepCopy();
                shorter.remove(field.asText());
                assertThat(contract.violationsFromServer(shorter))
                        .as("without %s", field)
                        .isNotEmpty();
            });
        }
    }

    @Test
    void refusesAnIdThatIsNoUuid() throws IOException {
        String typing = "{\"type\": \"typing\", \"user_id\": \"somebody\"}";

        assertThat(contract.violationsFromClient(new ObjectMapper().readTree(typing)))
                .isNotEmpty();
    }

    @Test
    void closesWithTheCodesThatAreDocumented() throws IOException {
        String document = Files.readString(Path.of("docs/realtime.md"));
        List<MatchResult> rows = ROW.matcher(document).results().toList();

        assertThat(rows)
                .extracting(row -> row.group(1) + " " + row.group(2))
                .containsExactlyElementsOf(Stream.of(CloseCode.values())
                        .map(code -> code.number() + " " + code.reason())
                        .toList());
        assertThat(contract.closeCodes())
                .extracting(code ->
                        code.path("code").asText() + " " + code.path("reason").asText() + " "
                                + (code.path("reconnect").asBoolean() ? "yes" : "no"))
                .containsExactlyElementsOf(rows.stream()
                        .map(row -> row.group(1) + " " + row.group(2) + " " + row.group(3))
                        .toList());
        assertThat(rows.stream().filter(row -> row.group(3).equals("no")).map(row -> row.group(1)))
                .as("the codes after which the example stops")
                .containsExactlyElementsOf(STOPS_AFTER
                        .matcher(document)
                        .results()
                        .map(code -> code.group(1))
                        .toList());
    }

    @Test
    void describesTheSchemasItSharesWithRestInTheSameWords() {
        JsonNode rest = SocketContract.parse(Path.of("docs/openapi.yaml")).at("/components/schemas");

        assertThat(contract.schemas().properties())
                .filteredOn(schema -> rest.has(schema.getKey()))
                .hasSizeGreaterThan(9)
                .allSatisfy(schema -> assertThat(schema.getValue()).isEqualTo(rest.path(schema.getKey())));
        assertThat(contract.schemas().at("/Error/properties/code/enum")).isSubsetOf(rest.at("/ProblemCode/enum"));
    }

    private static ClientFrame parsed(JsonNode frame) {
        return ClientFrame.parse(Body.parse(Buffer.buffer(frame.toString())));
    }

    private static Failure.Invalid refusalOf(Map<String, Object> frame) {
        return catchThrowableOfType(
                Failure.Invalid.class,
                () -> ClientFrame.parse(Body.parse(JsonObject.mapFrom(frame).toBuffer())));
    }
}
