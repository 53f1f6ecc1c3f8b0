package dev.guildhall.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.support.Answer;
import dev.guildhall.support.Concurrently;
import dev.guildhall.support.Market;
import dev.guildhall.support.PlacedOrder;
import dev.guildhall.support.Server;
import dev.guildhall.support.Sql;
import dev.guildhall.support.TestGig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SimultaneousMovesIT {
    @RegisterExtension
    static final Market market = new Market();

    @Test
    @Tag("ORD-4")
    void confirmsOnceForManySimultaneousRequests() {
        PlacedOrder order = market.anOrder().paid();
        List<Answer> answers = Concurrently.times(100, i -> order.byFreelancer("confirm-payment", Map.of()));
        expectOneEffect(answers);
        assertThat(History.lines(order)).hasSize(3);
        assertThat(order.read().at("version")).isEqualTo("3");
        assertThat(order.read().at("payment_proof.verified")).isEqualTo("true");
    }

    @Test
    @Tag("ORD-4")
    void confirmsOnceOnTwoNodes() {
        PlacedOrder order = market.anOrder().paid();
        try (Server otherNode = market.anotherNode()) {
            List<Answer> answers = Concurrently.times(
                    40,
                    i -> (i % 2 == 0 ? market.server() : otherNode)
                            .api()
                            .as(order.freelancer())
                            .patch(order.path("confirm-payment")));
            expectOneEffect(answers);
        }
        assertThat(History.lines(order)).hasSize(3);
    }

    @Test
    @Tag("ORD-6")
    void submitsUnstartedWorkOnceForManySimultaneousRequests() {
        PlacedOrder order = market.anOrder().confirmed();
        List<Answer> answers =
                Concurrently.times(50, i -> order.byFreelancer("submit-work", Map.of("note", "Draft " + i)));
        expectOneEffect(answers);
        assertThat(order.history())
                .extracting(event -> event.path("action").asText())
                .containsExactly("place", "submit-payment", "confirm-payment", "start", "submit-work");
    }

    @Test
    void acceptsNoConflictingMoves() {
        PlacedOrder order = market.anOrder().paid();
        List<Answer> answers = Concurrently.times(60, i -> switch (i % 4) {
            case 0 -> order.byFreelancer("confirm-payment", Map.of());
            case 1 -> order.byFreelancer("reject-payment", Map.of("reason", "Nothing."));
            case 2 -> order.byClient("withdraw-payment", Map.of());
            default -> order.byClient("dispute", Map.of("reason", "Nobody answers."));
        });
        List<Answer> moved =
                answers.stream().filter(answer -> answer.status() == 200).toList();
        // At most: a dispute about the payment, its confirmation, and a dispute about the work.
        assertThat(moved).hasSizeBetween(1, 3);
        assertThat(answers)
                .filteredOn(answer -> answer.status() != 200)
                .allSatisfy(
                        answer -> assertThat(answer.status()).as("%s", answer).isIn(403, 409, 422, 503));
        assertThat(History.lines(order)).hasSize(2 + moved.size());
        assertThat(order.read().json().path("version").asInt()).isEqualTo(2 + moved.size());
    }

    @Test
    void keepsTheHistoryConsistentDuringManyMoves() {
        PlacedOrder order = market.anOrder().placed();
        List<Answer> answers = Concurrently.times(
                20,
                i -> i % 2 == 0
                        ? order.byClient("submit-payment", PlacedOrder.aProof())
                        : order.byClient("withdraw-payment", Map.of()));
        long moved = answers.stream().filter(answer -> answer.status() == 200).count();
        List<String> statuses = order.history().stream()
                .map(event ->
                        event.path("from").asText() + " " + event.path("to").asText())
                .toList();
        assertThat(statuses).hasSize((int) moved + 1);
        for (int i = 1; i < statuses.size(); i++) {
            assertThat(statuses.get(i)).startsWith(statuses.get(i - 1).split(" ", -1)[1]);
        }
        assertThat(market.sql().count("select from payment_proofs where order_id = ?", order.id()))
                .isEqualTo(order.read().text("status").equals("PAYMENT_SUBMITTED") ? 1 : 0);
    }

    @Test
    void changesTheProofThatIsCurrentWhenTheLockIsGranted() {
        PlacedOrder order = market.anOrder().paid();
        Server otherNode = market.anotherNode();
        List<Supplier<Answer>> moves = List.of(
                () -> order.byClient("withdraw-payment", Map.of()),
                () -> order.byClient("submit-payment", PlacedOrder.aProof()),
                // Sent to a second node, since one node lets at most two requests wait for the same row.
                () -> otherNode.api().as(order.freelancer()).patch(order.path("confirm-payment")));
        List<CompletableFuture<Answer>> answers = new ArrayList<>();
        try (otherNode;
                Sql holder = market.database().sql()) {
            holder.begin();
            holder.rows("select from orders where id = ? for update", order.id());
            for (Supplier<Answer> move : moves) {
                answers.add(CompletableFuture.supplyAsync(move));
                market.sql().awaitWaitingForLocks(answers.size());
            }
            holder.rollback();
        }
        assertThat(answers)
                .allSatisfy(answer -> assertThat(answer.join().status()).isIn(200, 409));
        Answer read = order.read();
        assertThat(market.sql().rows("select verified from payment_proofs where order_id = ?", order.id()))
                .extracting(proof -> proof.get("verified"))
                .isEqualTo(
                        switch (read.text("payment_status")) {
                            case "CONFIRMED" -> List.of(true);
                            case "SUBMITTED" -> List.of(false);
                            default -> List.of();
                        });
    }

    @Test
    void remembersTheFirstOfTwoRefundsThatAreOwedAtOnce() {
        TestGig gig = market.aGig().create();
        PlacedOrder first = market.anOrder().of(gig).started();
        PlacedOrder second = market.anOrder().of(gig).started();
        CompletableFuture<Answer> cancelled;
        try (Sql sql = market.database().sql()) {
            sql.begin();
            sql.update("""
                    with moved as (
                      update orders set status = 'CANCELLED', payment_status = 'REFUND_DUE' where id = ?
                      returning id, event_count, freelancer_id)
                    insert into order_events (order_id, n, action, from_status, to_status, actor_id, actor_role)
                    select id, event_count, 'cancel', 'IN_PROGRESS', 'CANCELLED', freelancer_id, 'freelancer' from moved
                    """, first.id());
            cancelled = CompletableFuture.supplyAsync(() -> second.byFreelancer("cancel", Map.of("reason", "Ill.")));
            market.sql().awaitWaitingForLocks(1);
            sql.commit();
        }
        cancelled.join().expect(200);
        assertThat(market.sql().row("""
                        select u.refund_due_at = d.due_at as is_first from users u join order_deadlines d on d.order_id = ?
                        where d.deadline = 'refund_by' and u.id = d.freelancer_id
                        """, first.id())).containsEntry("is_first", true);
    }

    @Test
    @Tag("ORD-4")
    void completesWhileAPartyChangesTheEmail() {
        PlacedOrder order = market.anOrder().submitted();
        CompletableFuture<Answer> changed;
        try (Sql sql = market.database().sql()) {
            sql.begin();
            // As each row that refers to the user does.
            sql.rows(
                    "select from users where id = ? for key share",
                    order.client().id());
            changed = CompletableFuture.supplyAsync(() -> market.server()
                    .internal()
                    .put(
                            "/internal/users/" + order.client().id() + "/email",
                            Map.of("email", "carla.new@example.test")));
            market.sql().awaitWaitingForLocks(1);
            sql.update("""
                    with moved as (
                      update orders set status = 'COMPLETED' where id = ? returning id, event_count, client_id)
                    insert into order_events (order_id, n, action, from_status, to_status, actor_id, actor_role)
                    select id, event_count, 'approve', 'SUBMITTED', 'COMPLETED', client_id, 'client' from moved
                    """, order.id());
            sql.commit();
        }
        changed.join().expect(200);
        assertThat(market.sql()
                        .row(
                                "select completed_orders from users where id = ?",
                                order.client().id()))
                .containsEntry("completed_orders", 1);
    }

    private static void expectOneEffect(List<Answer> answers) {
        assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(1);
        assertThat(answers).filteredOn(answer -> answer.status() != 200).allSatisfy(answer -> {
            if (answer.status() != 503) {
                answer.expectProblem(409, "order_invalid_transition");
            } else {
                answer.expectProblem(503, "busy");
            }
        });
    }
}
