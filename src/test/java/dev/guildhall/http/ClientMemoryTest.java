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
    /** More than the buffers of both ends take, so that an answer is written only where the client reads. */
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
        // One answer is less than half of the bytes, and two are more.
        ClientMemory memory = new ClientMemory(registry, 5 * ANSWER_BYTES / 2, 100_000, checkMs);
        Router router = Router.router(vertx);
        router.route().failureHandler(ResponseWriter::refuse);
        router.get("/answer").handler(context -> {
            memory.requireRoomFor(HttpMethod.GET, ANSWER_BYTES);
            Future<Void> end = context.response().end(Buffer.buffer(new byte[ANSWER_BYTES]));
            memory.holdAnswer(context, ANSWER_BYTES, end);
            end.onComplete(written::add);
        });
        router.post("/body/:bytes").handler(context -> {
            // The first to be told of the end is the last that asked, so this one hears of it last.
            context.addEndHandler(done -> ended.add(context));
            memory.holdBody(context, Long.parseLong(context.pathParam("bytes")));
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
    void disconnectsAClientThatDoesNotTakeItsAnswer() throws Exception {
        listen(CHECK_MS);
        long begun = System.nanoTime();
        try (Socket client = ask("GET /answer")) {
            assertThat(take(written).failed())
                    .as("given up, and not written to the end")
                    .isTrue();
            assertThat(since(begun))
                    .as("the time for it")
                    .isGreaterThanOrEqualTo(Duration.ofMillis(CHECK_MS * ClientMemory.MAX_CHECKS));
            assertThat(held("answers")).as("bytes that are still counted").isZero();
            assertThat(bytesUntilTheEnd(client)).isLessThan(ANSWER_BYTES);
        }
    }

    @Test
    void disconnectsSuchClientsSoonerWhereMoreThanHalfOfTheMemoryIsTaken() throws Exception {
        listen(CHECK_MS);
        long begun = System.nanoTime();
        try (Socket one = ask("GET /answer");
                Socket another = ask("GET /answer")) {
            assertThat(take(written).failed())
                    .as("the first of them is given up")
                    .isTrue();
            assertThat(since(begun))
                    .as("the time for it")
                    .isBetween(
                            Duration.ofMillis(CHECK_MS), Duration.ofMillis(CHECK_MS * (ClientMemory.MAX_CHECKS - 1)));
        }
    }

    @Test
    void countsAnswersUntilTheyAreTakenAndRefusesWhatDoesNotFitBesideThem() throws Exception {
        listen(NEVER_MS);
        try (Socket one = ask("GET /answer");
                Socket another = ask("GET /answer")) {
            awaitHeldAnswers(2 * ANSWER_BYTES);
            try (Socket third = ask("GET /answer")) {
                assertThat(statusOf(third)).isEqualTo(503);
            }
            assertThat(bytesUntil(one, ANSWER_BYTES)).isGreaterThanOrEqualTo(ANSWER_BYTES);
            assertThat(take(written).succeeded())
                    .as("a client that reads gets all of its answer")
                    .isTrue();
            assertThat(held("answers")).as("bytes of the other").isEqualTo(ANSWER_BYTES);
        }
        assertThat(take(written).failed()).as("the other has hung up").isTrue();
        assertThat(held("answers")).as("bytes that are still counted").isZero();
    }

    @Test
    void countsBodiesUntilTheirRequestsAreAnsweredAndRefusesWhatDoesNotFitBesideThem() throws Exception {
        listen(NEVER_MS);
        try (Socket one = ask("POST /body/60000");
                Socket small = ask("POST /body/100")) {
            List<RoutingContext> contexts = List.of(take(withBody), take(withBody));
            assertThat(held("bodies")).as("bytes of the large one alone").isEqualTo(60_000);
            try (Socket tooMuch = ask("POST /body/60000")) {
                assertThat(statusOf(tooMuch)).isEqualTo(503);
                take(ended);
            }
            assertThat(held("bodies"))
                    .as("bytes beside those of what was refused")
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
    void countsNoBodyOfAClientThatHasHungUp() throws Exception {
        listen(NEVER_MS);
        try (Socket client = ask("POST /body/60000")) {
            take(withBody);
        }
        take(ended);
        assertThat(held("bodies")).as("bytes that are still counted").isZero();
    }

    /** One that reads nothing until it is told to. */
    private Socket ask(String request) throws IOException {
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

    /** How many bytes of head and body there are, read until so many have come or the other side has hung up. */
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
            // As good an end as any other: it was in the middle of something.
        }
        return bytes;
    }

    private void awaitHeldAnswers(int bytes) {
        long begun = System.nanoTime();
        while (held("answers") != bytes) {
            assertThat(since(begun))
                    .as("%s bytes are counted", held("answers"))
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
