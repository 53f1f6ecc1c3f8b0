package dev.guildhall.support;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * One method of one path in the contract, with its references resolved.
 *
 * @param responses by status
 */
public record Operation(
        String id,
        String method,
        String path,
        Pattern pattern,
        List<Parameter> parameters,
        @Nullable JsonNode body,
        boolean needsBody,
        Map<String, JsonNode> responses) {

    /** @param in {@code path}, {@code query} or {@code header} */
    public record Parameter(String name, String in, boolean isRequired, JsonNode schema) {}

    static Operation of(Contract contract, String method, String path, JsonNode item, JsonNode operation) {
        JsonNode body = contract.resolve(operation.path("requestBody"));
        JsonNode schema = body.at("/content/application~1json/schema");
        return new Operation(
                operation.path("operationId").asText(),
                method,
                path,
                Pattern.compile(path.replace(".", "\\.").replaceAll("\\{[^}]+}", "[^/]+")),
                Stream.concat(list(item.path("parameters")), list(operation.path("parameters")))
                        .map(contract::resolve)
                        .map(parameter -> new Parameter(
                                parameter.path("name").asText(),
                                parameter.path("in").asText(),
                                parameter.path("required").asBoolean(),
                                parameter.path("schema")))
                        .toList(),
                schema.isMissingNode() ? null : schema,
                body.path("required").asBoolean(),
                Contract.byKey(operation.path("responses").properties().stream(), contract::resolve));
    }

    public Set<String> statuses() {
        return responses.keySet();
    }

    public boolean isInternal() {
        return path.startsWith("/internal/");
    }

    boolean matches(String requested) {
        return pattern.matcher(requested).matches();
    }

    Optional<Parameter> parameter(String in, String name) {
        return parameters.stream()
                .filter(parameter ->
                        parameter.in().equals(in) && parameter.name().equalsIgnoreCase(name))
                .findFirst();
    }

    Stream<Parameter> parametersIn(String in) {
        return parameters.stream().filter(parameter -> parameter.in().equals(in));
    }

    @Override
    public String toString() {
        return id + " (" + method + " " + path + ")";
    }

    private static Stream<JsonNode> list(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
