package dev.guildhall.sbom;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.guildhall.sbom.Component.OsvPackage;
import dev.guildhall.sbom.VulnerabilityCheck.Finding;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** @see <a href="https://google.github.io/osv.dev/post-v1-querybatch/">OSV: querybatch</a> */
record OsvApi(URI address) {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    /** @throws IOException if OSV cannot be reached or does not answer as documented */
    Set<Finding> find(List<Component> components) throws IOException, InterruptedException {
        List<Query> queries = new ArrayList<>();
        for (Component component : components) {
            for (OsvPackage osvPackage : component.packages()) {
                ObjectNode query = JSON.createObjectNode().put("version", component.version());
                query.putObject("package")
                        .put("ecosystem", osvPackage.ecosystem())
                        .put("name", osvPackage.name());
                queries.add(new Query(component, query));
            }
        }
        Set<Finding> found = new TreeSet<>();
        while (!queries.isEmpty()) {
            JsonNode results = send(queries).path("results");
            if (results.size() != queries.size()) {
                throw new IOException(
                        "the response has " + results.size() + " results for " + queries.size() + " queries");
            }
            List<Query> next = new ArrayList<>();
            for (int i = 0; i < queries.size(); i++) {
                Query query = queries.get(i);
                JsonNode result = results.path(i);
                result.path("vulns")
                        .forEach(vulnerability -> found.add(new Finding(
                                vulnerability.path("id").asText(),
                                query.component().toString())));
                if (result.hasNonNull("next_page_token")) {
                    query.json().set("page_token", result.get("next_page_token"));
                    next.add(query);
                }
            }
            queries = next;
        }
        return found;
    }

    private JsonNode send(List<Query> queries) throws IOException, InterruptedException {
        ObjectNode body = JSON.createObjectNode();
        queries.forEach(query -> body.withArray("queries").add(query.json()));
        HttpResponse<byte[]> response = HttpClient.newBuilder()
                .connectTimeout(CONNECT_TIMEOUT)
                .build()
                .send(
                        HttpRequest.newBuilder(address.resolve("/v1/querybatch"))
                                .timeout(TIMEOUT)
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray());
        if (response.statusCode() != 200) {
            throw new IOException("the response has the status " + response.statusCode());
        }
        return JSON.readTree(response.body());
    }

    private record Query(Component component, ObjectNode json) {}
}
