package dev.guildhall.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("OPS-13")
class ClientMemoryTest {
    private static final int TIMEOUT_S = 20;
    /** More than the socket buffers of both ends hold, so that a response is written only if the client reads. */
    private static final int ANSWER_BYTES = 8_000_000;

    private static final int READ_BYTES = 8 * 1024;
    private static final long CHECK_MS = 500;
    private static final long NEVER_MS = 3_600_000;

    private final Vertx vertx = Vertx.vertx();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final BlockingQueue<AsyncResult<Void>> written = new LinkedBlockingQueue<>();
    private final BlockingQueue<RoutingContext> withBody = new LinkedBlockingQueue<>();
    private final BlockingQueue<RoutingContext> ended = new LinkedBlockingQueue<>();
    private int port;

    private void listen(long checkMs) throws TimeoutException {
        // One response takes less than half of the memory, and two take more.
        ClientMemory memory = new ClientMemory(registry, 5 * ANSWER_BYTES / 2, 100_000, checkMs);
        Router router = Router.router(vertx);
        router.route().failureHandler(ResponseWriter::refuse);
        router.get("/answer").handler(context -> {
            memory.requireMemoryFor(HttpMethod.GET, ANSWER_BYTES);
            Future<Void> end = context.response().end(Buffer.buffer(new byte[ANSWER_BYTES]));
            memory.countResponse(context, ANSWER_BYTES, end);
            end.onComplete(written::add);
        });
        router.post("/body/:bytes").handler(context -> {
            // End handlers run in the reverse order of their registration, so this one runs last.
            context.addEndHandler(done -> ended.add(context));
            memory.countBody(context, Long.parseLong(context.pathParam("bytes")));
            withBody.add(context);
        });
        port = vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .await(TIMEOUT_S, TimeUnit.SECONDS)
                .actualPort();
    }

    @AfterEach
    void close() throws TimeoutException {
        vertx.close().await(TIMEOUT_S, TimeUnit.SECONDS);
    }

    @Test
    void disconnectsAClientThatDoesNotReadItsResponse() throws Exception {
        listen(CHECK_MS);
        long begun = System.nanoTime();
        try (Socket client = send("GET /answer")) {
            assertThat(take(written).failed())
                    .as("the response is given up and not written completely")
                    .isTrue();
            assertThat(since(begun))
                    .as("the time until then")
                    .isGreaterThanOrEqualTo(Duration.ofMillis(CHECK_MS * ClientMemory.MAX_CHECKS));
            assertThat(held("responses")).as("bytes that are still counted").isZero();
            assertThat(bytesUntilTheEnd(client)).isLessThan(ANSWER_BYTES);
        }
    }

    @Test
    void disconnectsSuchAClientSoonerIfMoreThanHalfOfTheMemoryIsUsed() throws Exception {
        listen(CHECK_MS);
        long begun = System.nanoTime();
        try (Socket one = send("GET /answer");
                Socket another = send("GET /answer")) {
            assertThat(take(written).failed())
                    .as("the first of the two responses is given up")
                    .isTrue();
            assertThat(since(begun))
                    .as("the time until then")
                    .isBetween(
                            Duration.ofMillis(CHECK_MS), Duration.ofMillis(CHECK_MS * (ClientMemory.MAX_CHECKS - 1)));
        }
    }

    @Test
    void countsResponsesUntilTheyAreReadAndRefusesWhatDoesNotFit() throws Exception {
        listen(NEVER_MS);
        try (Socket one = send("GET /answer");
                Socket another = send("GET /answer")) {
            awaitHeldAnswers(2 * ANSWER_BYTES);
            try (Socket third = send("GET /answer")) {
                assertThat(statusOf(third)).isEqualTo(503);
            }
            assertThat(bytesUntil(one, ANSWER_BYTES)).isGreaterThanOrEqualTo(ANSWER_BYTES);
            assertThat(take(written).succeeded())
                    .as("a client that reads gets the whole response")
                    .isTrue();
            assertThat(held("responses")).as("bytes of the other response").isEqualTo(ANSWER_BYTES);
        }
        assertThat(take(written).failed())
                .as("the response to the client that disconnected has failed")
                .isTrue();
        assertThat(held("responses")).as("bytes that are still counted").isZero();
    }

    @Test
    void countsBodiesUntilTheirRequestsAreAnsweredAndRefusesWhatDoesNotFit() throws Exception {
        listen(NEVER_MS);
        try (Socket one = send("POST /body/60000");
                Socket small = send("POST /body/100")) {
            List<RoutingContext> contexts = List.of(take(withBody), take(withBody));
            assertThat(held("bodies")).as("bytes of the large body only").isEqualTo(60_000);
            try (Socket tooMuch = send("POST /body/60000")) {
                assertThat(statusOf(tooMuch)).isEqualTo(503);
                take(ended);
            }
            assertThat(held("bodies"))
                    .as("bytes without those of the refused request")
                    .isEqualTo(60_000);
            contexts.forEach(context ->
                    context.vertx().runOnContext(go -> context.response().end().onComplete(sent -> {})));
            assertThat(statusOf(one)).isEqualTo(200);
            assertThat(statusOf(small)).isEqualTo(200);
            take(ended);
            take(ended);
            assertThat(held("bodies")).as("bytes that are still counted").isZero();
        }
    }

    @Test
    void countsNoBodyOfADisconnectedClient() throws Exception {
        listen(NEVER_MS);
        try (Socket client = send("POST /body/60000")) {
            take(withBody);
        }
        take(ended);
        assertThat(held("bodies")).as("bytes that are still counted").isZero();
    }

    /** Sends a request and reads nothing. */
    private Socket send(String request) throws IOException {
        Socket client = new Socket();
        client.setSoTimeout(TIMEOUT_S * 1_000);
        client.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        client.getOutputStream()
                .write((request + " HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n").getBytes(US_ASCII));
        return client;
    }

    private static int statusOf(Socket client) throws IOException {
        byte[] start = client.getInputStream().readNBytes("HTTP/1.1 200".length());
        return Integer.parseInt(new String(start, US_ASCII).substring("HTTP/1.1 ".length()));
    }

    private static int bytesUntilTheEnd(Socket client) throws IOException {
        return bytesUntil(client, Integer.MAX_VALUE);
    }

    /** Reads the response until this many bytes or the end of the connection, and returns the number of bytes. */
    private static int bytesUntil(Socket client, int enough) throws IOException {
        InputStream in = client.getInputStream();
        byte[] some = new byte[READ_BYTES];
        int bytes = 0;
        try {
            while (bytes < enough) {
                int n = in.read(some);
                if (n < 0) {
                    break;
                }
                bytes += n;
            }
        } catch (SocketException reset) {
            // The server may also reset the connection, since it still had bytes to write.
        }
        return bytes;
    }

    private void awaitHeldAnswers(int bytes) {
        long begun = System.nanoTime();
        while (held("responses") != bytes) {
            assertThat(since(begun))
                    .as("%s bytes are counted", held("responses"))
                    .isLessThan(Duration.ofSeconds(TIMEOUT_S));
        }
    }

    private int held(String what) {
        return (int) registry.get("http.server." + what + ".bytes").gauge().value();
    }

    private static Duration since(long nanoTime) {
        return Duration.ofNanos(System.nanoTime() - nanoTime);
    }

    private static <T> T take(BlockingQueue<T> queue) throws InterruptedException {
        return Objects.requireNonNull(queue.poll(TIMEOUT_S, TimeUnit.SECONDS), "nothing within " + TIMEOUT_S + " s");
    }
}
