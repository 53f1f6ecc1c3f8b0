package dev.guildhall.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.support.Answer;
import dev.guildhall.support.Market;
import dev.guildhall.support.Person;
import dev.guildhall.support.Server;
import dev.guildhall.support.TestSocket;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("OPS-2")
class MetricsIT {
    @RegisterExtension
    static final Market market = new Market();

    @Test
    void coverRequestsTheDatabaseAndTheJvm() {
        market.api().get("/orders/" + UUID.randomUUID()).expect(401);
        Answer metrics = market.server().metrics().get("/metrics").expect(200);
        assertThat(metrics.header("Content-Type")).isEqualTo("text/plain; version=0.0.4; charset=utf-8");
        assertThat(metrics.body())
                .contains("http_server_requests_seconds_count{method=\"GET\",route=\"/orders/{id}\",status=\"401\"}")
                .contains("\nhttp_server_requests_in_flight ")
                .containsPattern("\ndatabase_seconds_count\\{kind=\"read\"} [1-9]")
                .contains("\ndatabase_seconds_sum{kind=\"search\"} ")
                .contains("\ndatabase_in_flight{kind=\"write\"} ")
                .contains("\npassword_hashes_waiting ")
                .contains("\nevent_loop_lag_seconds_count ")
                .contains("\njvm_memory_used_bytes{")
                .contains("\njvm_gc_memory_allocated_bytes_total ")
                .contains("\njvm_threads_live_threads ")
                .contains("\nprocess_start_time_seconds ")
                .contains("\nprocess_uptime_seconds ");
    }

    @Test
    @Tag("OPS-6")
    void countClosedSocketsByTheirCodes() {
        Person anna = market.aUser("Anna");
        market.sockets().open(anna).reset();
        for (int code : new int[] {1000, 4999}) {
            try (TestSocket device = market.sockets().open(anna)) {
                device.sendFrame(TestSocket.CLOSE, new byte[] {(byte) (code >> 8), (byte) code});
                device.awaitEnd();
            }
        }
        try (TestSocket device = market.sockets().open(anna)) {
            device.sendFrame(TestSocket.TEXT, new byte[17 * 1024]);
            assertThat(device.awaitEnd()).isEqualTo(1009);
        }
        long start = System.nanoTime();
        String closes = "";
        // A close is counted only when the server has seen the end of the connection.
        while (closes.lines().count() < 4) {
            assertThat(Duration.ofNanos(System.nanoTime() - start)).as(closes).isLessThan(Duration.ofSeconds(20));
            closes = market.server()
                    .metrics()
                    .get("/metrics")
                    .body()
                    .lines()
                    .filter(line -> line.startsWith("chat_closes_total{"))
                    .collect(Collectors.joining("\n"));
        }
        assertThat(closes.lines())
                .containsExactlyInAnyOrder(
                        "chat_closes_total{code=\"1006\"} 1.0",
                        "chat_closes_total{code=\"1000\"} 1.0",
                        "chat_closes_total{code=\"1009\"} 1.0",
                        "chat_closes_total{code=\"other\"} 1.0");
    }

    @Test
    void areServedOnlyOnTheirOwnPort() {
        market.api().get("/metrics").expectProblem(404, "not_found");
        market.server().metrics().get("/nothing").expect(404);
    }

    /** A proxy need not send headers that show it is one, so a local address does not prove that the client is local. */
    @Test
    void areNotServedWithAnExternalDatabaseAndWithoutAMetricsPort() {
        try (Server server = Server.on(market.database().address(), Map.of("METRICS_PORT", ""))) {
            server.api().get("/metrics").expectProblem(404, "not_found");
        }
    }
}
