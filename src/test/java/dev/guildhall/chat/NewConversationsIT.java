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

    private static Server strict;
    private static Server other;

    private final Person sender = market.aUser("Sam Sender");

    @BeforeAll
    static void start() {
        strict = Server.on(market.database().address(), Map.of("CONVERSATION_RATE", "2"));
        other = Server.on(market.database().address(), Map.of("CONVERSATION_RATE", "2"));
    }

    @AfterAll
    static void stop() {
        strict.close();
        other.close();
    }

    @Test
    void refusesOneTooManyAnHourAndSaysWhenToTryAgain() {
        Person known = market.aUser("Kim Known");
        write(known).expect(201);
        write(aStranger()).expect(201);

        Person third = aStranger();
        Answer refused = write(third).expectProblem(409, "too_many_new_conversations");
        assertThat(refused.json().path("retry_after").asInt()).isBetween(3_500, 3_600);
        // Clients repeat by themselves what has one.
        assertThat(refused.header("Retry-After")).isNull();
        assertThat(market.sql().count("select from messages where receiver_id = ?", third.id()))
                .isZero();
        write(known).expect(201);

        market.sql()
                .update(
                        "update conversation_starts set started_at = now() - interval '61 minutes' where sender_id = ?",
                        sender.id());
        write(third).expect(201);
    }

    @Test
    void refusesOneTooManyADay() {
        for (int i = 0; i < 10; i++) {
            market.sql()
                    .update(
                            "insert into conversation_starts values (?, ?, now() - interval '23 hours')",
                            sender.id(),
                            aStranger().id());
        }
        assertThat(write(aStranger())
                        .expectProblem(409, "too_many_new_conversations")
                        .json()
                        .path("retry_after")
                        .asInt())
                .isBetween(3_500, 3_600);
        market.sql()
                .update(
                        "update conversation_starts set started_at = now() - interval '25 hours' where sender_id = ?",
                        sender.id());
        write(aStranger()).expect(201);
    }

    @Test
    void tellsTheSameOnTheSocketAndLeavesItOpen() {
        try (TestSocket device = strict.sockets().open(sender)) {
            Person first = aStranger();
            device.sendTo(first, "Hello").await("message.ack");
            device.sendTo(aStranger(), "Hello").await("message.ack");
            JsonNode error = device.sendTo(aStranger(), "Hello").await("error");
            assertThat(error.path("code").asText()).isEqualTo("too_many_new_conversations");
            assertThat(error.path("status").asInt()).isEqualTo(409);
            assertThat(error.path("retry_after").asInt()).isBetween(3_500, 3_600);
            device.sendTo(first, "Still there?").await("message.ack");
        }
    }

    @Test
    void countsNeitherAnswersNorPartnersOfAnOrderNorWhatWasRefused() {
        PlacedOrder asClient = market.anOrder().from(sender).placed();
        PlacedOrder asFreelancer =
                market.anOrder().of(market.aGig().by(sender).exists()).placed();
        Person curious = aStranger();
        market.api()
                .as(curious)
                .post("/messages", Map.of("receiver_id", sender.id(), "content", "Are you free?"))
                .expect(201);
        Person gone = aStranger();
        market.sql().update("update users set is_active = false where id = ?", gone.id());

        write(gone).expectProblem(409, "user_inactive");
        write(new Person(UUID.randomUUID(), "Nobody", "")).expect(404);
        write(asClient.freelancer()).expect(201);
        write(asFreelancer.client()).expect(201);
        write(curious).expect(201);
        write(aStranger()).expect(201);
        write(aStranger()).expect(201);
        write(aStranger()).expectProblem(409, "too_many_new_conversations");
        write(market.anOrder().from(sender).placed().freelancer()).expect(201);
    }

    @Test
    void takesNobodyForAPartnerWithWhomAnotherHasTheOrder() {
        market.anOrder().from(sender).placed();
        market.anOrder().of(market.aGig().by(sender).exists()).placed();
        assertThat(statusesOfWritingToStrangers(3))
                .as("writing to three strangers, when there are orders with others, and two may be written to an hour")
                .containsExactly(201, 201, 409);
    }

    @Test
    void countsForEachWhatTheyBeganThemselves() {
        for (int i = 0; i < 10; i++) {
            market.sql()
                    .update(
                            "insert into conversation_starts values (?, ?, now() - interval '10 minutes')",
                            aStranger().id(),
                            sender.id());
        }
        assertThat(statusesOfWritingToStrangers(2))
                .as("writing to two strangers, when others have begun ten conversations, and two may be begun an hour")
                .containsExactly(201, 201);
    }

    @Test
    void letsNoneTooManyThroughOfThoseThatComeAtOnceToTwoNodes() {
        List<Person> strangers =
                Stream.generate(NewConversationsIT::aStranger).limit(12).toList();
        List<Integer> statuses = Concurrently.times(
                12,
                i -> (i % 2 == 0 ? strict : other)
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
    void waitsForOneThatIsBeingBegunElsewhere() {
        write(aStranger()).expect(201);
        try (Sql elsewhere = market.database().sql()) {
            elsewhere.begin();
            elsewhere.rows(
                    "select begin_conversation(?, ?, 2, 10)",
                    sender.id(),
                    aStranger().id());
            CompletableFuture<Answer> third = CompletableFuture.supplyAsync(() -> write(aStranger()));
            market.sql().awaitWaitingForLocks(1);
            elsewhere.commit();
            third.join().expectProblem(409, "too_many_new_conversations");
        }
    }

    @Test
    void countsOneConversationOnceWhoeverMeetsInIt() {
        Person stranger = aStranger();
        assertThat(Concurrently.times(6, i -> write(stranger).status())).containsOnly(201);
        write(aStranger()).expect(201);
        write(aStranger()).expectProblem(409, "too_many_new_conversations");
    }

    private List<Integer> statusesOfWritingToStrangers(int strangers) {
        return Stream.generate(NewConversationsIT::aStranger)
                .limit(strangers)
                .map(stranger -> write(stranger).status())
                .toList();
    }

    private Answer write(Person receiver) {
        return strict.api().as(sender).post("/messages", Map.of("receiver_id", receiver.id(), "content", "Hello"));
    }

    private static Person aStranger() {
        return market.aUser("Sid Stranger");
    }
}
