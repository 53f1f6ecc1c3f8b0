package dev.guildhall.chat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.guildhall.support.Device;
import dev.guildhall.support.Market;
import dev.guildhall.support.Person;
import dev.guildhall.support.Server;
import dev.guildhall.support.Sql;
import io.vertx.core.Handler;
import io.vertx.core.eventbus.DeliveryContext;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("RT-7")
class SafetyNetIT {
    /** What the net may take, and a little for a machine that has other things to do. */
    private static final Duration IN_TIME = Duration.ofSeconds(3);

    @RegisterExtension
    static final Market market = new Market();

    private Person anna = market.aUser("Anna");
    private Person bert = market.aUser("Bert");

    @BeforeEach
    void twoNewPeople() {
        anna = market.aUser("Anna");
        bert = market.aUser("Bert");
    }

    @Test
    void deliversWithoutAnyBus() {
        try (Bus off = new Bus(1);
                Device sender = market.sockets().open(anna);
                Device tab = market.sockets().open(anna);
                Device receiver = market.sockets().open(bert)) {
            for (int i = 1; i <= 5; i++) {
                sender.sendTo(bert, "m" + i);
                JsonNode message = sender.await("message.ack").path("message");
                for (Device device : List.of(receiver, tab)) {
                    assertThat(inTime(device).path("message")).isEqualTo(message);
                }
            }
        }
    }

    @Test
    void deliversEverythingOnceWhereTheBusLosesALot() {
        try (Bus lossy = new Bus(0.5);
                Device sender = market.sockets().open(anna);
                Device receiver = market.sockets().open(bert)) {
            Set<String> sent = new HashSet<>();
            for (int i = 0; i < 90; i++) {
                sender.sendTo(bert, "m" + i);
                sent.add(sender.await("message.ack").at("/message/id").asText());
            }
            Set<String> got = new HashSet<>();
            int frames = 0;
            while (got.size() < sent.size()) {
                got.add(receiver.await("message.new").at("/message/id").asText());
                frames++;
            }
            assertThat(got).isEqualTo(sent);
            // Two looks more, in which nothing may come again.
            assertThat(receiver.await(isNew(), Duration.ofSeconds(5))).isNull();
            assertThat(frames).isEqualTo(sent.size());
        }
    }

    @Test
    void findsACommitThatCameLate() {
        try (Device receiver = market.sockets().open(bert);
                Sql slow = market.database().sql()) {
            UUID late = UUID.randomUUID();
            slow.update("begin");
            UUID low = anna.id().toString().compareTo(bert.id().toString()) < 0 ? anna.id() : bert.id();
            UUID high = low.equals(anna.id()) ? bert.id() : anna.id();
            slow.update("insert into conversations (user_low, user_high, last_seq) values (?, ?, 1)", low, high);
            slow.update(
                    "insert into messages (id, sender_id, receiver_id, seq, content) values (?, ?, ?, 1, 'late')",
                    late,
                    anna.id(),
                    bert.id());
            Person carl = market.aUser("Carl");
            for (int look = 0; look < 3; look++) {
                market.api()
                        .as(carl)
                        .post("/messages", Map.of("receiver_id", bert.id(), "content", "meanwhile"))
                        .expect(201);
                assertThat(receiver.await("message.new").at("/message/content").asText())
                        .isEqualTo("meanwhile");
                assertThat(receiver.await(isNew(), Duration.ofMillis(2_300))).isNull();
            }
            slow.update("commit");
            assertThat(inTime(receiver).at("/message/id").asText()).isEqualTo(late.toString());
            assertThat(receiver.await(isNew(), Duration.ofSeconds(3))).isNull();
        }
    }

    /** Far more than may wait for one reader, found by one look. */
    @Test
    void repairsNoFasterThanItsReaderReads() {
        UUID low = anna.id().toString().compareTo(bert.id().toString()) < 0 ? anna.id() : bert.id();
        UUID high = low.equals(anna.id()) ? bert.id() : anna.id();
        try (Device slow = market.sockets().deaf(bert);
                Device other = market.sockets().open(anna)) {
            slow.await("hello");
            market.sql().update("""
                    with c as (insert into conversations (user_low, user_high, last_seq) values (?, ?, 500))
                    insert into messages (id, sender_id, receiver_id, seq, content)
                    select gen_random_uuid(), ?, ?, seq, ? from generate_series(1, 500) seq
                    """, low, high, anna.id(), bert.id(), "😀".repeat(4_000));
            // The other device of the conversation gets them too, and takes them all before the slow one takes any.
            assertThat(other.await(isNew(), IN_TIME)).isNotNull();
            other.await("message.new", frame -> frame.at("/message/seq").asLong() == 500);
            for (long seq = 1; seq <= 500; seq++) {
                assertThat(slow.await("message.new").at("/message/seq").asLong())
                        .isEqualTo(seq);
            }
        }
    }

    @Test
    void reachesOtherNodes() {
        try (Server other = market.anotherNode();
                Device sender = market.sockets().open(anna);
                Device receiver = other.sockets().open(bert);
                Device tab = other.sockets().open(anna)) {
            sender.sendTo(bert, "over there");
            JsonNode message = sender.await("message.ack").path("message");
            assertThat(receiver.await("message.new").path("message")).isEqualTo(message);
            assertThat(tab.await("message.new").path("message")).isEqualTo(message);
            market.sql().update("update users set is_active = false where id = ?", bert.id());
            assertThat(receiver.awaitEnd(Duration.ofSeconds(5))).isEqualTo(4403);
        }
    }

    @Test
    @Tag("MSG-10")
    void opensASocketOnAnotherNodeByATicket() {
        String ticket =
                market.api().as(anna).post("/ws-tickets", Map.of()).expect(201).text("ticket");
        try (Server other = market.anotherNode();
                Device device = other.sockets().byTicket(anna, ticket)) {
            device.await("hello");
        }
    }

    private static JsonNode inTime(Device device) {
        return Objects.requireNonNull(device.await(isNew(), IN_TIME), "no message came in time");
    }

    private static Predicate<JsonNode> isNew() {
        return frame -> frame.path("type").asText().equals("message.new");
    }

    /** Loses a share of what is told on the event bus, until it is closed. */
    private static final class Bus implements AutoCloseable {
        private final Handler<DeliveryContext<Object>> interceptor;

        private Bus(double loss) {
            interceptor = delivery -> {
                if (ThreadLocalRandom.current().nextDouble() >= loss) {
                    delivery.next();
                }
            };
            market.server().vertx().eventBus().addOutboundInterceptor(interceptor);
        }

        @Override
        public void close() {
            market.server().vertx().eventBus().removeOutboundInterceptor(interceptor);
        }
    }
}
