package dev.guildhall.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.support.Answer;
import dev.guildhall.support.Market;
import dev.guildhall.support.Person;
import dev.guildhall.support.PlacedOrder;
import dev.guildhall.support.Stage;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a deadline or the other party has closed over a client's money, and how the client gets to an admin. */
@Tag("ORD-29")
class AppealsIT {
    private static final String CHECK = "23514";
    private static final Map<String, String> REASON = Map.of("reason", "That was not right.");
    private static final Duration APPEAL_WITHIN = Duration.ofDays(14);

    @RegisterExtension
    static final Market market = new Market();

    /** How an order was closed so that the client can dispute it for some time, and what it is then. */
    enum Closed {
        BY_THE_CLIENT(Stage.PLACED, "client cancel", "DISPUTED/SUBMITTED"),
        BY_THE_FREELANCER(Stage.PLACED, "freelancer cancel", "DISPUTED/SUBMITTED"),
        BY_PAY_BY(Stage.PLACED, "auto-cancel CANCELLED PENDING", "DISPUTED/SUBMITTED"),
        BY_THE_CLIENT_AFTER_A_REJECTION(Stage.PAYMENT_REJECTED, "client cancel", "DISPUTED/SUBMITTED"),
        BY_THE_FREELANCER_AFTER_A_REJECTION(Stage.PAYMENT_REJECTED, "freelancer cancel", "DISPUTED/SUBMITTED"),
        BY_PAY_BY_AFTER_A_REJECTION(Stage.PAYMENT_REJECTED, "auto-cancel CANCELLED REJECTED", "DISPUTED/SUBMITTED"),
        BY_APPROVE_BY(Stage.SUBMITTED, "auto-approve COMPLETED CONFIRMED", "DISPUTED/CONFIRMED"),
        BY_CONFIRM_BY(Stage.REFUND_SENT, "auto-confirm-refund CANCELLED REFUNDED", "DISPUTED/REFUND_SENT");

        private final Stage stage;
        private final String move;
        private final String disputed;

        Closed(Stage stage, String move, String disputed) {
            this.stage = stage;
            this.move = move;
            this.disputed = disputed;
        }

        private PlacedOrder order() {
            PlacedOrder order = market.anOrder().in(stage);
            String[] words = move.split(" ", -1);
            switch (words[0]) {
                case "client" -> order.byClient(words[1], REASON).expect(200);
                case "freelancer" -> order.byFreelancer(words[1], REASON).expect(200);
                default -> market.clock().advanceAndMove(Duration.ofDays(14), order.id(), words[0], words[1], words[2]);
            }
            return order;
        }

        private Map<String, ?> dispute() {
            return disputed.equals("DISPUTED/SUBMITTED") ? PlacedOrder.aProof() : REASON;
        }
    }

    /** How an order was closed for ever, by the client's own word or an admin's. */
    enum Final {
        WITHDRAWN(Stage.WITHDRAWN, null),
        APPROVED(Stage.COMPLETED, null),
        REFUND_CONFIRMED(Stage.REFUNDED, null),
        REFUND_DECIDED(Stage.REFUND_DECIDED, null),
        WORK_DECIDED(Stage.DISPUTED_CONFIRMED, Map.of("outcome", "COMPLETED")),
        NO_PAYMENT_DECIDED(Stage.DISPUTED_UNCONFIRMED, Map.of("outcome", "CANCELLED", "payment_made", false)),
        REFUND_MADE_DECIDED(Stage.DISPUTED_REFUND_SENT, Map.of("outcome", "CANCELLED", "refund_made", true));

        private final Stage stage;

        @SuppressWarnings("ImmutableEnumChecker") // Unmodifiable.
        private final @Nullable Map<String, Object> decision;

        Final(Stage stage, @Nullable Map<String, Object> decision) {
            this.stage = stage;
            this.decision = decision;
        }

        private PlacedOrder order() {
            PlacedOrder order = market.anOrder().in(stage);
            if (decision != null) {
                resolve(order, decision).expect(200);
            }
            return order;
        }
    }

    @ParameterizedTest
    @EnumSource
    void canBeMadeByTheClientUntilAppealByIsOver(Closed closed) {
        PlacedOrder order = closed.order();
        order.advance(APPEAL_WITHIN.minusMinutes(10));
        assertThat(order.read().texts("allowed_actions"))
                .as("what a client may do ten minutes before appeal_by is over")
                .contains("dispute");
        Answer disputed = order.byClient("dispute", closed.dispute()).expect(200);
        assertThat(disputed.at("status") + "/" + disputed.at("payment_status")).isEqualTo(closed.disputed);
        assertThat(disputed.at("dispute.opened_by")).isEqualTo("client");
    }

    @ParameterizedTest
    @EnumSource
    void cannotBeMadeByTheFreelancerNorByAnAdmin(Closed closed) {
        PlacedOrder order = closed.order();
        Person admin = market.anAdmin();
        for (Person other : List.of(order.freelancer(), admin)) {
            assertThat(order.readBy(other).texts("allowed_actions"))
                    .as("what %s may do with an order that the client may dispute", other.fullName())
                    .isEmpty();
            order.by(other, "dispute", closed.dispute()).expectProblem(403, "forbidden_role");
        }
    }

    @ParameterizedTest
    @EnumSource
    void areOverAfterAppealBy(Closed closed) {
        PlacedOrder order = closed.order();
        String status = order.read().at("status");
        order.advance(APPEAL_WITHIN);
        assertThat(order.read().at("deadlines.appeal_by"))
                .as("appeal_by that is over")
                .isNull();
        assertThat(order.read().texts("allowed_actions"))
                .as("actions after appeal_by")
                .isEmpty();
        order.byClient("dispute", closed.dispute()).expectProblem(409, "order_invalid_transition");
        expectRefusalBySql(order, closed.disputed);
        assertThat(order.read().at("status")).isEqualTo(status);
    }

