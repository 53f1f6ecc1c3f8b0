package dev.guildhall.realtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatObject;

import com.fasterxml.jackson.databind.JsonNode;
import dev.guildhall.support.Market;
import dev.guildhall.support.Person;
import dev.guildhall.support.PlacedOrder;
import dev.guildhall.support.Server;
import dev.guildhall.support.TestSocket;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Three nodes whose safety nets check so rarely that everything received has come over the bridge. */
@Tag("NODE-2")
class BridgeIT {
    private static final Duration IN_TIME = Duration.ofMillis(500);
    private static final Map<String, String> RARE_CHECKS = Map.of("SAFETY_NET_INTERVAL", "1m", "MESSAGE_RATE", "0");

    @RegisterExtension
    static final Market market = new Market();

    private static List<Server> nodes = List.of();

    private final Person anna = market.aUser("Anna");
    private final Person bert = market.aUser("Bert");

    @BeforeAll
    static void startTogether() {
        List<CompletableFuture<Server>> starting = List.of(0, 1, 2).stream()
                .map(i -> CompletableFuture.supplyAsync(
                        () -> Server.on(market.database().address(), RARE_CHECKS)))
                .toList();
        nodes = starting.stream().map(CompletableFuture::join).toList();
    }

    @AfterAll
    static void stop() {
        nodes.forEach(Server::close);
    }

    @Test
    @Tag("NODE-1")
    @Tag("NODE-3")
    void deliversMessagesOfAnyNodeOnEveryOtherAtOnce() {
        try (TestSocket sender = nodes.get(0).sockets().open(anna);
                TestSocket tab = nodes.get(1).sockets().open(anna);
                TestSocket receiver = nodes.get(2).sockets().open(bert)) {
            for (int i = 0; i < 20; i++) {
                sender.sendMessage(bert, "m" + i);
                JsonNode message = sender.await("message.ack").path("message");
                assertThatObject(receiver.await("message.new", IN_TIME))
                        .returns(message, frame -> frame.path("message"))
                        .returns(i + 1L, frame -> frame.path("unread_count").asLong());
                assertThatObject(tab.await("message.new", IN_TIME))
                        .returns(message, frame -> frame.path("message"))
                        .returns(0L, frame -> frame.path("unread_count").asLong());
            }
            receiver.sendMessage(anna, "back").await("message.ack");
            sender.await("message.new", IN_TIME);
            tab.await("message.new", IN_TIME);
        }
    }

    @Test
    @Tag("RT-8")
    void carriesReadMarksTypingOrdersAndReviews() {
        PlacedOrder order = Market.of(nodes.get(0), market.sql()).anOrder().placed();
        Person client = order.client();
        Person freelancer = order.freelancer();
        try (TestSocket atClient = nodes.get(1).sockets().open(client);
                TestSocket atFreelancer = nodes.get(2).sockets().open(freelancer)) {
            order.byClient("submit-payment", Map.of("proof_reference", "r", "payer_name", "p", "amount", "1.00"))
                    .expect(200);
            for (TestSocket device : List.of(atClient, atFreelancer)) {
                // That it was placed may have come before.
                JsonNode frame = device.await(
                        "order.updated",
                        update -> update.path("action").asText().equals("submit-payment"),
                        IN_TIME);
                assertThat(String.valueOf(frame))
                        .contains("PAYMENT_SUBMITTED", client.id().toString());
            }
            order.byFreelancer("confirm-payment", Map.of()).expect(200);
            order.byFreelancer("submit-work", Map.of()).expect(200);
            order.byClient("approve", Map.of()).expect(200);
            nodes.get(0)
                    .api()
                    .as(client)
                    .post("/reviews", Map.of("order_id", order.id(), "rating", 5))
                    .expect(201);
            assertThat(atFreelancer
                            .await("review.posted", IN_TIME)
                            .path("order_id")
                            .asText())
                    .isEqualTo(order.id().toString());

            atClient.send(Map.of("type", "typing", "user_id", freelancer.id()));
            assertThat(atFreelancer.await("typing", IN_TIME).path("user_id").asText())
                    .isEqualTo(client.id().toString());

            atClient.sendMessage(freelancer, "hello").await("message.ack");
            atFreelancer.await("message.new", IN_TIME);
            atFreelancer.send(Map.of("type", "message.read", "user_id", client.id(), "up_to_seq", 1));
            assertThatObject(atClient.await("message.read", IN_TIME))
                    .returns(
                            freelancer.id().toString(),
                            frame -> frame.path("reader_id").asText())
                    .returns(1L, frame -> frame.path("up_to_seq").asLong());
        }
    }

