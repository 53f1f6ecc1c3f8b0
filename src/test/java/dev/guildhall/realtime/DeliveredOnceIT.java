package dev.guildhall.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.guildhall.support.CountedMessages;
import dev.guildhall.support.Market;
import dev.guildhall.support.Person;
import dev.guildhall.support.Server;
import dev.guildhall.support.Sql;
import dev.guildhall.support.TestSocket;
import io.vertx.core.Handler;
import io.vertx.core.eventbus.DeliveryContext;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A client gets each message once, whichever way it comes, though an old transaction makes the safety net find all of them again at
 * each check. The last message of each test is delivered by the net alone, which has found the others before it.
 */
@Tag("RT-7")
class DeliveredOnceIT {
    private static final Duration SOON = Duration.ofSeconds(10);

    @RegisterExtension
    static final Market market = new Market();

    private final Person anna = market.aUser("Anna");
    private final Person bert = market.aUser("Bert");
    private final Person carl = market.aUser("Carl");
    private final Sql old = market.database().sql();

    @BeforeEach
    void beginAnOldTransaction() {
        old.begin();
        old.rows("select pg_current_xact_id()");
    }

    @AfterEach
    void end() {
        old.rollback();
        old.close();
    }

    @Test
    void theSafetyNetRepeatsNoMessageThatTheBusDelivered() {
        try (TestSocket sender = market.sockets().open(anna);
                TestSocket tab = market.sockets().open(anna);
                TestSocket receiver = market.sockets().open(bert)) {
            sender.sendMessage(bert, "sent over the bus").await("message.ack");
            for (TestSocket device : List.of(tab, receiver)) {
                receives(device, "sent over the bus");
            }
            awaitCheckOfTheNet(anna, sender);
            awaitCheckOfTheNet(bert, receiver);
            awaitCheckOfTheNet(anna, tab);
            assertThat(contents(receiver))
                    .as("delivered again by the safety net")
                    .isEmpty();
            assertThat(contents(tab))
                    .as("delivered again by the safety net, to the sender's other socket")
                    .noneMatch("sent over the bus"::equals);
            assertThat(contents(sender))
                    .as("delivered by the safety net to the socket that sent it")
                    .noneMatch("sent over the bus"::equals);
        }
    }

    @Test
    void theSafetyNetRepeatsNoMessageThatItDelivered() {
        try (TestSocket receiver = market.sockets().open(bert)) {
            try (LostBus bus = new LostBus(market.server())) {
                write(bert, "found by the net");
                receives(receiver, "found by the net");
            }
            awaitCheckOfTheNet(bert, receiver);
            awaitCheckOfTheNet(bert, receiver);
            assertThat(contents(receiver))
                    .as("delivered again by the safety net")
                    .isEmpty();
        }
    }

    @Test
    void aMessageInTheHelloIsNotPushedAgain() {
        try (TestSocket witness = market.sockets().open(anna)) {
            try (LostBus bus = new LostBus(market.server())) {
                write(bert, "sent while nobody was connected");
                write(anna, "sent after it");
                receives(witness, "sent after it");
            }
            try (TestSocket late = market.sockets().connect(bert)) {
                assertThat(late.await("hello").path("unread_total").asInt()).isEqualTo(1);
                awaitCheckOfTheNet(bert, late);
                assertThat(contents(late))
                        .as("pushed though it was in the hello")
                        .isEmpty();
            }
        }
    }

    @Test
    void aMessageAnnouncedTwiceByAnotherNodeIsPushedOnce() {
        try (Server other = Server.on(market.database().address(), Map.of("SAFETY_NET_INTERVAL", "1m"));
                TestSocket receiver = other.sockets().open(bert)) {
            UUID first = write(bert, "saved on another node");
            receives(receiver, "saved on another node");
            UUID last = UUID.randomUUID();
            CountedMessages.count(market.sql(), carl.id(), bert.id(), 1);
            market.sql()
                    .update(
                            "insert into messages (id, sender_id, receiver_id, seq, content) values (?, ?, ?, 2, 'the last')",
                            last,
                            carl.id(),
                            bert.id());
            for (UUID message : List.of(first, first, last)) {
                market.sql()
                        .rows(
                                "select pg_notify('guildhall', ?)",
                                "a node\nmessage.saved.remotely [\"" + message + "\",\"" + carl.id() + "\",\""
                                        + bert.id() + "\"]");
            }
            receives(receiver, "the last");
            assertThat(contents(receiver)).as("delivered again by another node").isEmpty();
        }
    }

    /** Waits for a message that only the safety net can deliver; what it found before that one was pushed before. */
    private void awaitCheckOfTheNet(Person person, TestSocket device) {
        String content = "found by the net " + UUID.randomUUID();
        try (LostBus bus = new LostBus(market.server())) {
            write(person, content);
            receives(device, content);
        }
    }

    private UUID write(Person receiver, String content) {
        return UUID.fromString(market.api()
                .as(carl)
                .post("/messages", Map.of("receiver_id", receiver.id(), "content", content))
                .expect(201)
                .text("id"));
    }

    private static void receives(TestSocket device, String content) {
        JsonNode message = device.await(
                frame -> frame.at("/message/content").asText().equals(content)
                        && frame.path("type").asText().equals("message.new"),
                SOON);
        assertThat(message).as("\"%s\" is received", content).isNotNull();
    }

    private static List<String> contents(TestSocket device) {
        return device.receivedSoFar().stream()
                .filter(frame -> frame.path("type").asText().equals("message.new"))
                .map(frame -> frame.at("/message/content").asText())
                .toList();
    }

    /** The bus of a node loses everything, until this is closed. */
    private static final class LostBus implements AutoCloseable {
        private final Server server;
        private final Handler<DeliveryContext<Object>> interceptor = lost -> {};

        private LostBus(Server server) {
            this.server = server;
            server.vertx().eventBus().addOutboundInterceptor(interceptor);
        }

        @Override
        public void close() {
            server.vertx().eventBus().removeOutboundInterceptor(interceptor);
        }
    }
}
