package dev.guildhall.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.limit.Limits;
import dev.guildhall.support.Contract;
import dev.guildhall.support.Market;
import dev.guildhall.support.Operation;
import dev.guildhall.support.Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("It takes thousands of sockets, and they must not take long")
class OverloadIT {
    @RegisterExtension
    static final Market market = new Market();

    /** The kernel forgets connections beyond its queue, and their requests come seconds later. */
    private static final int MAX_NOT_ACCEPTED = 250;

    /** For all requests that wait, with their connections and those of this test: 20 KiB each. */
    private static final long MAX_HEAP_BYTES = Limits.MAX_REQUESTS_AT_ONCE * 20L * 1024;

    private static final byte[] UNFINISHED =
            """
            POST /internal/credentials/verify HTTP/1.1
            Host: guildhall
            Authorization: Bearer %s
            Content-Type: application/json
            Content-Length: 2

            {""".formatted(Server.SERVICE_TOKEN).replace("\n", "\r\n").getBytes(US_ASCII);

    @Test
    @Tag("OPS-4")
    void refusesEveryOperationButTheProbesAtTheRequestLimitInLittleMemory() throws IOException {
        List<Socket> sockets = new ArrayList<>();
        long heapBefore = usedHeap();
        try {
            for (int i = 0; i < Limits.MAX_REQUESTS_AT_ONCE; i++) {
                sockets.add(sendUnfinished());
                if (i % MAX_NOT_ACCEPTED == 0) {
                    awaitAccepted();
                }
            }
            await(() -> {
                boolean isRefused = isRefused();
                if (!isRefused) {
                    // This request may have had the last place when the last of them arrived and was refused.
                    sockets.add(sendUnfinished());
                }
                return isRefused;
            });
            assertThat(usedHeap() - heapBefore)
                    .as("bytes in the heap for all requests that wait")
                    .isLessThan(MAX_HEAP_BYTES);
            Contract.get().operations().stream()
                    .filter(operation -> !isProbe(operation))
                    // Exists with the embedded database only.
                    .filter(operation -> !operation.path().equals("/dev/clock"))
                    .forEach(operation -> market.api()
                            .send(operation.method(), pathWithUnknownIds(operation), null)
                            .expectProblem(503, "overloaded"));
            market.api().get("/health/live").expect(200);
            market.api().get("/health/ready").expect(200);
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
        await(() -> !isRefused());
    }

    private static long usedHeap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static Socket sendUnfinished() {
        try {
            Socket socket = new Socket("127.0.0.1", market.server().port());
            socket.getOutputStream().write(UNFINISHED);
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Connections are accepted in their order, so that those opened before are accepted too. */
    private static void awaitAccepted() throws IOException {
        try (Socket socket = new Socket("127.0.0.1", market.server().port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write("GET /health/live HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(US_ASCII));
            assertThat(socket.getInputStream().read())
                    .as("the first byte of an answer")
                    .isEqualTo('H');
        }
    }

    private static boolean isRefused() {
        return market.api().get("/order-transitions").status() == 503;
    }

    private static boolean isProbe(Operation operation) {
        return operation.path().startsWith("/health/") || operation.path().equals("/metrics");
    }

    private static String pathWithUnknownIds(Operation operation) {
        return operation.path().replaceAll("\\{[^}]+}", UUID.randomUUID().toString());
    }

    private static void await(BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        }
    }
}
