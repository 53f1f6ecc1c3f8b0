package dev.guildhall.app;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.guildhall.support.Answer;
import dev.guildhall.support.ApiClient;
import dev.guildhall.support.LoadBalancer;
import dev.guildhall.support.Market;
import dev.guildhall.support.NodeProcess;
import dev.guildhall.support.Person;
import dev.guildhall.support.RawSocket;
import dev.guildhall.support.TestSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Three nodes, started together, behind HAProxy with the configuration in docs/deploy. */
@Tag("OPS-7")
@Isolated("three nodes need all processors")
@EnabledIf("dev.guildhall.support.LoadBalancer#isInstalled")
class LoadBalancerIT {
    @RegisterExtension
    static final Market market = new Market();

    private static final List<NodeProcess> nodes = new ArrayList<>();
    private static LoadBalancer balancer;

    private final Person anna = market.aUser("Anna");
    private final Person bert = market.aUser("Bert");

    @BeforeAll
    static void start() throws Exception {
        for (int i = 0; i < 3; i++) {
            nodes.add(NodeProcess.on(market.database(), LoadBalancer.freePort(), Map.of()));
        }
        nodes.forEach(NodeProcess::awaitListening);
        balancer = LoadBalancer.inFrontOf(nodes);
    }

    @AfterAll
    static void stop() {
        nodes.forEach(NodeProcess::close);
        balancer.close();
    }

    @Test
    @Tag("NODE-1")
    void forwardsRequestsAndSocketsToAllNodes() {
        List<TestSocket> tabs =
                IntStream.range(0, 9).mapToObj(i -> socket(bert, i % 2 == 0)).toList();
        try (TestSocket sender = balancer.sockets().open(anna)) {
            for (int i = 0; i < 10; i++) {
                sender.sendMessage(bert, "m" + i).await("message.ack");
                for (TestSocket tab : tabs) {
                    assertThat(tab.await(isNewMessage(), Duration.ofMillis(500)))
                            .isNotNull();
                }
            }
        } finally {
            tabs.forEach(TestSocket::close);
        }
        assertThat(balancer.api()
                        .as(bert)
                        .with("Cookie", "x=" + "y".repeat(30_000))
                        .get("/me")
                        .status())
                .isEqualTo(200);
        assertThat(balancer.api().get("/openapi.yaml").status()).isEqualTo(200);
    }

