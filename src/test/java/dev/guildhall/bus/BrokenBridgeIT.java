package dev.guildhall.bus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.db.Database;
import dev.guildhall.db.DatabaseAddress;
import dev.guildhall.support.Await;
import dev.guildhall.support.RecordingProxy;
import dev.guildhall.support.RecordingProxy.Held;
import dev.guildhall.support.Sql;
import dev.guildhall.support.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The lines that a node sends while its connection breaks, opens or closes. */
@Tag("NODE-3")
class BrokenBridgeIT {
    private static final String NOTIFY = "pg_notify";
    private static final String LISTEN = "listen guildhall";
    private static final int TIMEOUT_S = 5;

    private final TestDatabase database = TestDatabase.fresh();
    private final RecordingProxy proxy = RecordingProxy.to(database.address());
    private final Vertx vertx = Vertx.vertx();
    private final Node sender = new Node(proxy.address());
    private final Node receiver = new Node(database.address());

    @BeforeEach
    void openBoth() throws Exception {
        for (Node node : List.of(receiver, sender)) {
            node.deploy();
            assertThat(node.opened.poll(TIMEOUT_S, TimeUnit.SECONDS))
                    .as("reports that it is open")
                    .isNotNull();
        }
    }

    @AfterEach
    void close() {
        vertx.close().await();
        proxy.close();
        database.close();
    }

    @Test
    void sendsAgainOnTheNextConnectionWhatWasNotSent() throws Exception {
        try (Held first = proxy.holdStatement(NOTIFY)) {
            sender.bridge.send("one");
            first.await().breakConnection();
            assertThat(receiver.next()).as("the line whose connection broke").isEqualTo("one");
        }
    }

    /** The connection seems to be open, so it takes a few heartbeats. */
    @Test
    void sendsAgainOnTheNextConnectionWhatIsNotAnswered() throws Exception {
        try (Held first = proxy.holdStatement(NOTIFY)) {
            sender.bridge.send("one");
            first.await();
            sender.opened.clear();
            assertThat(sender.opened.poll(3 * TIMEOUT_S, TimeUnit.SECONDS))
                    .as("reports that it is open again")
                    .isNotNull();
            assertThat(receiver.next()).as("the line that was not answered").isEqualTo("one");
            sender.bridge.send("two");
            assertThat(receiver.next()).as("the line after it").isEqualTo("two");
        }
    }

    @Test
    void sendsAWholeBatchAgain() throws Exception {
        try (Held first = proxy.holdStatement(NOTIFY)) {
            sender.bridge.send("one");
            first.await();
            for (String line : List.of("two", "three", "four")) {
                sender.bridge.send(line);
            }
            try (Held second = proxy.holdStatement(NOTIFY)) {
                first.release();
                second.await();
                sender.bridge.send("five");
                second.breakConnection();
            }
            assertThat(receiver.next(5))
                    .as("the lines of the batch whose connection broke, and those around it")
                    .containsExactly("one", "two", "three", "four", "five");
        }
    }

    @Test
    void sendsWhatItCollectedWithoutAConnection() throws Exception {
        try (Held listen = proxy.holdStatement(LISTEN);
                Held first = proxy.holdStatement(NOTIFY)) {
            sender.bridge.send("one");
            first.await().breakConnection();
            listen.await();
            sender.bridge.send("two");
            sender.bridge.send("three");
            listen.release();
            assertThat(receiver.next(3))
                    .as("the lines of before and during the break")
                    .containsExactly("one", "two", "three");
        }
    }

    @Test
    void reportsThatItIsOpenOnlyOnceItListens() throws Exception {
        sender.opened.clear();
        try (Held listen = proxy.holdResponse(LISTEN);
                Held first = proxy.holdStatement(NOTIFY)) {
            sender.bridge.send("one");
            first.await().breakConnection();
            listen.await();
            receiver.bridge.send("sent while it began to listen");
            assertThat(sender.opened).as("opened before it listens").isEmpty();
            listen.release();
            assertThat(sender.opened.poll(TIMEOUT_S, TimeUnit.SECONDS))
                    .as("reports that it is open again")
                    .isNotNull();
            assertThat(sender.next()).isEqualTo("sent while it began to listen");
        }
    }

