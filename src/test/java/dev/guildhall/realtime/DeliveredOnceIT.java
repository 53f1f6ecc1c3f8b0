package dev.guildhall.realtime;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
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
 * What a device was told once it is not told again by another way, though an old transaction keeps everything in sight of the
 * safety net. What is told last is told by the net alone, which finds everything else before it.
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
    void keepEverythingInSight() {
        old.begin();
        old.rows("select pg_current_xact_id()");
    }

    @AfterEach
    void end() {
        old.rollback();
        old.close();
    }

    @Test
    void theSafetyNetRepeatsNothingThatTheBusHasTold() {
        try (TestSocket sender = market.sockets().open(anna);
                TestSocket tab = market.sockets().open(anna);
                TestSocket receiver = market.sockets().open(bert)) {
            sender.sendTo(bert, "told by the bus").await("message.ack");
            for (TestSocket device : List.of(tab, receiver)) {
                hears(device, "told by the bus");
            }
            findsByTheNetAlone(anna, sender);
            findsByTheNetAlone(bert, receiver);
            findsByTheNetAlone(anna, tab);
            assertThat(contents(receiver)).as("told again by the safety net").isEmpty();
            assertThat(contents(tab))
                    .as("told again by the safety net, on the sender's other device")
                    .noneMatch("told by the bus"::equals);
            assertThat(contents(sender))
                    .as("told by the safety net to the device that said it")
                    .noneMatch("told by the bus"::equals);
        }
    }

    @Test
    void theSafetyNetRepeatsNothingThatItHasTold() {
        try (TestSocket receiver = market.sockets().open(bert)) {
            try (Deaf bus = new Deaf(market.server())) {
                write(bert, "told by the net");
                hears(receiver, "told by the net");
            }
            findsByTheNetAlone(bert, receiver);
            findsByTheNetAlone(bert, receiver);
            assertThat(contents(receiver)).as("told again by the safety net").isEmpty();
        }
    }

    @Test
    void whoComesLaterIsNotToldWhatTheirHelloKnows() {
        try (TestSocket witness = market.sockets().open(anna)) {
            try (Deaf bus = new Deaf(market.server())) {
                write(bert, "said while nobody was here");
                write(anna, "said after it");
                hears(witness, "said after it");
            }
            try (TestSocket late = market.sockets().connect(bert)) {
                assertThat(late.await("hello").path("unread_total").asInt()).isEqualTo(1);
                findsByTheNetAlone(bert, late);
                assertThat(contents(late)).as("told though it was in the hello").isEmpty();
            }
        }
    }

    @Test
    void anotherNodeMaySayTheSameTwice() {
        try (Server elsewhere = Server.on(market.database().address(), Map.of("SAFETY_NET_INTERVAL", "1m"));
                TestSocket receiver = elsewhere.sockets().open(bert)) {
            UUID first = write(bert, "told by another node");
            hears(receiver, "told by another node");
            UUID last = UUID.randomUUID();
            market.sql().update("update conversations set last_seq = 2 where ? in (user_low, user_high)", bert.id());
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
                                "a node\nmessage.saved.elsewhere [\"" + message + "\",\"" + carl.id() + "\",\""
                                        + bert.id() + "\"]");
            }
            hears(receiver, "the last");
            assertThat(contents(receiver)).as("told again by another node").isEmpty();
        }
    }

    /** Of one more message to them nothing but the safety net tells, and all that it found before was pushed before. */
    private void findsByTheNetAlone(Person person, TestSocket device) {
        String content = "found by the net " + UUID.randomUUID();
        try (Deaf bus = new Deaf(market.server())) {
            write(person, content);
            hears(device, content);
        }
    }

    private UUID write(Person receiver, String content) {
        return UUID.fromString(market.api()
                .as(carl)
                .post("/messages", Map.of("receiver_id", receiver.id(), "content", content))
                .expect(201)
                .text("id"));
    }

    private static void hears(TestSocket device, String content) {
        JsonNode frame = device.await(
                said -> said.at("/message/content").asText().equals(content)
                        && said.path("type").asText().equals("message.new"),
                SOON);
        assertThat(frame).as("\"%s\" is heard", content).isNotNull();
        requireNonNull(frame);
    }

    private static List<String> contents(TestSocket device) {
        return device.everything().stream()
                .filter(frame -> frame.path("type").asText().equals("message.new"))
                .map(frame -> frame.at("/message/content").asText())
                .toList();
    }

    /** A node whose bus loses everything, until this is closed. */
    private static final class Deaf implements AutoCloseable {
        private final Server server;
        private final Handler<DeliveryContext<Object>> interceptor = lost -> {};

        private Deaf(Server server) {
            this.server = server;
            server.vertx().eventBus().addOutboundInterceptor(interceptor);
        }

        @Override
        public void close() {
            server.vertx().eventBus().removeOutboundInterceptor(interceptor);
        }
    }
}