    private static TestSocket socket(Person person, boolean byTicket) {
        if (!byTicket) {
            return balancer.sockets().open(person);
        }
        String ticket = balancer.api()
                .as(person)
                .post("/ws-tickets", Map.of())
                .expect(201)
                .text("ticket");
        TestSocket device = balancer.sockets().handshake("/ws/" + person.id() + "?ticket=" + ticket, Map.of());
        device.await("hello");
        return device;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/internal/users?email=a@example.org",
                "/internal",
                "/INTERNAL/users",
                "/%69nternal/users?email=a@example.org",
                "//internal/users?email=a@example.org",
                "/./internal/users?email=a@example.org",
                "/gigs/../internal/users?email=a@example.org",
                "/gigs/%2e%2e/internal/users?email=a@example.org",
                "/gigs/%2E./internal/users?email=a@example.org",
                "/%2Finternal/users?email=a@example.org",
                "/internal%2Fusers?email=a@example.org",
                "/internal;a=b/users?email=a@example.org",
                "/%2569nternal/users?email=a@example.org",
                "/metrics",
                "/%6Detrics",
                "/metrics/",
                "/x/../metrics"
            })
    void hidesInternalPaths(String path) {
        Answer answer = balancer.api()
                .with("Authorization", "Bearer " + dev.guildhall.support.Server.SERVICE_TOKEN)
                .get(path);
        assertThat(answer.status()).isEqualTo(404);
        // A refusal by a node has the header Vary, since it may depend on the origin.
        assertThat(answer.header("Vary"))
                .as("Vary, which shows that the request has reached a node")
                .isNull();
    }

    /** After an upgrade the load balancer forwards everything without checking paths, so it must not forward this upgrade. */
    @ParameterizedTest
    @Tag("OPS-16")
    @ValueSource(strings = {"/internal/users?email=a@example.org", "/metrics"})
    void hidesInternalPathsAfterAnUpgradeToHttp2(String path) {
        try (RawSocket socket = RawSocket.to(balancer.port())) {
            socket.head("GET /order-transitions HTTP/1.1\nHost: a\nConnection: Upgrade, HTTP2-Settings\nUpgrade: h2c"
                            + "\nHTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA")
                    .answer()
                    .expect(200);
            Answer hidden = socket.head("GET " + path + " HTTP/1.1\nHost: a\nAuthorization: Bearer "
                            + dev.guildhall.support.Server.SERVICE_TOKEN)
                    .answer()
                    .expectProblem(404, "not_found");
            assertThat(hidden.header("Vary"))
                    .as("Vary, which shows that the request has reached a node")
                    .isNull();
        }
    }

    @ParameterizedTest
    @Tag("OPS-16")
    @CsvSource(nullValues = "none", textBlock = """
            h2c,                            none
            'websocket, h2c',               none
            'h2c, websocket',               none
            'websocket\\nUpgrade: h2c',     none
            TLS/1.0,                        none
            websocket,                      websocket
            WebSocket,                      WebSocket
            """)
    void forwardsOnlyTheUpgradeToWebSocket(String requested, String forwarded) throws Exception {
        BlockingQueue<List<String>> seen = new LinkedBlockingQueue<>();
        HttpServer node = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        node.createContext("/", exchange -> {
            if (exchange.getRequestURI().getPath().equals("/gigs")) {
                seen.add(exchange.getRequestHeaders().getOrDefault("Upgrade", List.of()));
            }
            byte[] ready = "{\"status\":\"ready\"}".getBytes(UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.getResponseHeaders().set("X-Request-Id", "1");
            exchange.sendResponseHeaders(200, ready.length);
            exchange.getResponseBody().write(ready);
            exchange.close();
        });
        node.start();
        int port = node.getAddress().getPort();
        try (LoadBalancer before = LoadBalancer.inFrontOfPorts(List.of(port, port, port));
                RawSocket socket = RawSocket.to(before.port())) {
            socket.head("GET /gigs HTTP/1.1\nHost: a\nConnection: Upgrade\nSec-WebSocket-Version: 13"
                            + "\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\nUpgrade: "
                            + requested.replace("\\n", "\n"))
                    .answer()
                    .expect(200);
            assertThat(seen.poll(5, TimeUnit.SECONDS)).isEqualTo(forwarded == null ? List.of() : List.of(forwarded));
        } finally {
            node.stop(0);
        }
    }

    @Test
    @Tag("LIM-7")
    void limitsEachAddressSeparately() throws Exception {
        Path log = Path.of("target", "haproxy-limits.log");
        try (LoadBalancer limiting =
                LoadBalancer.inFrontOf(nodes.stream().map(NodeProcess::port).toList(), log, Map.of())) {
            String once = "GET /gigs HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
            String flood = "GET /internal/flood?secret=s HTTP/1.1\r\nHost: a\r\n\r\n".repeat(1_000);
            String answers = sendRaw(limiting, "127.0.0.2", flood + once);
            assertThat(answers.split("HTTP/1.1 404", -1)).hasSizeBetween(2, 1 + 200);
            assertThat(answers)
                    .contains("HTTP/1.1 429 ", "retry-after: 1", "application/problem+json", "\"rate_limited\"")
                    .doesNotContain("HTTP/1.1 200");

            assertThat(sendRaw(limiting, "127.0.0.3", once)).startsWith("HTTP/1.1 200");
            List<Socket> connections = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                Socket connection = from(limiting, "127.0.0.4");
                connections.add(connection);
                // HAProxy counts a connection once it has accepted it, which its answer shows.
                connection.getOutputStream().write("GET /gigs HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(UTF_8));
                assertThat(connection.getInputStream().read())
                        .as("the first byte of an answer")
                        .isEqualTo('H');
            }
            assertThat(sendRaw(limiting, "127.0.0.4", once)).startsWith("HTTP/1.1 429");
            assertThat(sendRaw(limiting, "127.0.0.3", once)).startsWith("HTTP/1.1 200");
            for (Socket connection : connections) {
                connection.close();
            }
        }
        assertThat(Files.readString(log))
                .contains("GET \"/internal/flood\" HTTP/1.1")
                .doesNotContain("secret");
    }

    private static String sendRaw(LoadBalancer balancer, String from, String requests) throws IOException {
        try (Socket socket = from(balancer, from)) {
            // The load balancer may close the connection before it has read everything.
            CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> {
                try {
                    socket.getOutputStream().write(requests.getBytes(US_ASCII));
                } catch (IOException closed) {
                    // Only the responses before the close matter.
                }
            });
            StringBuilder answers = new StringBuilder();
            byte[] some = new byte[8192];
            try {
                for (int n = socket.getInputStream().read(some);
                        n >= 0;
                        n = socket.getInputStream().read(some)) {
                    answers.append(new String(some, 0, n, US_ASCII));
                }
            } catch (SocketException reset) {
                assertThat(answers).as("%s", reset).isNotEmpty();
            }
            sent.join();
            return answers.toString();
        }
    }

    private static Socket from(LoadBalancer balancer, String address) throws IOException {
        Socket socket = new Socket("127.0.0.1", balancer.port(), InetAddress.getByName(address), 0);
        socket.setSoTimeout(10_000);
        return socket;
    }

    @Test
    @Tag("NODE-7")
    @Tag("OPS-1")
    void losesNoRequestAndNoMessageInARollingRestart() throws Exception {
        Set<String> acknowledged = new HashSet<>();
        try (Load load = new Load();
                TestSocket reader = balancer.sockets().open(bert)) {
            for (NodeProcess node : nodes) {
                load.await(60);
                node.stop();
                load.await(60);
                node.restart();
            }
            load.await(60);
            acknowledged.addAll(load.end(Set.of(200, 201)));
            Set<String> received = receivedBy(reader);
            assertThat(received).isSubsetOf(acknowledged);
        }
        assertThat(storedMessages()).isEqualTo(acknowledged);
    }

    @Test
    @Tag("NODE-3")
    @Tag("NODE-7")
    void failsNoRepeatableRequestWhenANodeIsKilled() throws Exception {
        try (Load load = new Load()) {
            for (NodeProcess node : nodes) {
                load.await(60);
                node.kill();
                load.await(60);
                node.restart();
            }
            Set<String> acknowledged = load.end(Set.of(200, 201));
            assertThat(storedMessages()).isEqualTo(acknowledged);
        }
    }

    @Test
    @Tag("NODE-3")
    void deliversMissedMessagesAfterANodeWasPaused() throws Exception {
        NodeProcess paused = nodes.get(1);
        try (TestSocket receiver =
                        dev.guildhall.support.TestSockets.at(paused.port()).open(bert);
                TestSocket sender = dev.guildhall.support.TestSockets.at(
                                nodes.get(0).port())
                        .open(anna)) {
            paused.signal("STOP");
            for (int i = 0; i < 500; i++) {
                sender.sendMessage(bert, "m" + i).await("message.ack");
            }
            assertThat(receiver.await(isNewMessage(), Duration.ofSeconds(5))).isNull();
            paused.signal("CONT");
            Set<Long> received = new HashSet<>();
            while (received.size() < 500) {
                received.add(Objects.requireNonNull(
                                receiver.await(isNewMessage(), Duration.ofSeconds(3)), () -> "only " + received.size())
                        .at("/message/seq")
                        .asLong());
            }
            sender.sendMessage(bert, "and now").await("message.ack");
            assertThat(receiver.await(
                            frame -> frame.at("/message/content").asText().equals("and now"), Duration.ofMillis(500)))
                    .isNotNull();
        } finally {
            paused.signal("CONT");
        }
    }

    private static Predicate<JsonNode> isNewMessage() {
        return frame -> frame.path("type").asText().equals("message.new");
    }

    /** The ids of the messages that the reader's socket has received. */
    private static Set<String> receivedBy(TestSocket reader) {
        Set<String> received = new HashSet<>();
        for (var frame = reader.await(isNewMessage(), Duration.ofSeconds(1));
                frame != null;
                frame = reader.await(isNewMessage(), Duration.ofSeconds(1))) {
            received.add(frame.at("/message/id").asText());
        }
        return received;
    }

    private Set<String> storedMessages() {
        Set<String> found = new HashSet<>();
        market.sql()
                .rows("select id from messages where sender_id = ?", anna.id())
                .forEach(row -> found.add(String.valueOf(row.get("id"))));
        return found;
    }

    /** Continuous load through the load balancer: reads, and messages with an Idempotency-Key. */
    private final class Load implements AutoCloseable {
        private final AtomicBoolean isOver = new AtomicBoolean();
        private final List<Answer> answers = Collections.synchronizedList(new ArrayList<>());
        private final List<CompletableFuture<Void>> callers;

        private Load() {
            callers = IntStream.range(0, 4)
                    .mapToObj(i -> CompletableFuture.runAsync(this::call))
                    .toList();
        }

        private void call() {
            ApiClient api = balancer.api().as(anna);
            while (!isOver.get()) {
                answers.add(api.get("/conversations"));
                Map<String, ?> message = Map.of("receiver_id", bert.id(), "content", "m");
                answers.add(api.with("Idempotency-Key", UUID.randomUUID().toString())
                        .post("/messages", message));
            }
        }

        /** Returns after this many more responses. */
        void await(int more) {
            int enough = answers.size() + more;
            while (answers.size() < enough) {
                Thread.onSpinWait();
            }
        }

        /** Ends the load and returns the ids of the acknowledged messages. */
        Set<String> end(Set<Integer> expected) {
            isOver.set(true);
            callers.forEach(CompletableFuture::join);
            assertThat(answers)
                    .allSatisfy(answer -> assertThat(expected).as("%s", answer).contains(answer.status()));
            Set<String> acknowledged = new HashSet<>();
            answers.stream()
                    .filter(answer -> answer.status() == 201)
                    .forEach(answer -> acknowledged.add(answer.text("id")));
            return acknowledged;
        }

        @Override
        public void close() {
            isOver.set(true);
        }
    }
}
