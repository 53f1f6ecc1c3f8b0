package dev.guildhall.support;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.guildhall.text.Characters;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What generators of clients stumble over must not be in the contract. */
@Tag("WEB-11")
class ContractRulesTest {
    private static final JsonNode DOCUMENT = SocketContract.parse(Path.of("docs", "openapi.yaml"));
    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");
    private static final Set<String> NO_SCHEMAS = Set.of("example", "examples");
    private static final Pattern CONTROL_CHARACTER = Pattern.compile(
            "[\\p{Cc}\\u2028\\u2029]|\\\\u00[01][0-9A-Fa-f]|\\\\u00(7[Ff]|[89][0-9A-Fa-f])|\\\\u202[89]");
    private static final Pattern FLAG_U = Pattern.compile("\\\\[pP]\\{|\\\\u\\{");

    private final Map<String, JsonNode> nodes = new TreeMap<>();

    ContractRulesTest() {
        collect("#", DOCUMENT);
    }

    private void collect(String place, JsonNode node) {
        nodes.put(place, node);
        node.properties().stream()
                .filter(member -> !NO_SCHEMAS.contains(member.getKey()))
                .forEach(member -> collect(place + "/" + member.getKey(), member.getValue()));
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            collect(place + "/" + i, node.path(i));
        }
    }

    @Test
    void noFormatStandsBesideAPattern() {
        assertThat(places(node -> node.path("format").isTextual() && node.has("pattern")))
                .as("format beside a pattern: python looks for the pattern in what it has made of the format already")
                .isEmpty();
    }

    @Test
    void noEnumHasANull() {
        assertThat(places(node -> elements(node.path("enum")).anyMatch(JsonNode::isNull)))
                .as("null in an enum: python and Kotlin make a member of it; say anyOf with type: 'null' instead")
                .isEmpty();
    }

    @Test
    void everyConstantIsAText() {
        assertThat(places(node -> (node.has("const") && !node.path("const").isTextual()
                                || elements(node.path("enum")).anyMatch(value -> !value.isTextual()))
                        && node.has("type")))
                .as("constants that are no texts: java compares them with a text, and does not compile")
                .isEmpty();
    }

    @Test
    void noNumberIsAMultipleOfAFraction() {
        assertThat(places(node -> node.has("multipleOf")))
                .as("multipleOf: in JavaScript 0.07 is no multiple of 0.01")
                .isEmpty();
    }

    @Test
    void noPatternHasAControlCharacter() {
        assertThat(places(node -> CONTROL_CHARACTER
                        .matcher(node.path("pattern").asText(""))
                        .find()))
                .as("control characters in a pattern: hey-api writes \\u0000 out as the character; \\x00 stays, and"
                        + " U+2028 and U+2029 have to be within a range")
                .isEmpty();
    }

    @Test
    void noPatternNeedsAFlag() {
        assertThat(places(
                        node -> FLAG_U.matcher(node.path("pattern").asText("")).find()))
                .as("patterns that mean something else without the flag u, which hey-api and orval do not set")
                .isEmpty();
    }

    @Test
    void nothingNullableIsAChoiceWithAReference() {
        assertThat(places(node ->
                        choices(node).anyMatch(this::isNull) && choices(node).anyMatch(choice -> choice.has("$ref"))))
                .as("null or a $ref: say type: [string, 'null'], or [object, 'null'] in a schema of its own")
                .isEmpty();
    }

    @Test
    void everyValueHasOneType() {
        assertThat(places(node -> elements(node.path("type"))
                                        .filter(type -> !type.asText().equals("null"))
                                        .count()
                                > 1
                        || choices(node).filter(choice -> !isNull(choice)).count() > 1))
                .as("values of several types: Kotlin makes a class without any field, or one that needs all of all")
                .isEmpty();
    }

    @Test
    void everyOperationHasADescription() {
        List<String> without = new ArrayList<>();
        DOCUMENT.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().stream()
                        .filter(method -> METHODS.contains(method.getKey()))
                        .filter(method ->
                                method.getValue().path("description").asText("").isBlank())
                        .forEach(method -> without.add(method.getKey() + " " + path.getKey())));

        assertThat(without).as("operations without a description").isEmpty();
    }

    @Test
    void answersMayGetFieldsAndRequestsMayNot() {
        Set<String> answered = reachable("responses");
        Set<String> requested = reachable("requestBody");

        assertThat(answered)
                .as("answers that forbid fields which a client does not know")
                .noneMatch(place -> node(place).has("additionalProperties"));
        assertThat(requested)
                .as("requests that do not forbid fields which the server does not know")
                .noneMatch(place -> node(place).has("properties")
                        && node(place).path("type").asText().equals("object")
                        && node(place).path("additionalProperties").asBoolean(true));
    }

    @Test
    void patternsAllowTheCharactersThatTheServerAllows() {
        Pattern line = pattern("/components/schemas/Line/pattern");
        Pattern paragraph = pattern("/components/schemas/Paragraph/pattern");

        assertThat(characters(character ->
                        matches(line, character) != (isVisible(character) && Characters.isOfALine(character))))
                .as("lines of one character, that the server and the contract do not both allow")
                .isEmpty();
        assertThat(characters(character -> matches(line, 'a', character, 'b') != Characters.isOfALine(character)))
                .as("characters in lines, that the server and the contract do not both allow")
                .isEmpty();
        assertThat(characters(character -> matches(paragraph, character) != isVisible(character)))
                .as("texts of one character, that the server and the contract do not both allow")
                .isEmpty();
        assertThat(characters(character -> matches(paragraph, 'a', character, 'b') != (character != 0)))
                .as("characters in texts, that the server and the contract do not both allow")
                .isEmpty();
    }

    @Test
    void allTextsHaveTheSamePattern() {
        assertThat(Stream.of(
                                "/components/schemas/GigDescription/pattern",
                                "/components/schemas/MessageInput/properties/content/pattern",
                                "/components/schemas/StatementInput/properties/text/pattern",
                                "/components/schemas/Credentials/properties/email/pattern")
                        .map(place -> DOCUMENT.at(place).asText()))
                .containsOnly(
                        DOCUMENT.at("/components/schemas/Paragraph/pattern").asText());
    }

    private List<String> places(Predicate<JsonNode> isBad) {
        return nodes.entrySet().stream()
                .filter(node -> isBad.test(node.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private JsonNode node(String place) {
        return Objects.requireNonNull(nodes.get(place), place);
    }

    private Stream<JsonNode> choices(JsonNode node) {
        return Stream.concat(elements(node.path("anyOf")), elements(node.path("oneOf")));
    }

    private boolean isNull(JsonNode choice) {
        return choice.path("type").asText().equals("null");
    }

    /** The places of all schemas that a part of the operations leads to. */
    private Set<String> reachable(String part) {
        Set<String> reached = new TreeSet<>();
        nodes.keySet().stream()
                .filter(place -> place.matches("#/paths/.*/(get|post|put|patch|delete)/" + part))
                .forEach(place -> reach(place, reached));
        return reached;
    }

    private void reach(String root, Set<String> reached) {
        if (reached.contains(root)) {
            return;
        }
        Collection<String> beneath = nodes.keySet().stream()
                .filter(place -> place.equals(root) || place.startsWith(root + "/"))
                .toList();
        reached.addAll(beneath);
        beneath.stream()
                .map(place -> node(place).path("$ref").asText(""))
                .filter(reference -> !reference.isEmpty())
                .forEach(reference -> reach(reference, reached));
    }

    private static Stream<JsonNode> elements(JsonNode array) {
        return array.isArray() ? StreamSupport.stream(array.spliterator(), false) : Stream.empty();
    }

    private static Pattern pattern(String place) {
        return Pattern.compile(DOCUMENT.at(place).asText().replaceAll("\\$$", "\\\\z"));
    }

    private static boolean matches(Pattern pattern, int... characters) {
        return pattern.matcher(new String(characters, 0, characters.length)).find();
    }

    private static boolean isVisible(int character) {
        return !Characters.isBlank(Character.toString(character));
    }

    /** Those beyond U+FFFF cannot be told apart by a pattern that means the same with and without the flag u. */
    private static List<String> characters(IntPredicate isBad) {
        return IntStream.rangeClosed(0, 0xFFFF)
                .filter(character -> !Character.isSurrogate((char) character))
                .filter(isBad)
                .mapToObj("U+%04X"::formatted)
                .toList();
    }
}
