package dev.guildhall.order;

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
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Proposals, answers and moves at the same moment: never two of those that exclude each other, and never a failure. */
@Tag("ORD-33")
class SimultaneousProposalsIT {
    private static final Map<String, ?> FIVE_DAYS = Map.of("kind", "extend", "days", 5);
    private static final Map<String, ?> HALF_BACK = Map.of("kind", "cancel", "refund_amount", "24.95");
    private static final int ROUNDS = 12;

    @RegisterExtension
    static final Market market = new Market();

    private static Server otherNode;

    @BeforeAll
    static void startAnotherNode() {
        otherNode = market.anotherNode();
    }

    @AfterAll
    static void stop() {
        otherNode.close();
    }

    @Test
    void areAcceptedOnceByManyRequestsOnTwoNodes() {
        PlacedOrder order = market.anOrder().started();
        String accept = accept(order, propose(order));
        List<Answer> answers = Concurrently.times(
                30,
                i -> (i % 2 == 0 ? market.server() : otherNode)
                        .api()
                        .as(order.client())
                        .patch(accept, Map.of()));
        assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(1);
        assertThat(answers).filteredOn(answer -> answer.status() != 200).allSatisfy(answer -> {
            if (answer.status() == 503) {
                answer.expectProblem(503, "busy");
            } else {
                answer.expectProblem(409, "proposal_closed");
            }
        });
        assertThat(order.history()).as("moves of one proposal").hasSize(5);
    }

    @Test
    void areAcceptedOrOvertakenByAMoveButNotBoth() {
        Set<String> seen = new HashSet<>();
        for (int round = 0; round < ROUNDS; round++) {
            PlacedOrder order = market.anOrder().started();
            String proposal = propose(order);
            List<Answer> answers = Concurrently.times(
                    2,
                    i -> i == 0
                            ? otherNode.api().as(order.client()).patch(accept(order, proposal), Map.of())
                            : order.byFreelancer("submit-work", Map.of()));
            Answer accepted = answers.get(0);
            answers.get(1).expect(200);
            String status = statusOf(order, proposal);
            seen.add(status);
            if (accepted.status() == 200) {
                assertThat(status).isEqualTo("accepted");
                assertThat(actions(order)).endsWith("agree-extend", "submit-work");
            } else {
                accepted.expectProblem(409, "proposal_closed");
                assertThat(status).isEqualTo("overtaken");
                assertThat(actions(order)).endsWith("start", "submit-work");
            }
            assertThat(order.read().json().path("version").asInt())
                    .as("versions: one for each move, and one for the proposal")
                    .isEqualTo(order.history().size() + 1);
        }
        assertThat(seen).as("how the proposals ended").isSubsetOf("accepted", "overtaken");
    }

    @Test
    void endByOneOfAllAnswers() {
        for (int round = 0; round < ROUNDS; round++) {
            PlacedOrder order = market.anOrder().started();
            String proposal = propose(order);
            String path = order.path("proposals/" + proposal + "/");
            List<Answer> answers = Concurrently.times(6, i -> switch (i % 3) {
                case 0 -> market.api().as(order.client()).patch(path + "accept", Map.of());
                case 1 -> otherNode.api().as(order.client()).patch(path + "decline", Map.of());
                default -> otherNode.api().as(order.freelancer()).patch(path + "withdraw", Map.of());
            });
            List<Answer> closed =
                    answers.stream().filter(answer -> answer.status() == 200).toList();
            assertThat(closed).as("answers that closed one proposal").hasSize(1);
            assertThat(answers)
                    .allSatisfy(answer ->
                            assertThat(answer.status()).as("%s", answer).isIn(200, 409, 503));
            assertThat(statusOf(order, proposal)).isEqualTo(closed.get(0).at("status"));
            assertThat(order.history())
                    .as("moves after it was %s", closed.get(0).at("status"))
                    .hasSize(closed.get(0).text("status").equals("accepted") ? 5 : 4);
        }
    }

    @Test
    void areNotBothOpenIfBothPartiesMakeOne() {
        for (int round = 0; round < ROUNDS; round++) {
            PlacedOrder order = market.anOrder().started();
            List<Answer> answers = Concurrently.times(
                    2,
                    i -> i == 0
                            ? order.proposeBy(order.client(), HALF_BACK)
                            : otherNode.api().as(order.freelancer()).post(order.path("proposals"), FIVE_DAYS));
            assertThat(answers).extracting(Answer::status).containsExactlyInAnyOrder(201, 409);
            answers.stream()
                    .filter(answer -> answer.status() == 409)
                    .forEach(answer -> answer.expectProblem(409, "proposal_open"));
            assertThat(open(order)).isEqualTo(1);
        }
    }

    @Test
    void areNotOpenAfterAMoveAtTheSameTime() {
        for (int round = 0; round < ROUNDS; round++) {
            PlacedOrder order = market.anOrder().submitted();
            List<Answer> answers = Concurrently.times(
                    2,
                    i -> i == 0
                            ? order.proposeBy(order.freelancer(), HALF_BACK)
                            : otherNode.api().as(order.client()).patch(order.path("approve"), Map.of()));
            answers.get(1).expect(200);
            assertThat(answers.get(0).status()).as("%s", answers.get(0)).isIn(201, 409);
            assertThat(open(order))
                    .as("proposals that are open in an order that is COMPLETED")
                    .isZero();
            assertThat(order.read().at("status")).isEqualTo("COMPLETED");
        }
    }

