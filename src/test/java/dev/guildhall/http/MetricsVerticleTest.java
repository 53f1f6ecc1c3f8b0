package dev.guildhall.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What Prometheus is answered while a metric cannot be read. */
@ExtendWith(VertxExtension.class)
@Tag("OPS-2")
class MetricsVerticleTest {
    private static final Duration AT_MOST = Duration.ofSeconds(20);

    private final Vertx vertx;
    private final Metrics metrics = new Metrics();

    MetricsVerticleTest(Vertx vertx) {
        this.vertx = vertx;
    }

    @Test
    void answersWithAllOthersIfAGaugeFails() throws Exception {
        Gauge.builder("broken", MetricsVerticleTest::fail).register(metrics.registry());
        Gauge.builder("working", () -> 42).register(metrics.registry());
        HttpResponse<String> answer = scrape(deployed());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body().lines()).contains("broken NaN", "working 42.0");
    }

    @Test
    void answersThatItCannotIfTheyCannotBeCollected() throws Exception {
        FunctionCounter.builder("broken", this, self -> fail()).register(metrics.registry());
        MetricsVerticle verticle = deployed();
        for (int i = 0; i < 2; i++) {
            HttpResponse<String> answer = scrape(verticle);
            assertThat(answer.statusCode()).isEqualTo(500);
            assertThat(answer.body()).isEmpty();
            assertThat(answer.headers().firstValue("X-Request-Id")).isPresent();
        }
    }

    private MetricsVerticle deployed() throws Exception {
        MetricsVerticle verticle = new MetricsVerticle(
                new HttpConfig("127.0.0.1", 0, "127.0.0.1", null, "127.0.0.1", 0, null, Set.of(), Set.of()), metrics);
        vertx.deployVerticle(verticle).await(AT_MOST.toSeconds(), TimeUnit.SECONDS);
        return verticle;
    }

    private static HttpResponse<String> scrape(MetricsVerticle verticle) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + verticle.port() + Metrics.PATH);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).timeout(AT_MOST).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static double fail() {
        throw new IllegalStateException("this metric cannot be read");
    }
}
