package dev.guildhall.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.guildhall.chat.TypingStarted;
import dev.guildhall.db.Database;
import dev.guildhall.db.DatabaseAddress;
import dev.guildhall.db.Schema;
import dev.guildhall.support.Await;
import dev.guildhall.support.Sql;
import dev.guildhall.support.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

@Tag("NODE-2")
class NodeBridgeIT {
    private static final Logger LOG = LoggerFactory.getLogger(NodeBridgeIT.class);
    private static final int MANY = NotifyQueue.MAX_WAITING;

    private static final Duration AT_MOST = Duration.ofSeconds(20);
    private static final int HEARTBEATS_OF_A_PAUSE = 6;

    private final TestDatabase database = TestDatabase.fresh();
    private final Vertx vertx = Vertx.vertx();
    private final List<Node> nodes = new ArrayList<>();

    @AfterEach
    void close() {
        vertx.close().await();
        database.close();
    }

    /** Also logs how many it carries in a second: {@code mvn verify -Dit.test=NodeBridgeIT}. */
    @Test
    void carriesThousandsOfLinesASecondToEveryNodeInOrder() throws Exception {
        for (int count : List.of(2, 3, 5, 10)) {
            while (nodes.size() < count) {
                nodes.add(new Node());
            }
            long begun = System.nanoTime();
            for (int i = 0; i < MANY; i++) {
                nodes.get(0).bridge.send(i + " " + UUID.randomUUID() + UUID.randomUUID() + UUID.randomUUID());
            }
            for (Node node : nodes.subList(1, count)) {
                for (int i = 0; i < MANY; i++) {
                    assertThat(node.next()).startsWith(i + " ");
                }
            }
            double seconds = (System.nanoTime() - begun) / 1e9;
            LOG.warn("{} nodes: {} events in {} s, {} a second", count, MANY, seconds, Math.round(MANY / seconds));
            assertThat(seconds).isLessThan(20);
            assertThat(nodes.get(0).dropped()).isZero();
        }
    }

    @Test
    @Tag("NODE-3")
    void reconnectsWhenItReceivesNothingAnyMore() throws Exception {
        Node sender = new Node();
        Node receiver = new Node();
        assertThat(receiver.opened.tryAcquire(10, TimeUnit.SECONDS))
                .as("connects")
                .isTrue();
        List<ProcessHandle> backends = backends();
        assumeThat(backends).as("the server is on this machine").hasSize(2);
        try {
            // They stop answering, and the connections stay open.
            signal("STOP", backends);
            assertThat(receiver.opened.tryAcquire(20, TimeUnit.SECONDS))
                    .as("connects again")
                    .isTrue();
            assertThat(sender.opened.tryAcquire(2, 20, TimeUnit.SECONDS))
                    .as("the other node connects again too")
                    .isTrue();
        } finally {
            signal("CONT", backends);
        }
        sender.bridge.send("hello again");
        assertThat(receiver.next()).isEqualTo("hello again");
    }

    @Test
    @Tag("OPS-6")
    void showsThatItIsConnectedAfterAGarbageCollection() throws Exception {
        Node node = new Node();
        assertThat(node.opened.tryAcquire(AT_MOST.toSeconds(), TimeUnit.SECONDS))
                .as("connects")
                .isTrue();
        System.gc();
        assertThat(node.registry.get("bridge.up").gauge().value())
                .as("bridge_up")
                .isEqualTo(1);
    }

    @Test
    @Tag("NODE-1")
    void sendsNothingWhileNoOtherNodeIsThere() throws Exception {
        Node alone = new Node();
        Events events = new Events(vertx, alone.bridge);
        assertThat(Await.until(AT_MOST, alone.bridge::isAlone))
                .as("takes itself to be the only node")
                .isTrue();
        events.publishToOtherNodes(TypingStarted.TOPIC, new TypingStarted(UUID.randomUUID(), UUID.randomUUID()));
        Node another = new Node();
        assertThat(Await.until(AT_MOST, () -> !alone.bridge.isAlone()))
                .as("hears of the other node")
                .isTrue();
        assertThat(alone.registry.get("bridge.events.sent").counter().count())
                .as("lines that were sent to nobody")
                .isZero();
        TypingStarted typing = new TypingStarted(UUID.randomUUID(), UUID.randomUUID());
        events.publishToOtherNodes(TypingStarted.TOPIC, typing);
        assertThat(another.next())
                .as("the first line that arrives")
                .contains(typing.writer().toString());
    }

    @Test
    void goesOnSendingToANodeThatHasFallenSilent() throws Exception {
        Node sender = new Node();
        Node silent = new Node();
        assertThat(silent.opened.tryAcquire(AT_MOST.toSeconds(), TimeUnit.SECONDS))
                .as("connects")
                .isTrue();
        vertx.undeploy(silent.bridge.deploymentID()).await();
        long heard = sender.echoes();
        assertThat(Await.until(AT_MOST, () -> {
                    assertThat(sender.bridge.isAlone())
                            .as("takes itself to be the only node")
                            .isFalse();
                    return sender.echoes() >= heard + HEARTBEATS_OF_A_PAUSE;
                }))
                .as("receives heartbeats of its own")
                .isTrue();
    }

    /** Channels belong to a database, and installations may share one. */
    @Test
    @Tag("RUN-19")
    void receivesNothingFromAnotherSchema() throws Exception {
        Node one = new Node("one");
        Node another = new Node("another");
        Node listener = new Node("another");
        Node inPublic = new Node();
        one.bridge.send("for one");
        inPublic.bridge.send("for public");
        another.bridge.send("for another");
        // Both were sent before it, through the same database.
        assertThat(listener.next()).isEqualTo("for another");
        another.bridge.send("more");
        assertThat(listener.next()).isEqualTo("more");
        assertThat(one.received).isEmpty();
        assertThat(inPublic.received).isEmpty();
    }

    private List<ProcessHandle> backends() {
        try (Sql sql = database.sql()) {
            return sql.rows("""
                            select pid from pg_stat_activity
                            where application_name = 'guildhall bridge' and datname = current_database()
                            """).stream()
                    .flatMap(row -> ProcessHandle.of(Long.parseLong(String.valueOf(row.get("pid")))).stream())
                    .filter(process -> process.info().command().orElse("").contains("postgres"))
                    .toList();
        }
    }

    private static void signal(String name, List<ProcessHandle> processes) throws Exception {
        for (ProcessHandle process : processes) {
            int status = new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                    .start()
                    .waitFor();
            assertThat(status).isZero();
        }
    }

    private final class Node {
        private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
        private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
        private final Semaphore opened = new Semaphore(0);
        private final NodeBridge bridge;

        private Node() {
            this(Schema.PUBLIC);
        }

        private Node(String schema) {
            DatabaseAddress there = database.address();
            DatabaseAddress address = new DatabaseAddress(
                    there.host(),
                    there.port(),
                    there.database(),
                    there.user(),
                    there.password(),
                    there.sslMode(),
                    null,
                    there.applicationName(),
                    null,
                    schema);
            bridge = new NodeBridge(new Database(vertx, address, 4, 1, registry), registry);
            bridge.setListeners(received::add, opened::release);
            vertx.deployVerticle(bridge).await();
        }

        private String next() throws InterruptedException {
            return String.valueOf(received.poll(Duration.ofSeconds(20).toMillis(), TimeUnit.MILLISECONDS));
        }

        private long echoes() {
            return registry.get("bridge.echo").timer().count();
        }

        private double dropped() {
            return registry.get("bridge.events.dropped").counter().count();
        }
    }
}