    @Test
    void neverBlockEachOtherNorMoves() {
        PlacedOrder order = market.anOrder().started();
        List<Answer> answers = Concurrently.times(40, i -> {
            var api = (i % 2 == 0 ? market.server() : otherNode).api();
            return switch (i % 5) {
                case 0 -> api.as(order.client()).post(order.path("proposals"), HALF_BACK);
                case 1 -> api.as(order.freelancer()).post(order.path("proposals"), FIVE_DAYS);
                case 2 -> api.as(order.freelancer()).patch(order.path("submit-work"), Map.of());
                case 3 -> api.as(order.client()).patch(order.path("revision"), Map.of());
                default -> api.as(order.client()).get(order.path("proposals"));
            };
        });
        assertThat(answers)
                .allSatisfy(
                        answer -> assertThat(answer.status()).as("%s", answer).isIn(200, 201, 409, 503));
        assertThat(open(order)).isLessThanOrEqualTo(1);
        assertThat(
                        market.sql()
                                .row(
                                        "select deadlocks::int as deadlocks from pg_stat_database where datname = current_database()"))
                .containsEntry("deadlocks", 0);
    }

    @Test
    void areDecidedByTheOrderOfTheLock() {
        PlacedOrder order = market.anOrder().started();
        String proposal = propose(order);
        List<Supplier<Answer>> requests = List.of(
                () -> order.byFreelancer("submit-work", Map.of()),
                () -> otherNode.api().as(order.client()).patch(accept(order, proposal), Map.of()));
        List<CompletableFuture<Answer>> answers = new ArrayList<>();
        try (Sql holder = market.database().sql()) {
            holder.begin();
            holder.rows("select from orders where id = ? for update", order.id());
            for (Supplier<Answer> request : requests) {
                answers.add(CompletableFuture.supplyAsync(request));
                market.sql().awaitWaitingForLocks(answers.size());
            }
            holder.rollback();
        }
        answers.get(0).join().expect(200);
        answers.get(1).join().expectProblem(409, "proposal_closed");
        assertThat(statusOf(order, proposal)).isEqualTo("overtaken");
    }

    @Test
    @Tag("RT-8")
    void arePublishedWithTheVersionOfTheOrderAndWhoHasActed() {
        PlacedOrder order = market.anOrder().started();
        try (TestSocket device = otherNode.sockets().open(order.client())) {
            String first = propose(order);
            expectFrame(device, order, "propose-extend", order.freelancer());
            market.api()
                    .as(order.client())
                    .patch(order.path("proposals/" + first + "/decline"), Map.of())
                    .expect(200);
            expectFrame(device, order, "decline", order.client());
            String second = propose(order);
            expectFrame(device, order, "propose-extend", order.freelancer());
            market.api()
                    .as(order.freelancer())
                    .patch(order.path("proposals/" + second + "/withdraw"), Map.of())
                    .expect(200);
            expectFrame(device, order, "withdraw", order.freelancer());
            propose(order);
            expectFrame(device, order, "propose-extend", order.freelancer());
            String instead = propose(order);
            expectFrame(device, order, "propose-extend", order.freelancer());
            market.api()
                    .as(order.client())
                    .patch(accept(order, instead), Map.of())
                    .expect(200);
            expectFrame(device, order, "agree-extend", order.client());
            order.byClient("dispute", Map.of("reason", "Too late.")).expect(200);
            expectFrame(device, order, "dispute", order.client());
            order.answerDispute();
            expectFrame(device, order, "add-statement", order.freelancer());
        }
    }

    private static void expectFrame(TestSocket device, PlacedOrder order, String action, Person actor) {
        // The other node may hear late of moves from before.
        JsonNode frame = device.await(
                "order.updated", update -> update.path("action").asText().equals(action));
        Answer read = order.read();
        assertThat(frame.path("version").asInt())
                .as("the version in the frame of %s", action)
                .isEqualTo(read.json().path("version").asInt());
        assertThat(frame.path("status").asText()).isEqualTo(read.at("status"));
        assertThat(frame.path("payment_status").asText()).isEqualTo(read.at("payment_status"));
        assertThat(frame.path("actor_id").asText()).isEqualTo(actor.id().toString());
    }

    private static String propose(PlacedOrder order) {
        return order.proposeBy(order.freelancer(), FIVE_DAYS).expect(201).text("id");
    }

    private static String accept(PlacedOrder order, String proposal) {
        return order.path("proposals/" + proposal + "/accept");
    }

    private static int open(PlacedOrder order) {
        return market.sql().count("select from order_proposals where order_id = ? and status = 'open'", order.id());
    }

    private static String statusOf(PlacedOrder order, String proposal) {
        return String.valueOf(market.sql()
                .row("select status from order_proposals where id = ?::uuid and order_id = ?", proposal, order.id())
                .get("status"));
    }

    private static List<String> actions(PlacedOrder order) {
        return order.history().stream()
                .map(event -> event.path("action").asText())
                .toList();
    }
}