    @Test
    void opensAnotherConnectionIfItGetsNoAnswerThatItListens() throws Exception {
        sender.opened.clear();
        try (Held listen = proxy.holdStatement(LISTEN);
                Held first = proxy.holdStatement(NOTIFY)) {
            sender.bridge.send("one");
            first.await().breakConnection();
            listen.await();
            assertThat(sender.opened.poll(3 * TIMEOUT_S, TimeUnit.SECONDS))
                    .as("reports that it is open although its first attempt was never answered")
                    .isNotNull();
            receiver.bridge.send("two");
            assertThat(sender.next()).isEqualTo("two");
        }
        try (Sql sql = database.sql()) {
            assertThat(Await.until(Duration.ofSeconds(TIMEOUT_S), () -> sql.count("""
                                    select from pg_stat_activity
                                    where application_name = 'guildhall bridge' and datname = current_database()
                                    """) == 2))
                    .as("only the connection of each node is left, not the one that was answered too late")
                    .isTrue();
        }
    }

    @Test
    void sendsWhatIsWaitingBeforeItStops() throws Exception {
        try (Held first = proxy.holdStatement(NOTIFY)) {
            sender.bridge.send("one");
            first.await();
            sender.bridge.send("two");
            CompletableFuture<Void> stopped =
                    vertx.undeploy(sender.deployment).toCompletionStage().toCompletableFuture();
            sender.awaitTurn();
            first.release();
            stopped.get(TIMEOUT_S, TimeUnit.SECONDS);
            assertThat(receiver.next(2)).as("the lines sent before the stop").containsExactly("one", "two");
        }
    }

    @Test
    void receivesLinesOfOthersAndNotItsOwn() throws Exception {
        sender.bridge.send("one");
        assertThat(receiver.next()).isEqualTo("one");
        receiver.bridge.send("two");
        assertThat(sender.next()).as("the first line that a node receives").isEqualTo("two");
    }

    @Test
    void countsTheLinesThatItDropsWhileItsStatementIsHeld() throws Exception {
        try (Held first = proxy.holdStatement(NOTIFY)) {
            sender.bridge.send("running");
            first.await();
            for (int i = 0; i < NotifyQueue.MAX_WAITING + 3; i++) {
                sender.bridge.send("waiting");
            }
            assertThat(sender.registry.get("bridge.events.dropped").counter().count())
                    .as("counted as dropped")
                    .isEqualTo(3);
            first.release();
            assertThat(receiver.next(1 + NotifyQueue.MAX_WAITING).size())
                    .as("lines that are received in the end")
                    .isEqualTo(1 + NotifyQueue.MAX_WAITING);
        }
    }

    private final class Node {
        private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
        private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
        private final BlockingQueue<String> opened = new LinkedBlockingQueue<>();
        private final NodeBridge bridge;
        private String deployment = "";
        private volatile @Nullable Context context;

        private Node(DatabaseAddress address) {
            bridge = new NodeBridge(new Database(vertx, address, 4, 1, registry), registry);
            bridge.setListeners(received::add, () -> {
                context = vertx.getOrCreateContext();
                opened.add("opened");
            });
        }

        private void deploy() {
            deployment = vertx.deployVerticle(bridge).await();
        }

        /** Until the event loop of the bridge has run what was queued before. */
        private void awaitTurn() throws Exception {
            CompletableFuture<Void> turn = new CompletableFuture<>();
            Objects.requireNonNull(context).runOnContext(done -> turn.complete(null));
            turn.get(TIMEOUT_S, TimeUnit.SECONDS);
        }

        private String next() throws InterruptedException {
            String line = received.poll(TIMEOUT_S, TimeUnit.SECONDS);
            return line == null ? "nothing" : line;
        }

        private List<String> next(int count) throws InterruptedException {
            List<String> lines = new ArrayList<>();
            while (lines.size() < count
                    && (lines.isEmpty() || !lines.get(lines.size() - 1).equals("nothing"))) {
                lines.add(next());
            }
            return lines;
        }
    }
}
