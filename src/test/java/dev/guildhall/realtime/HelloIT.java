package dev.guildhall.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.order.OrderStatus;
import dev.guildhall.order.OrderUpdated;
import dev.guildhall.order.PaymentStatus;
import dev.guildhall.support.Market;
import dev.guildhall.support.Person;
import dev.guildhall.support.PlacedOrder;
import dev.guildhall.support.RecordingProxy.Held;
import dev.guildhall.support.TestSocket;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What happens between the opening of a socket and its hello. */
class HelloIT {
    private static final Duration AT_ONCE = Duration.ofSeconds(5);

    @RegisterExtension
    static final Market market = new Market();

    private static HeldNode node;

    private final Person anna = market.aUser("Anna");

    @BeforeAll
    static void start() {
        node = HeldNode.on(market.database());
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    @Tag("RT-1")
    @Tag("RT-8")
    void sendsEventsSinceTheHelloWasReadAfterIt() {
        PlacedOrder order = market.anOrder().completed();
        Person client = order.client();
        Person freelancer = order.freelancer();
        try (TestSocket peer = market.sockets().open(freelancer);
                TestSocket open = node.sockets().open(client);
                Held hello = node.proxy().holdResponse(HeldNode.HELLO);
                TestSocket late = node.sockets().connect(client)) {
            hello.await();
            peer.sendMessage(client, "hi").await("message.ack");
            open.await("message.new", AT_ONCE);
            peer.send(Map.of("type", "typing", "user_id", client.id()));
            open.await("typing", AT_ONCE);
            market.api()
                    .as(client)
                    .put("/conversations/" + freelancer.id() + "/read", Map.of("up_to_seq", 1))
                    .expect(200);
            open.await("message.read", AT_ONCE);
            market.anOrder()
                    .of(market.aGig().by(freelancer).create())
                    .from(client)
                    .placed();
            open.await(
                    "order.updated",
                    update -> update.path("action").asText().equals("place")
                            && !update.path("order_id")
                                    .asText()
                                    .equals(order.id().toString()),
                    AT_ONCE);
            market.api()
                    .as(freelancer)
                    .post("/reviews", Map.of("order_id", order.id(), "rating", 5))
                    .expect(201);
            open.await("review.posted", AT_ONCE);
            hello.release();
            late.await("hello", AT_ONCE);
            late.await("review.posted", AT_ONCE);
            assertThat(late.receivedSoFarInShort())
                    .as("events from before the hello, received after it")
                    .contains("message.new 1 'hi'", "typing", "message.read up to 1", "order.updated place");
        }
    }

    @Test
    @Tag("RT-5")
    void sendsNothingBeforeTheHello() {
        try (Held hello = node.proxy().holdResponse(HeldNode.HELLO);
                TestSocket late = node.sockets().connect(anna)) {
            hello.await();
            node.publish(OrderUpdated.TOPIC, anOrder());
            late.sendMessage(market.aUser("Bert"), "hi");
            hello.release();
            late.await("message.ack", AT_ONCE);
            assertThat(late.receivedSoFarInShort().get(0)).as("the first frame").isEqualTo("hello");
        }
    }

    @Test
    @Tag("RT-9")
    void closesTheSocketOfAUserDeactivatedBeforeTheHello() {
        try (TestSocket open = node.sockets().open(anna);
                Held hello = node.proxy().holdResponse(HeldNode.HELLO);
                TestSocket late = node.sockets().connect(anna)) {
            hello.await();
            market.sql().update("update users set is_active = false where id = ?", anna.id());
            node.check();
            assertThat(open.awaitEnd(AT_ONCE)).isEqualTo(4403);
            assertThat(late.awaitEnd(AT_ONCE))
                    .as("the close code of the socket without a hello")
                    .isEqualTo(4403);
        }
    }

    /** The check that finds the deactivation runs before the socket is registered, and the handshake used a cached account. */
    @Test
    @Tag("RT-9")
    void closesTheSocketWhoseHandshakeDidNotKnowOfTheDeactivation() {
        Person watcher = market.aUser("Wanda");
        try (TestSocket watching = node.sockets().open(watcher);
                Held known = node.proxy().holdResponse("from users where id = $1", anna.id())) {
            CompletableFuture<TestSocket> connecting =
                    CompletableFuture.supplyAsync(() -> node.sockets().connect(anna));
            known.await();
            market.sql().update("update users set is_active = false where id in (?, ?)", anna.id(), watcher.id());
            node.check();
            assertThat(watching.awaitEnd(AT_ONCE)).isEqualTo(4403);
            known.release();
            try (TestSocket late = connecting.join()) {
                assertThat(late.awaitEnd(AT_ONCE))
                        .as("the close code of that socket")
                        .isEqualTo(4403);
            }
        }
    }

    @Test
    void closesTheSocketIfTheHelloCannotBeRead() {
        try (Held hello = node.proxy().holdResponse(HeldNode.HELLO);
                TestSocket late = node.sockets().connect(anna)) {
            hello.await().breakConnection();
            assertThat(late.awaitEnd(AT_ONCE)).as("try later").isEqualTo(1013);
        }
    }

    @Test
    @Tag("RT-11")
    void queuesNoMoreBeforeTheHelloThanAfterIt() {
        try (TestSocket open = node.sockets().open(anna);
                Held hello = node.proxy().holdResponse(HeldNode.HELLO);
                TestSocket late = node.sockets().connect(anna)) {
            hello.await();
            OrderUpdated order = anOrder();
            for (int i = 0; i < 300; i++) {
                node.publish(OrderUpdated.TOPIC, order);
                open.await("order.updated", AT_ONCE);
            }
            assertThat(late.awaitEnd(AT_ONCE)).as("too slow").isEqualTo(4408);
        }
    }

    private OrderUpdated anOrder() {
        return new OrderUpdated(
                UUID.randomUUID(),
                anna.id(),
                UUID.randomUUID(),
                OrderStatus.IN_PROGRESS,
                PaymentStatus.CONFIRMED,
                "start",
                anna.id(),
                1);
    }
}
