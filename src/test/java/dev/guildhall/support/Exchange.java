package dev.guildhall.support;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** A request and its response. {@link #check} fails if one of them does not match the contract. */
record Exchange(
        String method,
        String path,
        List<Map.Entry<String, String>> requestHeaders,
        byte[] requestBody,
        int status,
        HttpHeaders headers,
        byte[] body) {

    /** The contract says once, for all operations, that each may answer with one of these codes. */
    private static final Set<String> CODES_OF_ALL_OPERATIONS =
            Set.of("malformed_request", "uri_too_long", "headers_too_large", "bad_gateway", "gateway_timeout");

    private static final Contract CONTRACT = Contract.get();

    void check() {
        // Without the host, a path that begins with two slashes would be parsed as a host.
        URI uri = URI.create("http://localhost" + path);
        String rawPath = uri.getRawPath();
        Operation operation = CONTRACT.operation(method, rawPath).orElse(null);
        List<String> differences = new ArrayList<>();
        if (operation == null) {
            if (status < 400 && !rawPath.startsWith("/docs/") && !method.equals("OPTIONS")) {
                differences.add("the contract has no such operation");
            }
        } else if (!CODES_OF_ALL_OPERATIONS.contains(code())) {
            JsonNode response = operation.responses().get(String.valueOf(status));
            if (response == null) {
                differences.add("the contract has no such status");
            } else {
                CONTRACT.markExercised(operation, status);
                checkResponse(response, differences);
            }
            if (status < 300) {
                checkRequest(operation, uri, differences);
            }
        }
        if (!differences.isEmpty()) {
            throw new AssertionError((operation == null ? "" : operation + ": ") + this
                    + " does not match the contract:\n" + String.join("\n", differences));
        }
    }

    private void checkResponse(JsonNode response, List<String> differences) {
        response.path("headers").properties().forEach(header -> {
            JsonNode described = CONTRACT.resolve(header.getValue());
            String value = headers.firstValue(header.getKey()).orElse(null);
            if (value == null) {
                differences.add("it has no header " + header.getKey());
            } else {
                addViolations(
                        "header " + header.getKey(),
                        described.path("schema"),
                        parsed(described.path("schema"), value),
                        differences);
            }
        });
        String type = headers.firstValue("Content-Type").orElse("").replaceAll(";.*", "");
        JsonNode content = response.path("content");
        if (content.isEmpty() ? body.length > 0 : !content.has(type)) {
            differences.add("it is of type \"" + type + "\"");
        } else if (type.endsWith("json")) {
            try {
                addViolations("response", content.path(type).path("schema"), Contract.json(body), differences);
            } catch (IOException e) {
                differences.add("it is not JSON: " + e.getMessage());
            }
        }
    }

    /** A request that the server has accepted must be allowed by the contract. */
    private void checkRequest(Operation operation, URI uri, List<String> differences) {
        String[] template = operation.path().split("/");
        String[] segments = uri.getRawPath().split("/");
        for (int i = 0; i < template.length; i++) {
            String name = template[i].replaceAll("[{}]", "");
            if (!name.equals(template[i])) {
                checkParameter(operation, "path", name, decoded(segments[i]), differences);
            }
        }
        Set<String> sent = new TreeSet<>();
        boolean ignoresQuery =
                operation.path().startsWith("/health/") || operation.path().equals("/metrics");
        query(uri).filter(parameter -> !ignoresQuery).forEach(parameter -> {
            String[] parts = parameter.split("=", 2);
            sent.add(decoded(parts[0]));
            checkParameter(
                    operation, "query", decoded(parts[0]), parts.length == 1 ? "" : decoded(parts[1]), differences);
        });
        operation
                .parametersIn("query")
                .filter(parameter -> parameter.isRequired() && !sent.contains(parameter.name()))
                .forEach(parameter -> differences.add("it was accepted without " + parameter.name()));
        requestHeaders.stream()
                .filter(header -> operation.parameter("header", header.getKey()).isPresent())
                .forEach(
                        header -> checkParameter(operation, "header", header.getKey(), header.getValue(), differences));
        checkBody(operation, differences);
    }

    private void checkBody(Operation operation, List<String> differences) {
        JsonNode schema = operation.body();
        if (schema == null || requestBody.length == 0) {
            if (schema != null && operation.needsBody()) {
                differences.add("it was accepted without a body");
            }
            return;
        }
        try {
            JsonNode sent = Contract.json(requestBody);
            // The server strips white space at the ends of a text before it checks the text.
            if (!CONTRACT.violations(schema, stripped(sent)).isEmpty()) {
                addViolations("accepted request", schema, sent, differences);
            }
        } catch (IOException e) {
            differences.add("it was accepted although it is not JSON: " + e.getMessage());
        }
    }

    private static void checkParameter(
            Operation operation, String in, String name, String value, List<String> differences) {
        operation
                .parameter(in, name)
                .ifPresentOrElse(
                        parameter -> addViolations(
                                "accepted " + in + " parameter " + name,
                                single(parameter.schema()),
                                parsed(single(parameter.schema()), value),
                                differences),
                        () -> differences.add("it was accepted with the unknown " + in + " parameter " + name));
    }

    /** The schema of one value of a parameter that may be repeated. */
    private static JsonNode single(JsonNode schema) {
        return schema.has("items") ? schema.path("items") : schema;
    }

    private static JsonNode parsed(JsonNode schema, String value) {
        String type = CONTRACT.resolve(schema).path("type").asText();
        boolean isNumber = type.equals("integer") && value.matches("-?\\d{1,18}");
        return isNumber ? JsonNodeFactory.instance.numberNode(Long.parseLong(value)) : new TextNode(value);
    }

    private static void addViolations(String what, JsonNode schema, JsonNode value, List<String> differences) {
        CONTRACT.violations(schema, value).forEach(violation -> differences.add(what + " " + violation));
    }

    private static JsonNode stripped(JsonNode sent) {
        if (!sent.isObject()) {
            return sent;
        }
        ObjectNode fields = sent.deepCopy();
        sent.properties().stream()
                .filter(field -> field.getValue().isTextual())
                .forEach(field ->
                        fields.put(field.getKey(), field.getValue().asText().strip()));
        return fields;
    }

    private static Stream<String> query(URI uri) {
        String query = uri.getRawQuery();
        return query == null ? Stream.of() : Stream.of(query.split("&")).filter(part -> !part.isEmpty());
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, UTF_8);
    }

    private String code() {
        try {
            return status < 400 ? "" : Contract.json(body).path("code").asText();
        } catch (IOException e) {
            return "";
        }
    }

    @Override
    public String toString() {
        String text = new String(requestBody, UTF_8);
        String answer = new String(body, UTF_8);
        return method + " " + path + " " + text.substring(0, Math.min(500, text.length())) + " → " + status + " "
                + answer.substring(0, Math.min(1_000, answer.length()));
    }
}
