package dev.guildhall.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.guildhall.support.Answer;
import dev.guildhall.support.Market;
import dev.guildhall.support.Person;
import dev.guildhall.support.PlacedOrder;
import dev.guildhall.support.Server;
import dev.guildhall.support.SocketContract;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RealtimeContractIT {
    @RegisterExtension
    static final Market market = new Market();

    @Tag("DOC-5")
    @Test
    void sendsAndReceivesEveryFrameOfTheContract() throws Exception {
        PlacedOrder order = market.anOrder().submitted();
        Person client = order.client();
        Person freelancer = order.freelancer();
        SocketContract contract = SocketContract.INSTANCE;
        try (WatchedSocket clients = device(client);
                WatchedSocket freelancers = device(freelancer)) {
            clients.await("hello");
            freelancers.await("hello");

            clients.send(Map.of(
                    "type", "message.send",
                    "receiver_id", freelancer.id(),
                    "content", "Could it be blue?",
                    "order_id", order.id(),
                    "client_msg_id", UUID.randomUUID()));
            clients.await("message.ack");
            freelancers.await("message.new");
            freelancers.send(Map.of("type", "typing", "user_id", client.id()));
            clients.await("typing");
            freelancers.send(Map.of("type", "message.read", "user_id", client.id(), "up_to_seq", 1));
            clients.await("message.read");
            freelancers.send(Map.of("receiver_id", client.id(), "content", "It could."));
            freelancers.await("message.ack");
            clients.send(Map.of("type", "message.read", "user_id", freelancer.id(), "up_to_seq", 1_000));
            clients.await("error");
            clients.send(Map.of("type", "sync", "seen", Map.of(freelancer.id(), 1)));
            clients.await("synced");
            order.byClient("approve", Map.of()).expect(200);
            clients.await("order.updated");
            market.api()
                    .as(client)
                    .post("/reviews", Map.of("order_id", order.id(), "rating", 5))
                    .expect(201);
            clients.await("review.posted");
            String ticket = market.api()
                    .as(client)
                    .post("/ws-tickets", Map.of())
                    .expect(201)
                    .text("ticket");
            clients.send(Map.of("type", "renew", "ticket", ticket));
            clients.await("renewed");
            clients.receivedTypes().addAll(receivedFromANodeThatStops(client));

            assertThat(clients.receivedTypes())
                    .isEqualTo(new TreeSet<>(contract.fromServer().keySet()));
            clients.sentTypes().addAll(freelancers.sentTypes());
            assertThat(clients.sentTypes())
                    .isEqualTo(new TreeSet<>(contract.fromClient().keySet()));
        }
    }

    @Tag("RT-5")
    @Test
    void sendsTheCountersOfEachConversationInTheHello() throws Exception {
        Person anna = market.aUser("Anna");
        Person bert = market.aUser("Bert");
        market.api()
                .as(bert)
                .post("/messages", Map.of("receiver_id", anna.id(), "content", "One."))
                .expect(201);
        market.api()
                .as(anna)
                .post("/messages", Map.of("receiver_id", bert.id(), "content", "Two."))
                .expect(201);
        market.api()
                .as(bert)
                .post("/messages", Map.of("receiver_id", anna.id(), "content", "Three."))
                .expect(201);

        try (WatchedSocket annas = device(anna)) {
            JsonNode hello = annas.await("hello");

            assertThat(hello.path("user_id").asText()).isEqualTo(anna.id().toString());
            assertThat(hello.path("unread_total").asLong()).isEqualTo(1);
            assertThat(hello.path("conversations")).singleElement().satisfies(one -> {
                assertThat(one.path("user_id").asText()).isEqualTo(bert.id().toString());
                assertThat(one.path("last_seq").asLong()).isEqualTo(3);
                assertThat(one.path("last_read_seq").asLong()).isEqualTo(2);
                assertThat(one.path("peer_last_read_seq").asLong()).isEqualTo(3);
                assertThat(one.path("unread_count").asLong()).isEqualTo(1);
            });
        }
    }

    @Tag("RT-8")
    @Test
    void informsBothUsersOfReadMarksAndNamesTheOtherUser() throws Exception {
        Person anna = market.aUser("Anna");
        Person bert = market.aUser("Bert");
        market.api()
                .as(bert)
                .post("/messages", Map.of("receiver_id", anna.id(), "content", "Read me."))
                .expect(201);

        try (WatchedSocket annas = device(anna);
                WatchedSocket berts = device(bert)) {
            annas.await("hello");
            berts.await("hello");
            annas.send(Map.of("type", "message.read", "user_id", bert.id(), "up_to_seq", 1));

            JsonNode toAnna = annas.await("message.read");
            JsonNode toBert = berts.await("message.read");
            assertThat(toAnna.path("reader_id").asText()).isEqualTo(anna.id().toString());
            assertThat(toAnna.path("user_id").asText()).isEqualTo(bert.id().toString());
            assertThat(toBert.path("reader_id").asText()).isEqualTo(anna.id().toString());
            assertThat(toBert.path("user_id").asText()).isEqualTo(anna.id().toString());
            assertThat(toBert.path("up_to_seq").asLong()).isEqualTo(1);
        }
    }

    @Tag("RT-8")
    @Test
    void informsBothPartiesOfAStepOfTheirOrder() throws Exception {
        PlacedOrder order = market.anOrder().placed();

        try (WatchedSocket clients = device(order.client());
                WatchedSocket freelancers = device(order.freelancer())) {
            clients.await("hello");
            freelancers.await("hello");
            order.byClient("submit-payment", PlacedOrder.aProof()).expect(200);

            JsonNode update = clients.await("order.updated");
            assertThat(freelancers.await("order.updated")).isEqualTo((Object) update);
            assertThat(update.path("order_id").asText()).isEqualTo(order.id().toString());
            assertThat(update.path("status").asText()).isEqualTo("PAYMENT_SUBMITTED");
            assertThat(update.path("action").asText()).isEqualTo("submit-payment");
            assertThat(update.path("actor_id").asText())
                    .isEqualTo(order.client().id().toString());
            assertThat(update.path("version").asText()).isEqualTo(order.read().at("version"));
        }
    }

    @Tag("RT-14")
    @Test
    void refusesAFrameAsRestRefusesTheRequestAndStaysOpen() throws Exception {
        Person anna = market.aUser("Anna");
        Map<String, Object> message =
                Map.of("receiver_id", anna.id(), "content", "Dear diary", "client_msg_id", UUID.randomUUID());
        Answer byRest = market.api().as(anna).post("/messages", message).expect(422);

        try (WatchedSocket annas = device(anna)) {
            annas.send(message);
            JsonNode error = annas.await("error");

            for (String member : new String[] {"title", "status", "code", "detail", "errors"}) {
                assertThat(error.path(member))
                        .as(member)
                        .isEqualTo(byRest.json().path(member));
            }
            assertThat(error.path("client_msg_id").asText()).isEqualTo(String.valueOf(message.get("client_msg_id")));
            annas.send(Map.of("type", "sync", "seen", Map.of()));
            annas.await("synced");
        }
    }

    private static WatchedSocket device(Person person) {
        return new WatchedSocket(market.server().port(), person);
    }

    private static Set<String> receivedFromANodeThatStops(Person person) throws Exception {
        Server another = market.anotherNode();
        try (WatchedSocket device = new WatchedSocket(another.port(), person)) {
            device.await("hello");
            another.close();
            device.await("drain");
            assertThat(device.awaitClose()).isEqualTo(CloseCode.RESTART.number());
            return device.receivedTypes();
        }
    }
}
