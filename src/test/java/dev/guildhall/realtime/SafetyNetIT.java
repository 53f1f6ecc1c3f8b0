package dev.guildhall.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.guildhall.support.Market;
import dev.guildhall.support.Person;
import dev.guildhall.support.Server;
import dev.guildhall.support.TestSocket;
import io.vertx.core.Handler;
import io.vertx.core.eventbus.DeliveryContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("RT-7")
class SafetyNetIT {
    /** What the safety net may take, and a little more for a busy machine. */
    private static final Duration IN_TIME = Duration.ofSeconds(3);

    @RegisterExtension
    static final Market market = new Market();

    private final Person anna = market.aUser("Anna");
    private final Person bert = market.aUser("Bert");

    @Test
    void deliversWithoutTheBus() {
        try (Bus off = new Bus(1);
                TestSocket sender = market.sockets().open(anna);
                TestSocket tab = market.sockets().open(anna);
                TestSocket receiver = market.sockets().open(bert)) {
            for (int i = 1; i <= 5; i++) {
                sender.sendMessage(bert, "m" + i);
                JsonNode message = sender.await("message.ack").path("message");
                for (TestSocket device : List.of(receiver, tab)) {
                    assertThat(device.await("message.new", IN_TIME).path("message"))
                            .isEqualTo(message);
                }
            }
        }
    }

    @Test
    void deliversEverythingOnceIfTheBusLosesHalf() {
        try (TestSocket sender = market.sockets().open(anna);
                TestSocket receiver = market.sockets().open(bert)) {
            Set<String> missing = new TreeSet<>();
            List<String> again = new ArrayList<>();
            try (Bus lossy = new Bus(0.5)) {
                for (int i = 0; i < 90; i++) {
                    sender.sendMessage(bert, "m" + i).await("message.ack");
                    missing.add("m" + i);
                }
                while (!missing.isEmpty()) {
                    String content = receiver.await("message.new", IN_TIME)
                            .at("/message/content")
                            .asText();
                    if (!missing.remove(content)) {
                        again.add(content);
                    }
                }
            }
            // Two more checks, which each find a new message and must deliver nothing else again.
            for (int check = 0; check < 2; check++) {
                InsertedMessages.insert(market.sql(), anna, bert, 1, "found by a check");
                receiver.await(
                        "message.new",
                        frame -> frame.at("/message/content").asText().equals("found by a check"),
                        IN_TIME);
            }
            again.addAll(receiver.receivedSoFarInShort());
            assertThat(again).as("delivered more than once").isEmpty();
        }
    }

    /** Far more than the queue of one socket holds, found by one check. */
    @Test
    void repairsNoFasterThanTheClientReads() {
        try (TestSocket slow = market.sockets().connectWithSmallBuffer(bert);
                TestSocket other = market.sockets().open(anna)) {
            slow.await("hello");
            InsertedMessages.insert(market.sql(), anna, bert, 500, "😀".repeat(4_000));
            // The other socket of the conversation gets them too, and reads all of them before the slow one reads any.
            other.await("message.new", IN_TIME);
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
                TestSocket sender = market.sockets().open(anna);
                TestSocket receiver = other.sockets().open(bert);
                TestSocket tab = other.sockets().open(anna)) {
            sender.sendMessage(bert, "over there");
            JsonNode message = sender.await("message.ack").path("message");
            assertThat(receiver.await("message.new", IN_TIME).path("message")).isEqualTo(message);
            assertThat(tab.await("message.new", IN_TIME).path("message")).isEqualTo(message);
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
                TestSocket device = other.sockets().byTicket(anna, ticket)) {
            device.await("hello");
        }
    }

    /** Loses a share of the events on the bus, until it is closed. */
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
