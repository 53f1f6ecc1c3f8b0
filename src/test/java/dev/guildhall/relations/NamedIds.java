package dev.guildhall.relations;

import com.fasterxml.jackson.databind.JsonNode;
import dev.guildhall.support.Contract;
import dev.guildhall.support.SocketContract;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.StreamSupport;

/** All ids that requests and frames can contain by the contracts, each as {@code getOrder path id}. */
final class NamedIds {
    private NamedIds() {}

    static Set<String> read() {
        Set<String> ids = new TreeSet<>();
        Contract contract = Contract.get();
        contract.operations().forEach(operation -> {
            operation.parameters().stream()
                    .filter(parameter -> isId(parameter.schema(), contract::resolve))
                    .forEach(parameter -> ids.add(operation.id() + " " + parameter.in() + " " + parameter.name()));
            if (operation.body() != null) {
                fields(contract.resolve(operation.body()), contract::resolve)
                        .forEach(field -> ids.add(operation.id() + " body " + field));
            }
        });
        SocketContract frames = SocketContract.INSTANCE;
        SocketContract.parse(SocketContract.FILE)
                .at("/channels/socket/parameters")
                .fieldNames()
                .forEachRemaining(name -> ids.add("socket path " + name));
        frames.fromClient()
                .forEach((type, message) -> fields(frames.schemaOf(message), NamedIds::followFrame)
                        .forEach(field -> ids.add(type + " frame " + field)));
        return ids;
    }

    private static Set<String> fields(JsonNode object, UnaryOperator<JsonNode> follow) {
        Set<String> ids = new TreeSet<>();
        object.path("properties").properties().stream()
                .filter(field -> isId(field.getValue(), follow))
                .forEach(field -> ids.add(field.getKey()));
        return ids;
    }

    /** Whether a value is an id, can be one, or contains ids. */
    private static boolean isId(JsonNode schema, UnaryOperator<JsonNode> follow) {
        JsonNode node = follow.apply(schema);
        return node.path("format").asText().equals("uuid")
                || node.at("/propertyNames/format").asText().equals("uuid")
                || node.has("items") && isId(node.path("items"), follow)
                || Set.of("anyOf", "allOf", "oneOf").stream()
                        .flatMap(kind -> StreamSupport.stream(node.path(kind).spliterator(), false))
                        .anyMatch(part -> isId(part, follow));
    }

    private static JsonNode followFrame(JsonNode node) {
        String reference = node.path("$ref").asText();
        return reference.isEmpty()
                ? node
                : followFrame(
                        SocketContract.INSTANCE.schemas().path(reference.substring(reference.lastIndexOf('/') + 1)));
    }
}
