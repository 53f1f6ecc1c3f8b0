package dev.guildhall.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.guildhall.support.Market;
import dev.guildhall.support.Person;
import dev.guildhall.support.Server;
import dev.guildhall.support.TestSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Clients that do not read, databases that fail, nodes that stop. */
class TroubleIT {
    @RegisterExtension
    static final Market market = new Market();

    @Test
    @Tag("RT-11")
    void closesSocketsOfClientsThatDoNotReadAndServesTheOthers() {
        try (Server node = Server.on(market.database().address(), Map.of("MESSAGE_RATE", "0"))) {
            Person anna = market.aUser("Anna");
            Person bert = market.aUser("Bert");
            List<TestSocket> stalled = new ArrayList<>();
            try (TestSocket sender = node.sockets().open(anna);
                    TestSocket reader = node.sockets().open(bert)) {
                for (int i = 0; i < 19; i++) {
                    stalled.add(node.sockets().connect(bert));
                }
                String long4000 = "€".repeat(4_000);
                int sent = 0;
                for (; sent < 1_500; sent++) {
                    sender.sendMessage(bert, long4000);
                    sender.await("message.ack");
                    assertThat(reader.await("message.new").at("/message/seq").asLong())
                            .isEqualTo(sent + 1);
                }
                for (TestSocket device : stalled) {
                    assertThat(device.awaitEnd()).isIn(4408, TestSocket.NO_CLOSE_FRAME);
                }
                node.sockets().open(bert).close();
            } finally {
                stalled.forEach(TestSocket::close);
            }
        }
    }

    @Test
    @Tag("RT-1")
    void goesOnAfterTheDatabaseClosedAllConnections() {
        Person anna = market.aUser("Anna");
        Person bert = market.aUser("Bert");
        try (TestSocket sender = market.sockets().open(anna);
                TestSocket receiver = market.sockets().open(bert)) {
            sender.sendMessage(bert, "before").await("message.ack");
            receiver.await("message.new");
            market.sql()
                    .rows(
                            "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()");
            UUID clientMsgId = UUID.randomUUID();
            Map<String, ?> message = Map.of("receiver_id", bert.id(), "content", "after", "client_msg_id", clientMsgId);
            JsonNode answer = null;
            for (int attempt = 0; attempt < 20 && answer == null; attempt++) {
                sender.send(message);
                answer = sender.await(
                        frame -> frame.path("type").asText().equals("message.ack"), Duration.ofMillis(500));
            }
            assertThat(answer).as("an acknowledgement within 20 attempts").isNotNull();
            assertThat(receiver.await("message.new")
                            .at("/message/client_msg_id")
                            .asText())
                    .isEqualTo(clientMsgId.toString());
            assertThat(market.sql().count("select from messages where client_msg_id = ?", clientMsgId))
                    .isEqualTo(1);
            receiver.send(Map.of("type", "sync", "seen", Map.of())).await("synced");
        }
    }

    @Test
    @Tag("RT-3")
    @Tag("RT-13")
    void drainsItsSocketsWhenItStops() {
        Person anna = market.aUser("Anna");
        Person bert = market.aUser("Bert");
        Server node = market.anotherNode();
        TestSocket device = node.sockets().open(anna);
        TestSocket sender = node.sockets().open(bert);
        TestSocket halfOpen = node.sockets().open(anna);
        for (int i = 0; i < 50; i++) {
            sender.send(Map.of("receiver_id", anna.id(), "content", "m", "client_msg_id", new UUID(7, i)));
        }
        long begun = System.nanoTime();
        CompletableFuture<Void> stopped = CompletableFuture.runAsync(node::close);
        assertThat(device.await("drain").path("reconnect_after_ms").asLong()).isBetween(0L, 5_000L);
        TestSocket tooLate =
                node.sockets().handshake("/ws/" + bert.id(), Map.of("Authorization", "Bearer " + bert.token()));
        assertThat(tooLate.status()).isEqualTo(503);
        assertThat(tooLate.refusalJson().path("code").asText()).isEqualTo("draining");
        assertThat(device.awaitEnd()).isEqualTo(1012);
        assertThat(sender.awaitEnd()).isEqualTo(1012);
        stopped.join();
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(6));
        halfOpen.close();
        try (TestSocket again = market.sockets().open(bert)) {
            for (int i = 0; i < 50; i++) {
                again.send(Map.of("receiver_id", anna.id(), "content", "m", "client_msg_id", new UUID(7, i)));
                again.await("message.ack");
            }
        }
        assertThat(market.sql().count("select from messages where sender_id = ?", bert.id()))
                .isEqualTo(50);
    }
}
