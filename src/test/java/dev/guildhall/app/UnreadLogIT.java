package dev.guildhall.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.support.ApiClient;
import dev.guildhall.support.LoadBalancer;
import dev.guildhall.support.Market;
import dev.guildhall.support.NodeProcess;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A node whose stdout is a pipe that is not read after the start. */
@Tag("RUN-25")
class UnreadLogIT {
    private static final Pattern DROPPED = Pattern.compile("(?m)^log_lines_dropped_total (\\d+)");
    /** So long that the pipe is full after a few lines. */
    private static final String PATH = "/nothing/" + "x".repeat(2_000);

    @RegisterExtension
    static final Market market = new Market();

    @ParameterizedTest
    @ValueSource(strings = {LogFormat.TEXT, LogFormat.JSON})
    void blocksNeitherRequestsNorTheStopOfTheNode(String format) throws Exception {
        int metrics = LoadBalancer.freePort();
        try (NodeProcess node = NodeProcess.on(
                market.database(),
                LoadBalancer.freePort(),
                Map.of("LOG_FORMAT", format, "METRICS_PORT", String.valueOf(metrics)))) {
            node.linesUntil("listens on");
            assertThat(dropped(metrics)).isZero();
            ApiClient api = new ApiClient(node.port());
            while (dropped(metrics) == 0) {
                for (int i = 0; i < 100; i++) {
                    api.get(PATH).expect(404);
                }
            }

            api.get("/health/live").expect(200);
            api.get("/gigs").expect(200);
            Instant before = Instant.now();
            node.stop();
            assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(5));
        }
    }

    private static long dropped(int port) throws IOException {
        try (InputStream in =
                URI.create("http://127.0.0.1:" + port + "/metrics").toURL().openStream()) {
            Matcher counter = DROPPED.matcher(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            assertThat(counter.find()).as("the metric exists").isTrue();
            return Long.parseLong(counter.group(1));
        }
    }
}
