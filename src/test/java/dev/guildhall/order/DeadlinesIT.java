package dev.guildhall.order;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.guildhall.support.Answer;
import dev.guildhall.support.Await;
import dev.guildhall.support.Market;
import dev.guildhall.support.PlacedOrder;
import dev.guildhall.support.Server;
import dev.guildhall.support.Stage;
import java.io.IOException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What happens after deadlines that are over, though no node ran for a month. */
@Tag("ORD-31")
class DeadlinesIT {
    @RegisterExtension
    static final Market market = new Market();

    private static final Duration LONG_AGO = Duration.ofDays(70);
    private static final Map<Late, PlacedOrder> orders = new EnumMap<>(Late.class);
    private static final Map<Late, String> oldDeadlines = new EnumMap<>(Late.class);

    /** Each order that waits for a deadline; the move of the system, and the deadline that begins with it. */
    enum Late {
        UNPAID(Stage.PLACED, "pay_by", "auto-cancel", "CANCELLED/PENDING", "appeal_by", Duration.ofDays(14)),
        UNPAID_AGAIN(
                Stage.PAYMENT_REJECTED,
                "pay_by",
                "auto-cancel",
                "CANCELLED/REJECTED",
                "appeal_by",
                Duration.ofDays(14)),
        UNCONFIRMED(Stage.PAID, "confirm_by", "auto-dispute", "DISPUTED/SUBMITTED", "respond_by", Duration.ofHours(72)),
        NOT_BEGUN(
                Stage.CONFIRMED,
                "abandon_by",
                "auto-dispute",
                "DISPUTED/CONFIRMED",
                "respond_by",
                Duration.ofHours(72)),
        NOT_DELIVERED(
                Stage.STARTED, "abandon_by", "auto-dispute", "DISPUTED/CONFIRMED", "respond_by", Duration.ofHours(72)),
        NOT_REVISED(
                Stage.SENT_BACK,
                "abandon_by",
                "auto-dispute",
                "DISPUTED/CONFIRMED",
                "respond_by",
                Duration.ofHours(72)),
        UNAPPROVED(
                Stage.SUBMITTED, "approve_by", "auto-approve", "COMPLETED/CONFIRMED", "appeal_by", Duration.ofDays(14)),
        NOT_PAID_BACK(
                Stage.REFUND_DUE,
                "refund_by",
                "auto-dispute",
                "DISPUTED/REFUND_DUE",
                "respond_by",
                Duration.ofHours(72)),
        UNCONFIRMED_REFUND(
                Stage.REFUND_SENT,
                "confirm_by",
                "auto-confirm-refund",
                "CANCELLED/REFUNDED",
                "appeal_by",
                Duration.ofDays(14));

        private final Stage stage;
        private final String deadline;
        private final String action;
        private final String afterwards;
        private final String next;
        private final Duration nextWithin;

        Late(Stage stage, String deadline, String action, String afterwards, String next, Duration nextWithin) {
            this.stage = stage;
            this.deadline = deadline;
            this.action = action;
            this.afterwards = afterwards;
            this.next = next;
            this.nextWithin = nextWithin;
        }

        private PlacedOrder order() {
            return requireNonNull(orders.get(this));
        }
    }