    @ParameterizedTest
    @EnumSource
    void areNotPossibleAgainstOnesOwnWordOrAnAdmins(Final ended) {
        PlacedOrder order = ended.order();
        assertThat(order.read().at("deadlines.appeal_by"))
                .as("appeal_by of an order that ended by the word of the client or of an admin")
                .isNull();
        assertThat(order.read().texts("allowed_actions")).doesNotContain("dispute");
        order.byClient("dispute", REASON).expectProblem(409, "order_invalid_transition");
        order.byClient("dispute", PlacedOrder.aProof()).expectProblem(409, "order_invalid_transition");
        for (String disputed :
                List.of("DISPUTED/SUBMITTED", "DISPUTED/CONFIRMED", "DISPUTED/REFUND_DUE", "DISPUTED/REFUND_SENT")) {
            expectRefusalBySql(order, disputed);
        }
    }

    @Test
    void leaveReviewsAsTheyAreWhateverAnAdminDecides() {
        PlacedOrder order = Closed.BY_APPROVE_BY.order();
        review(order.client(), order, 2).expect(201);
        review(order.freelancer(), order, 4).expect(201);
        Consumer<String> assertBothStand = when -> {
            assertThat(ratings(order.freelancer()))
                    .as("reviews of the freelancer %s", when)
                    .containsExactly("2");
            assertThat(ratings(order.client()))
                    .as("reviews of the client %s", when)
                    .containsExactly("4");
        };
        order.byClient("dispute", REASON).expect(200);
        assertBothStand.accept("of an order that is disputed");
        order.answerDispute();
        resolve(order, Map.of("outcome", "CANCELLED", "refund_amount", "10.00")).expect(200);
        assertBothStand.accept("of an order that an admin has cancelled");
        assertThat(order.readBy(order.client()).at("can_review")).isEqualTo("false");
    }

    @Test
    @Tag("USR-2")
    void makeAnOrderOneThatIsNotCompletedUntilItIsAgain() {
        PlacedOrder order = Closed.BY_APPROVE_BY.order();
        assertThat(completedOrders(order.freelancer())).isEqualTo("1");
        order.byClient("dispute", REASON).expect(200);
        assertThat(completedOrders(order.freelancer()))
                .as("completed_orders of a freelancer whose only one is disputed")
                .isEqualTo("0");
        order.answerDispute();
        resolve(order, Map.of("outcome", "COMPLETED")).expect(200);
        assertThat(completedOrders(order.freelancer()))
                .as("completed_orders after an admin has decided that it was done")
                .isEqualTo("1");
    }

    @Test
    @Tag("ORD-23")
    void leadAFreelancerWhoConfirmsAndCancelsToAnAdminThoughTheySayNothing() {
        PlacedOrder order = market.anOrder().paid();
        order.byFreelancer("confirm-payment", Map.of()).expect(200);
        order.byFreelancer("cancel", REASON).expect(200);
        order.byClient("dispute", REASON).expect(200);
        assertThatAnAdminSees(order);
        order.advance(Duration.ofHours(72));
        Answer decided = resolve(order, Map.of("outcome", "CANCELLED", "refund_made", false))
                .expect(200);
        assertThat(decided.at("payment_status") + " " + decided.at("refund_amount"))
                .isEqualTo("REFUND_DUE 49.90");
    }

    @Test
    @Tag("ORD-23")
    void leadAFreelancerWhoRejectsAndCancelsToAnAdminThoughTheySayNothing() {
        PlacedOrder order = market.anOrder().paid();
        order.byFreelancer("reject-payment", REASON).expect(200);
        order.byFreelancer("cancel", REASON).expect(200);
        order.byClient("dispute", PlacedOrder.aProof()).expect(200);
        assertThatAnAdminSees(order);
        order.advance(Duration.ofHours(72));
        Answer decided = resolve(order, Map.of("outcome", "CANCELLED", "payment_made", true))
                .expect(200);
        assertThat(decided.at("payment_status") + " " + decided.at("refund_amount"))
                .isEqualTo("REFUND_DUE 49.90");
    }

    private static void assertThatAnAdminSees(PlacedOrder order) {
        assertThat(market.api()
                        .as(market.anAdmin())
                        .get("/orders?role=admin&status=DISPUTED&sort=waiting&limit=100")
                        .expect(200)
                        .items())
                .as("disputes that wait for an admin")
                .anyMatch(item -> item.path("id").asText().equals(order.id().toString()));
    }

    private static Answer review(Person reviewer, PlacedOrder order, int rating) {
        return market.api().as(reviewer).post("/reviews", Map.of("order_id", order.id(), "rating", rating));
    }

    private static List<String> ratings(Person reviewee) {
        return market.api().get("/users/" + reviewee.id() + "/reviews").expect(200).items().stream()
                .map(review -> review.path("rating").asText())
                .toList();
    }

    private static @Nullable String completedOrders(Person person) {
        return market.api().get("/users/" + person.id()).expect(200).at("completed_orders");
    }

    private static Answer resolve(PlacedOrder order, Map<String, ?> decision) {
        Map<String, Object> body = new HashMap<>(decision);
        body.put("note", "So it is.");
        return order.by(market.anAdmin(), "resolve", body);
    }

    private static void expectRefusalBySql(PlacedOrder order, String statuses) {
        String[] pair = statuses.split("/", -1);
        market.sql()
                .expectRefusal(
                        CHECK,
                        "update orders set status = ?, payment_status = ? where id = ?",
                        pair[0],
                        pair[1],
                        order.id());
    }
}
