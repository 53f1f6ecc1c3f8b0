package dev.guildhall.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.guildhall.support.ApiClient;
import dev.guildhall.support.LoadBalancer;
import dev.guildhall.support.Market;
import dev.guildhall.support.NodeProcess;
import dev.guildhall.support.Person;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LogFormatIT {
    @RegisterExtension
    static final Market market = new Market();

    @Test
    @Tag("OPS-6")
    @Tag("API-13")
    void writesEachLineAsJsonWithTheRequestsId() throws Exception {
        try (NodeProcess node =
                NodeProcess.on(market.database(), LoadBalancer.freePort(), Map.of("LOG_FORMAT", "json"))) {
            List<String> lines = node.linesUntil("listens on");
            Person mira = market.aUser("Mira");
            new ApiClient(node.port())
                    .as(mira)
                    .with("X-Request-Id", "the-one")
                    .get("/gigs?q=secret")
                    .expect(200);
            lines.addAll(node.linesUntil("the-one"));
            for (String line : lines) {
                JsonNode json = new ObjectMapper().readTree(line);
                assertThat(json.path("@timestamp").asText()).endsWith("Z");
                assertThat(json.path("level").asText()).isEqualTo("INFO");
                assertThat(json.path("message").asText()).isNotBlank();
            }
            JsonNode request = new ObjectMapper().readTree(lines.get(lines.size() - 1));
            assertThat(request.path("request_id").asText()).isEqualTo("the-one");
            assertThat(request.path("user_id").asText()).isEqualTo(mira.id().toString());
            assertThat(request.path("method").asText()).isEqualTo("GET");
            assertThat(request.path("path").asText()).isEqualTo("/gigs");
            assertThat(request.path("status").asInt()).isEqualTo(200);
            assertThat(request.path("took_us").asLong()).isPositive();
        }
    }
}
