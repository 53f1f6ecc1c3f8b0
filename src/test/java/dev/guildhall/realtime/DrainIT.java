package dev.guildhall.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.support.ListeningProxy.Held;
import dev.guildhall.support.Market;
import dev.guildhall.support.Person;
import dev.guildhall.support.RawSocket;
import dev.guildhall.support.Server;
import dev.guildhall.support.Sql;
import dev.guildhall.support.TestSocket;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a node that stops still does for those whom it has begun to serve; nothing here is asked for twice. */
class DrainIT {
    private static final Duration AT_ONCE = Duration.ofSeconds(5);

    @RegisterExtension
    static final Market market = new Market();

    private final Person anna = market.aUser("Anna");
    private final Person bert = market.aUser("Bert");
    private final List<AutoCloseable> running = new ArrayList<>();

    @AfterEach
    void stopWhatAFailureHasLeftRunning() throws Exception {
        for (AutoCloseable node : running) {
            node.close();
        }
    }

    @Test
    @Tag("RT-13")
    @Tag("NODE-7")
    void answersTheMessagesThatWereSaidBeforeItClosesTheirSocket() {
        try (HeldNode elsewhere = HeldNode.on(market.database());
                TestSocket receiver = elsewhere.sockets().open(bert);
                Sql other = market.database().sql()) {
            say(1);
            receiver.await("message.new", AT_ONCE);
            Server node = running(market.anotherNode());
            TestSocket idle = node.sockets().open(market.aUser("Idle"));
            TestSocket sender = node.sockets().open(anna);
            lockTheConversation(other);
            sender.sendTo(bert, "a").sendTo(bert, "b").sendTo(bert, "c");
            market.sql().awaitWaitingForLocks(1);
            heardOf(idle);
            CompletableFuture<Void> stopped = stop(node);
            assertThat(idle.everythingToTheEnd()).as("said to who is silent").containsExactly("drain", "closed 1012");
            other.commit();
            assertThat(sender.everythingToTheEnd())
                    .as("said to who had said three messages")
                    .containsExactly(
                            "drain", "message.ack 2 'a'", "message.ack 3 'b'", "message.ack 4 'c'", "closed 1012");
            stopped.join();
            for (long seq = 2; seq <= 4; seq++) {
                assertThat(receiver.await("message.new", AT_ONCE)
                                .at("/message/seq")
                                .asLong())
                        .as("the number of the message heard on another node")
                        .isEqualTo(seq);
            }
        }
    }

    @Test
    @Tag("RT-13")
    void greetsWhoWasLetInBeforeItClosesTheirSocket() {
        HeldNode node = running(HeldNode.on(market.database()));
        TestSocket idle = node.sockets().open(bert);
        try (Held hello = node.proxy().holdAnswer(HeldNode.HELLO);
                TestSocket late = node.sockets().connect(anna)) {
            hello.await();
            heardOf(idle);
            CompletableFuture<Void> stopped = stop(node);
            assertThat(idle.awaitEnd(AT_ONCE)).isEqualTo(1012);
            hello.release();
            assertThat(late.everythingToTheEnd())
                    .as("said to who was let in just before")
                    .containsExactly("hello", "drain", "closed 1012");
            stopped.join();
        }
    }

    /** A database that does not answer keeps no node from ending, but for a while. */
    @Test
    @Tag("RT-13")
    void closesTheSocketThatItCannotAnswerInTimeAndRefusesOthersUntilThen() {
        HeldNode node = running(HeldNode.on(market.database()));
        TestSocket idle = node.sockets().open(bert);
        try (Held hello = node.proxy().holdAnswer(HeldNode.HELLO);
                TestSocket late = node.sockets().connect(anna)) {
            hello.await();
            CompletableFuture<Void> stopped = stop(node);
            assertThat(idle.awaitEnd(AT_ONCE)).isEqualTo(1012);
            for (int i = 0; i < 20; i++) {
                if (!isRefusedAsDraining(node)) {
                    // Nobody listens any more, which may be so once the last socket has ended, and not before.
                    assertThat(late.awaitEnd(Duration.ofMillis(1))).isEqualTo(1012);
                }
            }
            assertThat(late.awaitEnd(AT_ONCE)).isEqualTo(1012);
            hello.release();
            stopped.join();
        }
    }

    @Test
    @Tag("NODE-7")
    void answersTheRequestsThatWereMadeBefore() {
        Server node = running(market.anotherNode());
        say(1);
        try (HeldNode elsewhere = HeldNode.on(market.database());
                TestSocket receiver = elsewhere.sockets().open(bert);
                Sql other = market.database().sql();
                RawSocket client = RawSocket.to(node)) {
            lockTheConversation(other);
            String message = "{\"receiver_id\":\"" + bert.id() + "\",\"content\":\"under way\"}";
            client.send(("POST /messages HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + anna.token()
                            + "\r\nContent-Type: application/json\r\nContent-Length: " + message.length() + "\r\n\r\n"
                            + message)
                    .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            market.sql().awaitWaitingForLocks(1);
            CompletableFuture<Void> stopped = stop(node);
            awaitDeafness(node);
            other.commit();
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

    /** The last of all, so that no socket which is silent too ends after it. */
    private static void heardOf(TestSocket idle) {
        idle.frame(TestSocket.PING, new byte[0]).awaitPong();
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

    /** Until nobody listens on its port any more. */
    private static void awaitDeafness(Server node) {
        int port = node.port();
        long deadline = System.nanoTime() + AT_ONCE.toNanos();
        while (isListening(port)) {
            assertThat(System.nanoTime()).as("when the node listens still").isLessThan(deadline);
        }
    }

    private static boolean isListening(int port) {
        try (RawSocket connected = RawSocket.to(port)) {
            return true;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    private void say(int expectedSeq) {
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
