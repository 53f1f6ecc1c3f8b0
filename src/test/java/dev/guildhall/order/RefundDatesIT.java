package dev.guildhall.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.support.Answer;
import dev.guildhall.support.Await;
import dev.guildhall.support.Market;
import dev.guildhall.support.PlacedOrder;
import dev.guildhall.support.Stage;
import java.io.IOException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Until when a refund is to be paid: nobody wins time but by an agreement. */
@Tag("ORD-30")
class RefundDatesIT {
    private static final Map<String, String> REASON = Map.of("reason", "No money came.");
    private static final Duration TWO_DAYS = Duration.ofDays(2);

    @RegisterExtension
    static final Market market = new Market();

    @Test
    void areNotMovedByADispute() {
        PlacedOrder order = market.anOrder().in(Stage.REFUND_DUE);
        order.advance(TWO_DAYS);
        String refundBy = refundBy(order);
        order.byClient("dispute", REASON).expect(200);
        assertThat(refundBy(order)).as("refund_by in a dispute").isEqualTo(refundBy);
        order.answerDispute();
        Answer decided = order.by(
                        market.anAdmin(),
                        "resolve",
                        Map.of("outcome", "CANCELLED", "refund_amount", "20.00", "note", "Give back less."))
                .expect(200);
        assertThat(decided.at("deadlines.refund_by"))
                .as("refund_by after an admin has decided that another amount is due")
                .isEqualTo(refundBy);
        assertThat(refundBy(order)).isEqualTo(refundBy);
    }

    @Test
    void areNotMovedByADisputeOfTheSystem() throws IOException {
        PlacedOrder order = market.anOrder().in(Stage.REFUND_DUE);
        order.advance(Duration.ofDays(9));
        assertThat(Await.until(
                        Duration.ofSeconds(20),
                        () -> "DISPUTED".equals(order.read().at("status"))))
                .as("whether an order whose refund is overdue was disputed by the system")
                .isTrue();
        assertThat(OffsetDateTime.parse(refundBy(order)))
                .as("refund_by of a refund that is overdue for two days")
                .isBefore(OffsetDateTime.parse(order.read().text("last_event.created_at"))
                        .minusDays(1));
    }

    @ParameterizedTest
    @EnumSource(names = {"REFUND_DUE", "DISPUTED_REFUND_DUE"})
    void areNotMovedByARefundThatDidNotCome(Stage stage) {
        PlacedOrder order = market.anOrder().in(stage);
        order.advance(TWO_DAYS);
        String refundBy = refundBy(order);
        order.byFreelancer("submit-refund", PlacedOrder.aRefund()).expect(200);
        assertThat(order.read().at("deadlines.refund_by"))
                .as("refund_by while the refund is said to be sent")
                .isNull();
        order.byClient("dispute", REASON).expect(200);
        order.answerDispute();
        order.by(market.anAdmin(), "resolve", Map.of("outcome", "CANCELLED", "refund_made", false, "note", "No."))
                .expect(200);
        assertThat(refundBy(order))
                .as("refund_by after a refund that did not come")
                .isEqualTo(refundBy);
    }

    @ParameterizedTest
    @EnumSource(names = {"STARTED", "DISPUTED_CONFIRMED", "DISPUTED_REFUND_DUE"})
    void beginAnewWithAnAgreement(Stage stage) {
        PlacedOrder order = market.anOrder().in(stage);
        order.advance(TWO_DAYS);
        String proposal = order.proposeBy(order.freelancer(), Map.of("kind", "cancel", "refund_amount", "20.00"))
                .expect(201)
                .text("id");
        order.byClient("proposals/" + proposal + "/accept", Map.of()).expect(200);
        Answer agreed = order.read();
        assertThat(agreed.at("payment_status") + " " + agreed.at("refund_amount"))
                .isEqualTo("REFUND_DUE 20.00");
        assertThat(OffsetDateTime.parse(refundBy(order)))
                .as("refund_by after an agreement")
                .isEqualTo(OffsetDateTime.parse(agreed.text("last_event.created_at"))
                        .plusDays(7));
    }

    private static String refundBy(PlacedOrder order) {
        return order.read().text("deadlines.refund_by");
    }
}