    @Test
    @Tag("NODE-3")
    void catchesUpAtOnceAfterItsConnectionWasCut() {
        try (TestSocket sender = nodes.get(0).sockets().open(anna);
                TestSocket receiver = nodes.get(1).sockets().open(bert)) {
            for (int cut = 0; cut < 5; cut++) {
                market.sql().rows("""
                                select pg_terminate_backend(pid) from pg_stat_activity
                                where application_name = 'guildhall bridge' and datname = current_database()
                                """);
                Set<String> missing = new TreeSet<>();
                for (int i = 0; i < 100; i++) {
                    String content = "cut " + cut + " m" + i;
                    sender.sendMessage(bert, content).await("message.ack");
                    missing.add(content);
                }
                while (!missing.isEmpty()) {
                    JsonNode frame = receiver.await("message.new", Duration.ofSeconds(2));
                    missing.remove(frame.at("/message/content").asText());
                }
            }
        }
    }

    @Test
    void keepsTheOrderWithoutOverflowingTheQueueOfAClient() {
        int many = 1_500;
        try (TestSocket sender = nodes.get(0).sockets().open(anna);
                TestSocket receiver = nodes.get(1).sockets().open(bert)) {
            for (int i = 0; i < many; i++) {
                sender.sendMessage(bert, "m" + i);
            }
            long last = 0;
            while (last < many) {
                long seq = receiver.await("message.new").at("/message/seq").asLong();
                assertThat(seq).isLessThanOrEqualTo(last + 1);
                last = Math.max(last, seq);
            }
        }
    }

    @Test
    @Tag("NODE-4")
    @Tag("MSG-10")
    void issuesTicketsThatOpenOneSocketOnAnyNode() {
        for (int i = 0; i < 10; i++) {
            String ticket = nodes.get(i % 3)
                    .api()
                    .as(anna)
                    .post("/ws-tickets", Map.of())
                    .expect(201)
                    .text("ticket");
            long opened = nodes.parallelStream()
                    .map(node -> node.sockets().byTicket(anna, ticket))
                    .peek(TestSocket::close)
                    .filter(device -> device.status() == 101)
                    .count();
            assertThat(opened).isEqualTo(1);
        }
    }

    @Test
    @Tag("NODE-4")
    @Tag("API-11")
    void answersEqualRequestsOnAllNodesAsOne() {
        for (int round = 0; round < 10; round++) {
            String key = UUID.randomUUID().toString();
            Map<String, ?> message = Map.of("receiver_id", bert.id(), "content", "once " + round);
            Set<String> ids = new HashSet<>(List.of(0, 1, 2, 3, 4, 5, 6, 7, 8).parallelStream()
                    .map(i -> nodes.get(i % 3)
                            .api()
                            .as(anna)
                            .with("Idempotency-Key", key)
                            .post("/messages", message)
                            .expect(201)
                            .text("id"))
                    .toList());
            assertThat(ids.size()).as("messages saved by nine equal requests").isEqualTo(1);
        }
        assertThat(market.sql().count("select from messages where sender_id = ?", anna.id()))
                .isEqualTo(10);
    }

    @Test
    void opensNoMoreConnectionsThanConfigured() {
        List.of(0, 1, 2).parallelStream().forEach(i -> {
            for (int request = 0; request < 200; request++) {
                nodes.get(i).api().as(anna).get("/gigs?q=" + request).expect(200);
                nodes.get(i)
                        .api()
                        .as(anna)
                        .post("/messages", Map.of("receiver_id", bert.id(), "content", "m"))
                        .expect(201);
            }
        });
        long bridges = market.sql().count("""
                        select from pg_stat_activity
                        where application_name = 'guildhall bridge' and datname = current_database()
                        """);
        assertThat(bridges)
                .as("bridges of the three nodes and of the market's node")
                .isEqualTo(4);
        assertThat(market.sql().count("""
                        select from pg_stat_activity
                        where application_name like 'guildhall%' and datname = current_database()
                        """)).isLessThanOrEqualTo(4 * (8 + 1));
    }
}
