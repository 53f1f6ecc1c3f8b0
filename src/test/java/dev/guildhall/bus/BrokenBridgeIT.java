package dev.guildhall.bus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.db.Database;
import dev.guildhall.db.DatabaseAddress;
import dev.guildhall.support.ListeningProxy;
import dev.guildhall.support.ListeningProxy.Held;
import dev.guildhall.support.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
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

/** What becomes of the lines that a node says while its connection breaks, opens or closes. */
@Tag("NODE-3")
class BrokenBridgeIT {
    private static final String NOTIFY = "pg_notify";
    private static final String LISTEN = "listen guildhall";
    private static final int TIMEOUT_S = 5;

    private final TestDatabase database = TestDatabase.fresh();
    private final ListeningProxy proxy = ListeningProxy.to(database.address());
    private final Vertx vertx = Vertx.vertx();
    private final Node speaker = new Node(proxy.address());
    private final Node listener = new Node(database.address());

    @BeforeEach
    void openBoth() {
        listener.deploy();
        speaker.deploy();
    }

    @AfterEach
    void close() {
        vertx.close().await();
        proxy.close();
        database.close();
    }

    @Test
    void saysAgainOnTheNextConnectionWhatWasNotSaid() throws Exception {
        try (Held first = proxy.holdStatement(NOTIFY)) {
            speaker.bridge.send("one");
            first.await().breakConnection();
            assertThat(listener.next()).as("the line whose connection broke").isEqualTo("one");
        }
    }

    /** Nobody says that the connection is gone, so it takes a few pulses. */
    @Test
    void saysAgainOnTheNextConnectionWhatIsNotAnswered() throws Exception {
        try (Held first = proxy.holdStatement(NOTIFY)) {
            speaker.bridge.send("one");
            first.await();
            speaker.opened.clear();
            assertThat(speaker.opened.poll(3 * TIMEOUT_S, TimeUnit.SECONDS))
                    .as("told that it is open again")
                    .isNotNull();
            assertThat(listener.next()).as("the line that was not answered").isEqualTo("one");
            speaker.bridge.send("two");
            assertThat(listener.next()).as("the line after it").isEqualTo("two");
        }
    }

    @Test
    void saysAgainWholeWhatItHadCollected() throws Exception {
        try (Held first = proxy.holdStatement(NOTIFY)) {
            speaker.bridge.send("one");
            first.await();
            for (String line : List.of("two", "three", "four")) {
                speaker.bridge.send(line);
            }
            try (Held second = proxy.holdStatement(NOTIFY)) {
                first.release();
                second.await();
                speaker.bridge.send("five");
                second.breakConnection();
            }
            assertThat(listener.next(5))
                    .as("the lines of the batch whose connection broke, and those around it")
                    .containsExactly("one", "two", "three", "four", "five");
        }
    }

    @Test
    void saysWhatItCollectedWhileItHadNoConnection() throws Exception {
        try (Held listen = proxy.holdStatement(LISTEN);
                Held first = proxy.holdStatement(NOTIFY)) {
            speaker.bridge.send("one");
            first.await().breakConnection();
            listen.await();
            speaker.bridge.send("two");
            speaker.bridge.send("three");
            listen.release();
            assertThat(listener.next(3))
                    .as("the lines of before and during the break")
                    .containsExactly("one", "two", "three");
        }
    }

    @Test
    void isOpenOnlyOnceItListens() throws Exception {
        speaker.opened.clear();
        try (Held listen = proxy.holdAnswer(LISTEN);
                Held first = proxy.holdStatement(NOTIFY)) {
            speaker.bridge.send("one");
            first.await().breakConnection();
            listen.await();
            listener.bridge.send("said while it began to listen");
            assertThat(speaker.opened).as("opened before it listens").isEmpty();
            listen.release();
            assertThat(speaker.opened.poll(TIMEOUT_S, TimeUnit.SECONDS))
                    .as("told that it is open again")
                    .isNotNull();
            assertThat(speaker.next()).isEqualTo("said while it began to listen");
        }
    }

    @Test
    void saysItsLastWordsBeforeItStops() throws Exception {
        try (Held first = proxy.holdStatement(NOTIFY)) {
            speaker.bridge.send("one");
            first.await();
            speaker.bridge.send("two");
            CompletableFuture<Void> stopped =
                    vertx.undeploy(speaker.deployment).toCompletionStage().toCompletableFuture();
            speaker.awaitTurn();
            first.release();
            stopped.get(TIMEOUT_S, TimeUnit.SECONDS);
            assertThat(listener.next(2)).as("its last words").containsExactly("one", "two");
        }
    }

    @Test
    void hearsOthersAndNotItself() throws Exception {
        speaker.bridge.send("one");
        assertThat(listener.next()).isEqualTo("one");
        listener.bridge.send("two");
        assertThat(speaker.next())
                .as("the first line that a node hears of others")
                .isEqualTo("two");
    }

    @Test
    void countsWhatItCannotKeepWhileItsStatementIsHeldUp() throws Exception {
        try (Held first = proxy.holdStatement(NOTIFY)) {
            speaker.bridge.send("under way");
            first.await();
            for (int i = 0; i < NotifyQueue.MAX_WAITING + 3; i++) {
                speaker.bridge.send("waiting");
            }
            assertThat(speaker.registry.get("bridge.events.dropped").counter().count())
                    .as("counted as dropped")
                    .isEqualTo(3);
            first.release();
            assertThat(listener.next(1 + NotifyQueue.MAX_WAITING).size())
                    .as("lines that are heard after all")
                    .isEqualTo(1 + NotifyQueue.MAX_WAITING);
        }
    }

    private final class Node {
        private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
        private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        private final BlockingQueue<String> opened = new LinkedBlockingQueue<>();
        private final NodeBridge bridge;
        private String deployment = "";
        private volatile @Nullable Context context;

        private Node(DatabaseAddress address) {
            bridge = new NodeBridge(new Database(vertx, address, 4, 1, registry), registry);
            bridge.setListeners(heard::add, () -> {
                context = vertx.getOrCreateContext();
                opened.add("opened");
            });
        }

        private void deploy() {
            deployment = vertx.deployVerticle(bridge).await();
        }

        /** Until the bridge has done what it was asked to do before. */
        private void awaitTurn() throws Exception {
            CompletableFuture<Void> turn = new CompletableFuture<>();
            Objects.requireNonNull(context).runOnContext(done -> turn.complete(null));
            turn.get(TIMEOUT_S, TimeUnit.SECONDS);
        }

        private String next() throws InterruptedException {
            String line = heard.poll(TIMEOUT_S, TimeUnit.SECONDS);
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