    @BeforeAll
    static void runNoNodeForLong() throws IOException {
        for (Late late : Late.values()) {
            orders.put(late, market.anOrder().in(late.stage));
        }
        market.stop();
        market.clock().advance(LONG_AGO);
        market.sql()
                .rows("select order_id::text as id, deadline, to_json(due_at) #>> '{}' as due_at from order_deadlines")
                .forEach(row -> orders.forEach((late, order) -> {
                    if (order.id().toString().equals(row.get("id")) && late.deadline.equals(row.get("deadline"))) {
                        oldDeadlines.put(late, String.valueOf(row.get("due_at")));
                    }
                }));
        market.start();
        try (Server second = market.anotherNode()) {
            // When the second of two later orders has been moved, the earlier orders have been handled too.
            for (int i = 0; i < 2; i++) {
                PlacedOrder later = market.anOrder().placed();
                later.advance(Duration.ofDays(8));
                assertThat(Await.until(
                                Duration.ofSeconds(20),
                                () -> "CANCELLED".equals(later.read().at("status"))))
                        .as("whether an order that was due later was cancelled")
                        .isTrue();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    @Tag("ORD-28")
    @Tag("NODE-5")
    void areMetOnceByTheSystem(Late late) {
        List<String> bySystem = new ArrayList<>();
        for (JsonNode event : late.order().history()) {
            if (event.path("actor_role").asText().equals("system")) {
                bySystem.add(event.path("action").asText());
            }
        }
        Answer order = late.order().read();
        assertThat(bySystem)
                .as("moves of the system of an order whose %s has long been over", late.deadline)
                .containsExactly(late.action);
        assertThat(order.at("status") + "/" + order.at("payment_status")).isEqualTo(late.afterwards);
    }

    @ParameterizedTest
    @EnumSource
    void areFollowedByOneThatCountsFromTheMoveHoweverLateItWas(Late late) {
        Answer order = late.order().read();
        assertThat(OffsetDateTime.parse(order.text("deadlines." + late.next)))
                .as(
                        "%s, which begins with %s, though %s was over since %s",
                        late.next, late.action, late.deadline, oldDeadlines.get(late))
                .isEqualTo(OffsetDateTime.parse(order.text("last_event.created_at"))
                        .plus(late.nextWithin));
    }

    @Test
    void letAFreelancerTheirTimeForARevisionOfWorkWhoseDateIsOver() {
        PlacedOrder order = market.anOrder().submitted();
        order.advance(Duration.ofDays(10));
        Answer sentBack = order.byClient("revision", Map.of()).expect(200);
        OffsetDateTime entered = OffsetDateTime.parse(sentBack.text("last_event.created_at"));
        assertThat(OffsetDateTime.parse(sentBack.text("deadlines.deliver_by"))).isBefore(entered);
        assertThat(OffsetDateTime.parse(sentBack.text("deadlines.abandon_by")))
                .as("abandon_by of work that was sent back after its date")
                .isEqualTo(entered.plusDays(30));
    }

    @Test
    void areNotShownAnyMoreAfterTheirMove() {
        for (Late late : Late.values()) {
            Map<String, String> shown =
                    OrderDeadlines.shownIn(late.order().read().json());
            assertThat(shown.keySet())
                    .as("deadlines after %s", late.action)
                    .containsExactlyInAnyOrder(
                            late == Late.NOT_PAID_BACK
                                    ? new String[] {"refund_by", late.next}
                                    : new String[] {late.next});
        }
        assertThat(OffsetDateTime.parse(Late.NOT_PAID_BACK.order().read().text("deadlines.refund_by")))
                .as("refund_by of a refund that is not paid")
                .isEqualTo(OffsetDateTime.parse(requireNonNull(oldDeadlines.get(Late.NOT_PAID_BACK))));
    }

    /** @param moves that are still possible, and who makes them */
    @ParameterizedTest
    @CsvSource({
        "UNPAID, CLIENT, submit-payment",
        "UNPAID, FREELANCER, cancel",
        "UNPAID_AGAIN, CLIENT, submit-payment",
        "UNCONFIRMED, FREELANCER, confirm-payment",
        "UNCONFIRMED, FREELANCER, reject-payment",
        "UNCONFIRMED, CLIENT, withdraw-payment",
        "NOT_BEGUN, FREELANCER, start",
        "NOT_DELIVERED, FREELANCER, submit-work",
        "NOT_REVISED, FREELANCER, submit-work",
        "UNAPPROVED, CLIENT, revision",
        "UNAPPROVED, CLIENT, dispute",
        "NOT_PAID_BACK, FREELANCER, submit-refund",
        "NOT_PAID_BACK, CLIENT, confirm-refund",
        "UNCONFIRMED_REFUND, CLIENT, dispute"
    })
    void forbidNobodyAnythingWhileWhatIsDueHasNotHappened(Late late, Actor actor, String action) {
        PlacedOrder order = market.anOrder().in(late.stage);
        // As if its move failed each time.
        market.sql().update("alter table order_deadlines disable trigger order_deadlines_guard");
        market.sql().update("update order_deadlines set try_at = 'infinity' where order_id = ?", order.id());
        market.sql().update("alter table order_deadlines enable trigger order_deadlines_guard");
        List<String> allowed = order.read().texts("allowed_actions");
        order.advance(LONG_AGO);
        assertThat(order.read().texts("allowed_actions"))
                .as("what the client may do after %s, though %s has not happened", late.deadline, late.action)
                .isEqualTo(allowed);
        order.by(actor == Actor.CLIENT ? order.client() : order.freelancer(), action, body(action))
                .expect(200);
    }

    private static Map<String, ?> body(String action) {
        Map<String, @Nullable Object> body = new HashMap<>();
        switch (action) {
            case "submit-payment" -> body.putAll(PlacedOrder.aProof());
            case "submit-refund" -> body.putAll(PlacedOrder.aRefund());
            case "cancel", "dispute", "reject-payment" -> body.put("reason", "So it is.");
            default -> {}
        }
        return body;
    }
}
