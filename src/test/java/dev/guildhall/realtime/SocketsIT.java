package dev.guildhall.realtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.guildhall.bus.Topic;
import dev.guildhall.review.ReviewPosted;
import dev.guildhall.support.Market;
import dev.guildhall.support.MaskedFrame;
import dev.guildhall.support.Person;
import dev.guildhall.support.PlacedOrder;
import dev.guildhall.support.TestSocket;
import io.vertx.core.eventbus.DeliveryOptions;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SocketsIT {
    private static final Duration AT_ONCE = Duration.ofSeconds(3);

    @RegisterExtension
    static final Market market = new Market();

    private final Person anna = market.aUser("Anna");
    private final Person bert = market.aUser("Bert");

    @Test
    @Tag("RT-5")
    void sendsTheCountersOfEachConversationInTheHello() {
        Person carl = market.aUser("Carl");
        rest(anna, bert, "1");
        rest(bert, anna, "2");
        rest(carl, anna, "3");
        JsonNode hello = market.sockets().readHello(anna);
        assertThat(hello.path("user_id").asText()).isEqualTo(anna.id().toString());
        assertThat(UUID.fromString(hello.path("connection_id").asText())).isNotNull();
        assertThat(hello.path("unread_total").asLong()).isEqualTo(2);
        assertThat(hello.path("conversations").toString())
                .isEqualTo(("[{'user_id':'%s','last_seq':1,'last_read_seq':0,'peer_last_read_seq':1,'unread_count':1},"
                                + "{'user_id':'%s','last_seq':2,'last_read_seq':1,'peer_last_read_seq':2,'unread_count':1}]")
                        .formatted(carl.id(), bert.id())
                        .replace('\'', '"'));
        assertThat(market.sockets().readHello(market.aUser("New")).path("conversations"))
                .isEmpty();
    }

    @Test
    @Tag("RT-4")
    void deliversToAllTabsOfBothUsers() {
        try (TestSocket sending = market.sockets().open(anna);
                TestSocket otherTab = market.sockets().open(anna);
                TestSocket phone = market.sockets().open(bert);
                TestSocket laptop = market.sockets().open(bert);
                TestSocket bystander = market.sockets().open(market.aUser("Carl"))) {
            UUID clientMsgId = UUID.randomUUID();
            sending.send(Map.of(
                    "type",
                    "message.send",
                    "receiver_id",
                    bert.id(),
                    "content",
                    "hello",
                    "client_msg_id",
                    clientMsgId));
            JsonNode ack = sending.await("message.ack");
            assertThat(ack.path("client_msg_id").asText()).isEqualTo(clientMsgId.toString());
            JsonNode message = ack.path("message");
            assertThat(message.path("seq").asLong()).isEqualTo(1);
            JsonNode own = otherTab.await("message.new", AT_ONCE);
            assertThat(own.path("message")).isEqualTo(message);
            assertThat(own.path("unread_count").asLong())
                    .as("unread by the sender")
                    .isZero();
            for (TestSocket device : List.of(phone, laptop)) {
                JsonNode received = device.await("message.new", AT_ONCE);
                assertThat(received.path("message")).isEqualTo(message);
                assertThat(received.path("unread_count").asLong())
                        .as("unread by the receiver")
                        .isEqualTo(1);
            }
            assertThat(sending.receivedSoFarInShort())
                    .as("received by the sending socket, beside the acknowledgement")
                    .isEmpty();
            assertThat(bystander.receivedSoFarInShort())
                    .as("received by a third user")
                    .isEmpty();
        }
    }

    @Test
    @Tag("RT-2")
    void pushesMessagesSentByRest() {
        try (TestSocket own = market.sockets().open(anna);
                TestSocket theirs = market.sockets().open(bert)) {
            rest(anna, bert, "by REST");
            for (TestSocket device : List.of(own, theirs)) {
                assertThat(device.await("message.new", AT_ONCE)
                                .at("/message/content")
                                .asText())
                        .isEqualTo("by REST");
            }
        }
    }

    @Test
    @Tag("MSG-3")
    void answersARetryOnTheSocketAndPushesNothing() {
        try (TestSocket sender = market.sockets().open(anna);
                TestSocket receiver = market.sockets().open(bert)) {
            Map<String, ?> message =
                    Map.of("receiver_id", bert.id(), "content", "once", "client_msg_id", UUID.randomUUID());
            JsonNode first = sender.send(message).await("message.ack");
            assertThat(sender.send(message).await("message.ack")).isEqualTo(first);
            market.api().as(anna).post("/messages", message).expect(200);
            receiver.await("message.new", AT_ONCE);
            assertThat(receiver.receivedSoFarInShort())
                    .as("received after a retry")
                    .isEmpty();
        }
    }

    @Test
    @Tag("RT-2")
    void acceptsAMessageWithoutAType() {
        try (TestSocket sender = market.sockets().open(anna)) {
            sender.send(Map.of("receiver_id", bert.id(), "content", "bare"));
            assertThat(sender.await("message.ack").at("/message/content").asText())
                    .isEqualTo("bare");
        }
    }

    @Test
    @Tag("RT-8")
    void informsBothUsersOfReadMarks() {
        rest(anna, bert, "1");
        rest(anna, bert, "2");
        try (TestSocket writer = market.sockets().open(anna);
                TestSocket reader = market.sockets().open(bert);
                TestSocket readersTab = market.sockets().open(bert)) {
            reader.send(Map.of("type", "message.read", "user_id", anna.id(), "up_to_seq", 1));
            JsonNode seen = writer.await("message.read", AT_ONCE);
            assertThat(seen.path("reader_id").asText()).isEqualTo(bert.id().toString());
            assertThat(seen.path("user_id").asText())
                    .as("user_id in the frame of the writer")
                    .isEqualTo(bert.id().toString());
            assertThat(seen.path("up_to_seq").asLong()).isEqualTo(1);
            for (TestSocket device : List.of(reader, readersTab)) {
                assertThat(device.await("message.read", AT_ONCE).path("user_id").asText())
                        .as("user_id in the frames of the reader")
                        .isEqualTo(anna.id().toString());
            }
            reader.send(Map.of("type", "message.read", "user_id", anna.id(), "up_to_seq", 1));
            reader.send(Map.of("type", "message.read", "user_id", anna.id(), "up_to_seq", 0));
            reader.send(Map.of("type", "message.read", "user_id", anna.id(), "up_to_seq", 3));
            assertThat(reader.await("error").path("status").asInt()).isEqualTo(422);
            assertThat(writer.receivedSoFarInShort())
                    .as("received for read marks that did not move")
                    .isEmpty();
            market.api()
                    .as(bert)
                    .put("/conversations/" + anna.id() + "/read", Map.of("up_to_seq", 2))
                    .expect(200);
            assertThat(writer.await("message.read").path("up_to_seq").asLong()).isEqualTo(2);
        }
    }

    @Test
    @Tag("RT-8")
    void deliversTypingOnceInThreeSeconds() {
        try (TestSocket writer = market.sockets().open(anna);
                TestSocket reader = market.sockets().open(bert);
                TestSocket readersTab = market.sockets().open(bert)) {
            for (int i = 0; i < 10; i++) {
                writer.send(Map.of("type", "typing", "user_id", bert.id()));
            }
            for (TestSocket device : List.of(reader, readersTab)) {
                assertThat(device.await("typing", AT_ONCE).path("user_id").asText())
                        .as("who is typing")
                        .isEqualTo(anna.id().toString());
                assertThat(device.receivedSoFarInShort())
                        .as("received within three seconds of the first frame")
                        .isEmpty();
            }
            assertThat(writer.receivedSoFarInShort())
                    .as("received by the user who types")
                    .isEmpty();
        }
    }

    @Test
    @Tag("RT-8")
    void informsBothPartiesOfEveryStepOfAnOrder() {
        Person freelancer = market.aUser("Frida");
        Person client = market.aUser("Carl");
        try (TestSocket ofClient = market.sockets().open(client);
                TestSocket ofFreelancer = market.sockets().open(freelancer)) {
            PlacedOrder order = market.anOrder()
                    .of(market.aGig().by(freelancer).create())
                    .from(client)
                    .placed();
            order.byClient("submit-payment", PlacedOrder.aProof()).expect(200);
            order.byFreelancer("confirm-payment", Map.of()).expect(200);
            order.byFreelancer("submit-work", Map.of()).expect(200);
            order.byClient("revision", Map.of()).expect(200);
            order.byFreelancer("submit-work", Map.of()).expect(200);
            order.byClient("approve", Map.of()).expect(200);
            List<String> steps = List.of(
                    "place PENDING_PAYMENT PENDING " + client.id(),
                    "submit-payment PAYMENT_SUBMITTED SUBMITTED " + client.id(),
                    "confirm-payment PAYMENT_CONFIRMED CONFIRMED " + freelancer.id(),
                    "start IN_PROGRESS CONFIRMED " + freelancer.id(),
                    "submit-work SUBMITTED CONFIRMED " + freelancer.id(),
                    "revision REVISION_REQUESTED CONFIRMED " + client.id(),
                    "submit-work SUBMITTED CONFIRMED " + freelancer.id(),
                    "approve COMPLETED CONFIRMED " + client.id());
            for (TestSocket device : List.of(ofClient, ofFreelancer)) {
                for (String step : steps) {
                    JsonNode update = device.await("order.updated", AT_ONCE);
                    assertThat(update.path("action").asText() + " "
                                    + update.path("status").asText() + " "
                                    + update.path("payment_status").asText() + " "
                                    + update.path("actor_id").asText())
                            .isEqualTo(step);
                    assertThat(update.path("order_id").asText())
                            .isEqualTo(order.id().toString());
                }
                assertThat(device.receivedSoFarInShort())
                        .as("received beside these steps")
                        .isEmpty();
            }
        }
    }

    @Test
    @Tag("RT-8")
    void informsBothPartiesOfAReview() {
        UUID review = UUID.randomUUID();
        UUID order = UUID.randomUUID();
        try (TestSocket reviewer = market.sockets().open(anna);
                TestSocket reviewee = market.sockets().open(bert)) {
            Topic<ReviewPosted> topic = ReviewPosted.TOPIC;
            market.server()
                    .vertx()
                    .eventBus()
                    .publish(
                            topic.address(),
                            new ReviewPosted(review, order, anna.id(), bert.id()),
                            new DeliveryOptions().setCodecName("by-reference").setLocalOnly(true));
            for (TestSocket device : List.of(reviewer, reviewee)) {
                JsonNode posted = device.await("review.posted", AT_ONCE);
                assertThat(posted.path("review_id").asText()).isEqualTo(review.toString());
                assertThat(posted.path("order_id").asText()).isEqualTo(order.toString());
            }
        }
    }

    @Test
    @Tag("RT-14")
    void answersInvalidFramesWithTheProblemOfRestAndStaysOpen() {
        UUID clientMsgId = UUID.randomUUID();
        try (TestSocket device = market.sockets().open(anna)) {
            refuse(device, message(anna, clientMsgId), 422, "message_self", clientMsgId);
            refuse(device, message(new Person(UUID.randomUUID(), "", ""), clientMsgId), 404, "not_found", clientMsgId);
            refuse(
                    device,
                    Map.of("type", "message.send", "client_msg_id", clientMsgId),
                    422,
                    "validation_failed",
                    clientMsgId);
            refuse(device, Map.of("type", "shout"), 422, "validation_failed", null);
            refuse(
                    device,
                    Map.of("type", "typing", "user_id", bert.id(), "loud", true),
                    422,
                    "validation_failed",
                    null);
            market.sql().update("update users set is_active = false where id = ?", bert.id());
            refuse(device, message(bert, clientMsgId), 409, "user_inactive", clientMsgId);
            market.sql().update("update users set is_active = true where id = ?", bert.id());
            device.send(message(bert, clientMsgId)).await("message.ack");
            refuse(
                    device,
                    Map.of("receiver_id", bert.id(), "content", "other", "client_msg_id", clientMsgId),
                    409,
                    "client_msg_id_reused",
                    clientMsgId);
        }
    }

    @Test
    @Tag("MSG-9")
    void refusesMessagesBeyondTheRateAndClosesOnlyAfterAFlood() {
        try (TestSocket device = market.sockets().open(anna)) {
            ByteArrayOutputStream burst = new ByteArrayOutputStream();
            byte[] message = MaskedFrame.encoded(
                    0x81, ("{\"receiver_id\":\"" + bert.id() + "\",\"content\":\"m\"}").getBytes(UTF_8));
            for (int i = 0; i < 2_000; i++) {
                burst.writeBytes(message);
            }
            device.writeIfOpen(burst.toByteArray());
            JsonNode refused = device.await("error");
            assertThat(refused.path("code").asText()).isEqualTo("rate_limited");
            assertThat(device.awaitEnd()).isEqualTo(4429);
            int stored = market.sql().count("select from messages where sender_id = ?", anna.id());
            assertThat(stored).isBetween(100, 1_000);
        }
    }

    private static void refuse(
            TestSocket device, Map<String, ?> frame, int status, String code, @Nullable UUID clientMsgId) {
        JsonNode error = device.sendUnchecked(frame).await("error");
        assertThat(error.path("status").asInt()).as("%s", error).isEqualTo(status);
        assertThat(error.path("code").asText()).isEqualTo(code);
        assertThat(error.path("detail").asText()).isNotBlank();
        assertThat(error.has("client_msg_id")).isEqualTo(clientMsgId != null);
        if (clientMsgId != null) {
            assertThat(error.path("client_msg_id").asText()).isEqualTo(clientMsgId.toString());
        }
    }

    private static Map<String, ?> message(Person to, UUID clientMsgId) {
        return Map.of("type", "message.send", "receiver_id", to.id(), "content", "hello", "client_msg_id", clientMsgId);
    }

    private static void rest(Person from, Person to, String content) {
        market.api()
                .as(from)
                .post("/messages", Map.of("receiver_id", to.id(), "content", content))
                .expect(201);
    }
}
