package dev.guildhall.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.support.Market;
import dev.guildhall.support.Person;
import dev.guildhall.support.RawSocket;
import dev.guildhall.support.RecordingProxy.Held;
import dev.guildhall.support.Server;
import dev.guildhall.support.Sql;
import dev.guildhall.support.TestSocket;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a node that stops still does for its clients; no client here sends anything twice. */
class DrainIT {
    private static final Duration AT_ONCE = Duration.ofSeconds(5);

    @RegisterExtension
    static final Market market = new Market();

    private final Person anna = market.aUser("Anna");
    private final Person bert = market.aUser("Bert");
    private final List<AutoCloseable> running = new ArrayList<>();

    @AfterEach
    void stopNodesThatAFailedTestLeftRunning() throws Exception {
        for (AutoCloseable node : running) {
            node.close();
        }
    }

    @Test
    @Tag("RT-13")
    @Tag("NODE-7")
    void answersTheMessagesSentBeforeItClosesTheirSocket() {
        try (HeldNode other = HeldNode.on(market.database());
                TestSocket receiver = other.sockets().open(bert);
                Sql lock = market.database().sql()) {
            sendByRest(1);
            receiver.await("message.new", AT_ONCE);
            Server node = running(market.anotherNode());
            TestSocket idle = node.sockets().open(market.aUser("Idle"));
            TestSocket sender = node.sockets().open(anna);
            lockTheConversation(lock);
            sender.sendMessage(bert, "a").sendMessage(bert, "b").sendMessage(bert, "c");
            market.sql().awaitWaitingForLocks(1);
            awaitPong(idle);
            CompletableFuture<Void> stopped = stop(node);
            assertThat(idle.receivedUntilClosedInShort())
                    .as("frames to a client that sends nothing")
                    .containsExactly("drain", "closed 1012");
            lock.commit();
            assertThat(sender.receivedUntilClosedInShort())
                    .as("frames to a client that had sent three messages")
                    .containsExactly(
                            "drain", "message.ack 2 'a'", "message.ack 3 'b'", "message.ack 4 'c'", "closed 1012");
            stopped.join();
            for (long seq = 2; seq <= 4; seq++) {
                assertThat(receiver.await("message.new", AT_ONCE)
                                .at("/message/seq")
                                .asLong())
                        .as("the number of the message received on another node")
                        .isEqualTo(seq);
            }
        }
    }

    @Test
    @Tag("RT-13")
    void sendsTheHelloBeforeItClosesASocketThatWasJustOpened() {
        HeldNode node = running(HeldNode.on(market.database()));
        TestSocket idle = node.sockets().open(bert);
        try (Held hello = node.proxy().holdResponse(HeldNode.HELLO);
                TestSocket late = node.sockets().connect(anna)) {
            hello.await();
            awaitPong(idle);
            CompletableFuture<Void> stopped = stop(node);
            assertThat(idle.awaitEnd(AT_ONCE)).isEqualTo(1012);
            hello.release();
            assertThat(late.receivedUntilClosedInShort())
                    .as("frames to a client that had just connected")
                    .containsExactly("hello", "drain", "closed 1012");
            stopped.join();
        }
    }

    /** A database that does not answer cannot keep a node from stopping, only delay it. */
    @Test
    @Tag("RT-13")
    void closesTheSocketThatItCannotAnswerInTimeAndRefusesNewOnes() {
        HeldNode node = running(HeldNode.on(market.database()));
        TestSocket idle = node.sockets().open(bert);
        try (Held hello = node.proxy().holdResponse(HeldNode.HELLO);
                TestSocket late = node.sockets().connect(anna)) {
            hello.await();
            CompletableFuture<Void> stopped = stop(node);
            assertThat(idle.awaitEnd(AT_ONCE)).isEqualTo(1012);
            for (int i = 0; i < 20; i++) {
                if (!isRefusedAsDraining(node)) {
                    // The node does not listen any more, which is allowed only after the last socket was closed.
                    assertThat(late.awaitEnd(Duration.ofMillis(1))).isEqualTo(1012);
                }
            }
            assertThat(late.awaitEnd(AT_ONCE))
                    .as("how the client that could not be answered was closed")
                    .isEqualTo(1012);
            hello.release();
            stopped.join();
        }
    }

    @Test
    @Tag("NODE-7")
    void answersTheRequestsReceivedBefore() {
        Server node = running(market.anotherNode());
        sendByRest(1);
        try (HeldNode other = HeldNode.on(market.database());
                TestSocket receiver = other.sockets().open(bert);
                Sql lock = market.database().sql();
                RawSocket client = RawSocket.to(node)) {
            lockTheConversation(lock);
            String message = "{\"receiver_id\":\"" + bert.id() + "\",\"content\":\"running\"}";
            client.send(("POST /messages HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + anna.token()
                            + "\r\nContent-Type: application/json\r\nContent-Length: " + message.length() + "\r\n\r\n"
                            + message)
                    .getBytes(StandardCharsets.US_ASCII));
            market.sql().awaitWaitingForLocks(1);
            CompletableFuture<Void> stopped = stop(node);
            awaitNotListening(node);
            lock.commit();
            client.answer().expect(201);
            stopped.join();
            receiver.await("message.new", AT_ONCE);
        }
    }

    private boolean isRefusedAsDraining(HeldNode node) {
        try (TestSocket tooLate =
                node.sockets().handshake("/ws/" + bert.id(), Map.of("Authorization", "Bearer " + bert.token()))) {
            return tooLate.status() == 503;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    /** Its socket has then received something later than the others that are idle, and is drained after them. */
    private static void awaitPong(TestSocket idle) {
        idle.sendFrame(TestSocket.PING, new byte[0]).awaitPong();
    }

    private <T extends AutoCloseable> T running(T node) {
        running.add(node);
        return node;
    }

    private CompletableFuture<Void> stop(AutoCloseable node) {
        running.remove(node);
        return CompletableFuture.runAsync(() -> {
            try {
                node.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    /** Until connections to its port are refused. */
    private static void awaitNotListening(Server node) {
        int port = node.port();
        long deadline = System.nanoTime() + AT_ONCE.toNanos();
        while (isListening(port)) {
            assertThat(System.nanoTime())
                    .as("a moment at which the node still listens")
                    .isLessThan(deadline);
        }
    }

    private static boolean isListening(int port) {
        try (RawSocket connected = RawSocket.to(port)) {
            return true;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    private void sendByRest(int expectedSeq) {
        assertThat(market.api()
                        .as(anna)
                        .post("/messages", Map.of("receiver_id", bert.id(), "content", "before"))
                        .expect(201)
                        .text("seq"))
                .isEqualTo(String.valueOf(expectedSeq));
    }

    private void lockTheConversation(Sql sql) {
        sql.begin();
        sql.rows(
                "select from conversations where ? in (user_low, user_high) and ? in (user_low, user_high) for update",
                anna.id(),
                bert.id());
    }
}
