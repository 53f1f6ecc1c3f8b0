package dev.guildhall.chat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.guildhall.support.Answer;
import dev.guildhall.support.Concurrently;
import dev.guildhall.support.Market;
import dev.guildhall.support.Person;
import dev.guildhall.support.PlacedOrder;
import dev.guildhall.support.Server;
import dev.guildhall.support.Sql;
import dev.guildhall.support.TestSocket;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("LIM-3")
class NewConversationsIT {
    @RegisterExtension
    static final Market market = new Market();

    private static Server node;
    private static Server otherNode;

    private final Person sender = market.aUser("Sam Sender");

    @BeforeAll
    static void start() {
        node = Server.on(market.database().address(), Map.of("CONVERSATION_RATE", "2"));
        otherNode = Server.on(market.database().address(), Map.of("CONVERSATION_RATE", "2"));
    }

    @AfterAll
    static void stop() {
        node.close();
        otherNode.close();
    }

    @Test
    void refusesMoreThanTheHourlyLimitAndReturnsRetryAfter() {
        Person known = market.aUser("Kim Known");
        send(known).expect(201);
        send(aStranger()).expect(201);

        Person third = aStranger();
        Answer refused = send(third).expectProblem(409, "too_many_new_conversations");
        assertThat(refused.json().path("retry_after").asInt()).isBetween(3_500, 3_600);
        // Clients retry automatically if a response has this header.
        assertThat(refused.header("Retry-After")).isNull();
        assertThat(market.sql().count("select from messages where receiver_id = ?", third.id()))
                .isZero();
        send(known).expect(201);

        market.sql()
                .update(
                        "update conversation_starts set started_at = now() - interval '61 minutes' where sender_id = ?",
                        sender.id());
        send(third).expect(201);
    }

    @Test
    void refusesMoreThanTheDailyLimit() {
        for (int i = 0; i < 10; i++) {
            market.sql()
                    .update(
                            "insert into conversation_starts values (?, ?, now() - interval '23 hours')",
                            sender.id(),
                            aStranger().id());
        }
        assertThat(send(aStranger())
                        .expectProblem(409, "too_many_new_conversations")
                        .json()
                        .path("retry_after")
                        .asInt())
                .isBetween(3_500, 3_600);
        market.sql()
                .update(
                        "update conversation_starts set started_at = now() - interval '25 hours' where sender_id = ?",
                        sender.id());
        send(aStranger()).expect(201);
    }

    @Test
    void refusesOnTheSocketAndKeepsItOpen() {
        try (TestSocket device = node.sockets().open(sender)) {
            Person first = aStranger();
            device.sendMessage(first, "Hello").await("message.ack");
            device.sendMessage(aStranger(), "Hello").await("message.ack");
            JsonNode error = device.sendMessage(aStranger(), "Hello").await("error");
            assertThat(error.path("code").asText()).isEqualTo("too_many_new_conversations");
            assertThat(error.path("status").asInt()).isEqualTo(409);
            assertThat(error.path("retry_after").asInt()).isBetween(3_500, 3_600);
            device.sendMessage(first, "Still there?").await("message.ack");
        }
    }

    @Test
    void countsNoRepliesOrderPartnersAndRefusedMessages() {
        PlacedOrder asClient = market.anOrder().from(sender).placed();
        PlacedOrder asFreelancer =
                market.anOrder().of(market.aGig().by(sender).create()).placed();
        Person curious = aStranger();
        market.api()
                .as(curious)
                .post("/messages", Map.of("receiver_id", sender.id(), "content", "Are you free?"))
                .expect(201);
        Person gone = aStranger();
        market.sql().update("update users set is_active = false where id = ?", gone.id());

        send(gone).expectProblem(409, "user_inactive");
        send(new Person(UUID.randomUUID(), "Nobody", "")).expect(404);
        send(asClient.freelancer()).expect(201);
        send(asFreelancer.client()).expect(201);
        send(curious).expect(201);
        send(aStranger()).expect(201);
        send(aStranger()).expect(201);
        send(aStranger()).expectProblem(409, "too_many_new_conversations");
        send(market.anOrder().from(sender).placed().freelancer()).expect(201);
    }

    @Test
    void countsPartnersOfOtherUsersAsStrangers() {
        market.anOrder().from(sender).placed();
        market.anOrder().of(market.aGig().by(sender).create()).placed();
        assertThat(statusesOfMessagesToStrangers(3))
                .as("messages to three strangers, with orders between others, and a limit of two an hour")
                .containsExactly(201, 201, 409);
    }

    @Test
    void countsOnlyConversationsBegunByTheSender() {
        for (int i = 0; i < 10; i++) {
            market.sql()
                    .update(
                            "insert into conversation_starts values (?, ?, now() - interval '10 minutes')",
                            aStranger().id(),
                            sender.id());
        }
        assertThat(statusesOfMessagesToStrangers(2))
                .as("messages to two strangers, after others have begun ten conversations, with a limit of two an hour")
                .containsExactly(201, 201);
    }

    @Test
    void keepsTheLimitForSimultaneousRequestsToTwoNodes() {
        List<Person> strangers =
                Stream.generate(NewConversationsIT::aStranger).limit(12).toList();
        List<Integer> statuses = Concurrently.times(
                12,
                i -> (i % 2 == 0 ? node : otherNode)
                        .api()
                        .as(sender)
                        .post(
                                "/messages",
                                Map.of("receiver_id", strangers.get(i).id(), "content", "Hello"))
                        .status());
        assertThat(statuses).isSubsetOf(201, 409);
        assertThat(Collections.frequency(statuses, 201)).isEqualTo(2);
    }

    @Test
    void waitsForAnUncommittedConversation() {
        send(aStranger()).expect(201);
        try (Sql elsewhere = market.database().sql()) {
            elsewhere.begin();
            elsewhere.rows(
                    "select begin_conversation(?, ?, 2, 10)",
                    sender.id(),
                    aStranger().id());
            CompletableFuture<Answer> third = CompletableFuture.supplyAsync(() -> send(aStranger()));
            market.sql().awaitWaitingForLocks(1);
            elsewhere.commit();
            third.join().expectProblem(409, "too_many_new_conversations");
        }
    }

    @Test
    void countsSimultaneousMessagesToOneStrangerOnce() {
        Person stranger = aStranger();
        assertThat(Concurrently.times(6, i -> send(stranger).status())).containsOnly(201);
        send(aStranger()).expect(201);
        send(aStranger()).expectProblem(409, "too_many_new_conversations");
    }

    private List<Integer> statusesOfMessagesToStrangers(int strangers) {
        return Stream.generate(NewConversationsIT::aStranger)
                .limit(strangers)
                .map(stranger -> send(stranger).status())
                .toList();
    }

    private Answer send(Person receiver) {
        return node.api().as(sender).post("/messages", Map.of("receiver_id", receiver.id(), "content", "Hello"));
    }

    private static Person aStranger() {
        return market.aUser("Sid Stranger");
    }
}
