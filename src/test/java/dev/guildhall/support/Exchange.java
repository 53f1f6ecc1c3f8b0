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

/** A request with its answer, held against the contract: whatever differs is drift, and fails the test that sent it. */
record Exchange(
        String method,
        String path,
        List<Map.Entry<String, String>> requestHeaders,
        byte[] requestBody,
        int status,
        HttpHeaders headers,
        byte[] body) {

    /** They can come from anywhere, says the contract. */
    private static final Set<String> ANYWHERE =
            Set.of("malformed_request", "uri_too_long", "headers_too_large", "bad_gateway", "gateway_timeout");

    private static final Contract CONTRACT = Contract.get();

    void check() {
        // With a host, or the second of two slashes would begin one.
        URI uri = URI.create("http://localhost" + path);
        String rawPath = uri.getRawPath();
        Operation operation = CONTRACT.operation(method, rawPath).orElse(null);
        List<String> drift = new ArrayList<>();
        if (operation == null) {
            if (status < 400 && !rawPath.startsWith("/docs/") && !method.equals("OPTIONS")) {
                drift.add("the contract has no such operation");
            }
        } else if (!ANYWHERE.contains(code())) {
            JsonNode response = operation.responses().get(String.valueOf(status));
            if (response == null) {
                drift.add("the contract has no such status");
            } else {
                CONTRACT.exercise(operation, status);
                checkAnswer(response, drift);
            }
            if (status < 300) {
                checkRequest(operation, uri, drift);
            }
        }
        if (!drift.isEmpty()) {
            throw new AssertionError((operation == null ? "" : operation + ": ") + this
                    + " is not as in the contract:\n" + String.join("\n", drift));
        }
    }

    private void checkAnswer(JsonNode response, List<String> drift) {
        response.path("headers").properties().forEach(header -> {
            JsonNode described = CONTRACT.follow(header.getValue());
            String value = headers.firstValue(header.getKey()).orElse(null);
            if (value == null) {
                drift.add("it has no header " + header.getKey());
            } else {
                violations(
                        "header " + header.getKey(),
                        described.path("schema"),
                        read(described.path("schema"), value),
                        drift);
            }
        });
        String type = headers.firstValue("Content-Type").orElse("").replaceAll(";.*", "");
        JsonNode content = response.path("content");
        if (content.isEmpty() ? body.length > 0 : !content.has(type)) {
            drift.add("it is of type \"" + type + "\"");
        } else if (type.endsWith("json")) {
            try {
                violations("answer", content.path(type).path("schema"), Contract.json(body), drift);
            } catch (IOException e) {
                drift.add("it is no JSON: " + e.getMessage());
            }
        }
    }

    /** What the server takes, the contract must allow. */
    private void checkRequest(Operation operation, URI uri, List<String> drift) {
        String[] template = operation.path().split("/");
        String[] segments = uri.getRawPath().split("/");
        for (int i = 0; i < template.length; i++) {
            String name = template[i].replaceAll("[{}]", "");
            if (!name.equals(template[i])) {
                accepted(operation, "path", name, decoded(segments[i]), drift);
            }
        }
        Set<String> sent = new TreeSet<>();
        boolean looksAtNone =
                operation.path().startsWith("/health/") || operation.path().equals("/metrics");
        query(uri).filter(parameter -> !looksAtNone).forEach(parameter -> {
            String[] parts = parameter.split("=", 2);
            sent.add(decoded(parts[0]));
            accepted(operation, "query", decoded(parts[0]), parts.length == 1 ? "" : decoded(parts[1]), drift);
        });
        operation
                .parametersIn("query")
                .filter(parameter -> parameter.isRequired() && !sent.contains(parameter.name()))
                .forEach(parameter -> drift.add("it was taken without " + parameter.name()));
        requestHeaders.stream()
                .filter(header -> operation.parameter("header", header.getKey()).isPresent())
                .forEach(header -> accepted(operation, "header", header.getKey(), header.getValue(), drift));
        checkBody(operation, drift);
    }

    private void checkBody(Operation operation, List<String> drift) {
        JsonNode schema = operation.body();
        if (schema == null || requestBody.length == 0) {
            if (schema != null && operation.needsBody()) {
                drift.add("it was taken without a body");
            }
            return;
        }
        try {
            JsonNode sent = Contract.json(requestBody);
            // Texts lose outer white space before they are looked at.
            if (!CONTRACT.violations(schema, stripped(sent)).isEmpty()) {
                violations("request taken", schema, sent, drift);
            }
        } catch (IOException e) {
            drift.add("it was taken though it is no JSON: " + e.getMessage());
        }
    }

    private static void accepted(Operation operation, String in, String name, String value, List<String> drift) {
        operation
                .parameter(in, name)
                .ifPresentOrElse(
                        parameter -> violations(
                                in + " parameter " + name + " taken",
                                single(parameter.schema()),
                                read(single(parameter.schema()), value),
                                drift),
                        () -> drift.add("it was taken with the unknown " + in + " parameter " + name));
    }

    /** Of a parameter that may be repeated, one. */
    private static JsonNode single(JsonNode schema) {
        return schema.has("items") ? schema.path("items") : schema;
    }

    private static JsonNode read(JsonNode schema, String value) {
        String type = CONTRACT.follow(schema).path("type").asText();
        boolean isNumber = type.equals("integer") && value.matches("-?\\d{1,18}");
        return isNumber ? JsonNodeFactory.instance.numberNode(Long.parseLong(value)) : new TextNode(value);
    }

    private static void violations(String what, JsonNode schema, JsonNode value, List<String> drift) {
        CONTRACT.violations(schema, value).forEach(violation -> drift.add(what + " " + violation));
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
