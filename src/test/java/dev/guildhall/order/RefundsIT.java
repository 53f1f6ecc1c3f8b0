package dev.guildhall.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.guildhall.support.Answer;
import dev.guildhall.support.Market;
import dev.guildhall.support.Person;
import dev.guildhall.support.PlacedOrder;
import dev.guildhall.support.Stage;
import dev.guildhall.support.TestGig;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is paid back after a payment, and what people can do who are not paid back. */
class RefundsIT {
    private static final Map<String, String> REASON = Map.of("reason", "No money came.");

    @RegisterExtension
    static final Market market = new Market();

    @Test
    @Tag("ORD-23")
    void anAdminDecidesWhenAFreelancerCancelsAndKeepsTheMoney() {
        PlacedOrder order = market.anOrder().in(Stage.REFUND_DUE);
        assertThat(order.read().texts("allowed_actions")).containsExactlyInAnyOrder("dispute", "confirm-refund");
        order.byClient("dispute", REASON).expect(200);
        Answer sent = order.byFreelancer("submit-refund", PlacedOrder.aRefund("BACK 1"))
                .expect(200);
        assertThat(sent.at("status") + "/" + sent.at("payment_status")).isEqualTo("CANCELLED/REFUND_SENT");
        assertThat(sent.at("refund_proof.proof_reference")).isEqualTo("BACK 1");
        assertThat(sent.at("awaiting")).isEqualTo("client");
        dispute(order);
        Answer decided = resolve(order, Map.of("refund_made", false)).expect(200);
        assertThat(decided.at("payment_status")).isEqualTo("REFUND_DUE");
        assertThat(decided.at("refund_proof")).as("a refund that was not sent").isNull();
        order.byClient("dispute", REASON).expectProblem(409, "order_invalid_transition");
        order.byFreelancer("submit-refund", PlacedOrder.aRefund("BACK 1")).expectProblem(409, "payment_reference_used");
        order.byFreelancer("submit-refund", PlacedOrder.aRefund("BACK 2")).expect(200);
        Answer refunded = order.byClient("confirm-refund", Map.of()).expect(200);
        assertThat(refunded.at("payment_status")).isEqualTo("REFUNDED");
        assertThat(refunded.at("refund_proof.proof_reference")).isEqualTo("BACK 2");
        assertThat(refunded.at("refund_amount")).isEqualTo("49.90");
    }

    @ParameterizedTest
    @CsvSource({"49.89, too_small", "0.01, too_small", "49.901, too_precise", "0, too_small"})
    @Tag("ORD-24")
    void refusesLessThanWhatIsOwed(String amount, String code) {
        PlacedOrder order = market.anOrder().in(Stage.REFUND_DUE);
        order.byFreelancer("submit-refund", Map.of("proof_reference", "BACK", "amount", amount))
                .expectProblem(422, "validation_failed")
                .namingOnly("#/amount " + code);
        assertThat(order.read().at("payment_status")).isEqualTo("REFUND_DUE");
    }

    @Test
    void marksAnotherAmountThanTheOwedOne() {
        PlacedOrder order = market.anOrder().in(Stage.REFUND_DUE);
        Answer sent = order.byFreelancer("submit-refund", Map.of("proof_reference", "BACK more", "amount", "50"))
                .expect(200);
        assertThat(sent.at("refund_proof.amount")).isEqualTo("50.00");
        assertThat(sent.at("refund_proof.amount_matches")).isEqualTo("false");
    }

    @ParameterizedTest
    @ValueSource(strings = {"BACK 7", "back\u00a07", " Back  7 ", "ＢＡＣＫ７"})
    @Tag("ORD-24")
    void takesOneTransferForOneRefundHoweverItIsSpelled(String spelling) {
        TestGig gig = market.aGig().create();
        PlacedOrder one = market.anOrder().of(gig).in(Stage.REFUND_DUE);
        PlacedOrder other = market.anOrder().of(gig).in(Stage.REFUND_DUE);
        one.byFreelancer("submit-refund", PlacedOrder.aRefund("BACK 7")).expect(200);
        Answer refused = other.byFreelancer("submit-refund", PlacedOrder.aRefund(spelling));
        refused.expectProblem(409, "payment_reference_used");
        assertThat(refused.at("detail")).isEqualTo("You have proven another refund with this reference already.");
        PlacedOrder elsewhere = market.anOrder().in(Stage.REFUND_DUE);
        elsewhere.byFreelancer("submit-refund", PlacedOrder.aRefund(spelling)).expect(200);
    }

    @Test
    void anAdminSaysHowMuchIsOwed() {
        PlacedOrder order = market.anOrder().in(Stage.DISPUTED_CONFIRMED);
        resolve(order, Map.of("refund_amount", "49.91"))
                .expectProblem(422, "validation_failed")
                .namingOnly("#/refund_amount too_large");
        resolve(order, Map.of("refund_amount", "20.005"))
                .expectProblem(422, "validation_failed")
                .namingOnly("#/refund_amount too_precise");
        assertThat(resolve(order, Map.of("refund_amount", "20")).expect(200).at("refund_amount"))
                .isEqualTo("20.00");
        order.byFreelancer("submit-refund", Map.of("proof_reference", "Half", "amount", "20.00"))
                .expect(200);
        dispute(order);
        assertThat(resolve(order, Map.of("refund_made", false)).expect(200).at("refund_amount"))
                .as("what is owed after an admin said nothing about it")
                .isEqualTo("20.00");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DISPUTED_REFUND_SENT |                               | #/refund_made required",
                "DISPUTED_REFUND_SENT | refund_made=true payment_made=false | #/refund_made not_allowed",
                "DISPUTED_REFUND_SENT | refund_made=false payment_made=false | #/payment_made not_allowed",
                "DISPUTED_REFUND_SENT | refund_made=true refund_amount=1 | #/refund_amount not_allowed",
                "DISPUTED_CONFIRMED   | refund_made=true              | #/refund_made not_allowed",
                "DISPUTED_CONFIRMED   | payment_made=false refund_amount=1 | #/refund_amount not_allowed",
                "DISPUTED_UNCONFIRMED | refund_amount=1               | #/refund_amount not_allowed"
            })
    void saysWhichFieldOfADecisionIsWrong(Stage stage, @Nullable String fields, String expected) {
        Map<String, Object> body = new HashMap<>();
        for (String field : fields == null ? new String[0] : fields.split(" ", -1)) {
            String value = field.substring(field.indexOf('=') + 1);
            body.put(
                    field.substring(0, field.indexOf('=')),
                    value.equals("1") ? "1.00" : (Object) Boolean.parseBoolean(value));
        }
        resolve(market.anOrder().in(stage), body)
                .expectProblem(422, "validation_failed")
                .namingOnly(expected);
    }

    @Test
    void anOrderIsSentBackToWorkOnceAndWithANewDate() {
        PlacedOrder order = market.anOrder().in(Stage.DISPUTED_CONFIRMED);
        Map<String, Object> goOn = Map.of("outcome", "IN_PROGRESS", "note", "Go on.");
        order.advance(Duration.ofHours(1));
        Answer resolved = order.by(market.anAdmin(), "resolve", goOn).expect(200);
        assertThat(OrderDeadlines.shownIn(resolved.json()))
                .isEqualTo(OrderDeadlines.expectedFrom(order.history(), resolved.json()));
        dispute(order);
        Answer refused = order.by(market.anAdmin(), "resolve", goOn).expectProblem(409, "order_invalid_transition");
        assertThat(refused.texts("allowed_actions")).containsExactly("resolve", "add-statement");
        assertRefusedBySql(order, "IN_PROGRESS", "CONFIRMED");
        resolve(order, Map.of()).expect(200);
    }

    @Test
    @Tag("ORD-23")
    void aClientWhoseProofWasRejectedProvesAnotherPaymentToAnAdmin() {
        PlacedOrder order = market.anOrder().in(Stage.PAYMENT_REJECTED);
        order.byClient("dispute", REASON)
                .expectProblem(422, "validation_failed")
                .namingOnly("#/proof_reference required", "#/payer_name required", "#/amount required");
        order.byFreelancer("dispute", PlacedOrder.aProof()).expectProblem(403, "forbidden_role");
        Answer disputed =
                order.byClient("dispute", PlacedOrder.aProof("TRX again")).expect(200);
        assertThat(disputed.at("status") + "/" + disputed.at("payment_status")).isEqualTo("DISPUTED/SUBMITTED");
        assertThat(disputed.at("payment_proof.proof_reference")).isEqualTo("TRX again");
        Answer confirmed = order.byFreelancer("confirm-payment", Map.of()).expect(200);
        assertThat(confirmed.at("status")).isEqualTo("PAYMENT_CONFIRMED");
        assertThat(confirmed.at("payment_proof.verified")).isEqualTo("true");
    }

    @Test
    void aClientWhoDidNotPayEndsTheDispute() {
        PlacedOrder order = market.anOrder().in(Stage.DISPUTED_UNCONFIRMED);
        Answer withdrawn = order.byClient("withdraw-payment", Map.of()).expect(200);
        assertThat(withdrawn.at("status") + "/" + withdrawn.at("payment_status"))
                .isEqualTo("CANCELLED/REJECTED");
        assertThat(market.api()
                        .as(order.client())
                        .get(order.path("payment-proofs"))
                        .expect(200)
                        .text("items.0.outcome"))
                .isEqualTo("withdrawn");
    }

    @ParameterizedTest
    @EnumSource(names = {"PAID", "STARTED", "REFUND_DUE", "REFUND_SENT"})
    void takesNoProofInADisputeThatIsNotAboutOne(Stage stage) {
        Map<String, Object> body = new HashMap<>(PlacedOrder.aProof());
        body.putAll(REASON);
        market.anOrder()
                .in(stage)
                .byClient("dispute", body)
                .expectProblem(422, "validation_failed")
                .namingOnly("#/proof_reference not_allowed");
    }

    @Test
    @Tag("ORD-3")
    void sqlRefusesADisputeOfWhatAnAdminDecided() {
        assertRefusedBySql(market.anOrder().in(Stage.REFUND_DECIDED), "DISPUTED", "REFUND_DUE");
    }

    @Test
    void sqlRefusesARefundThatIsNone() {
        PlacedOrder due = market.anOrder().in(Stage.REFUND_DUE);
        PlacedOrder sent = market.anOrder().in(Stage.REFUND_SENT);
        String insert = """
                insert into refund_proofs (id, order_id, freelancer_id, proof_reference, reference_key, amount)
                values (gen_random_uuid(), ?, ?, 'BACK', ?, ?::numeric)
                """;
        Person freelancer = due.freelancer();
        assertThatThrownBy(() -> market.sql()
                        .update(
                                insert,
                                due.id(),
                                freelancer.id(),
                                UUID.randomUUID().toString(),
                                "49.90"))
                .hasMessageContaining("there is no such refund");
        assertThatThrownBy(() -> market.sql()
                        .update(
                                insert,
                                sent.id(),
                                sent.freelancer().id(),
                                UUID.randomUUID().toString(),
                                "49.89"))
                .hasMessageContaining("there is no such refund");
        assertThatThrownBy(() -> market.sql()
                        .update(
                                insert,
                                sent.id(),
                                sent.client().id(),
                                UUID.randomUUID().toString(),
                                "49.90"))
                .hasMessageContaining("there is no such refund");
        assertThatThrownBy(
                        () -> market.sql().update("update refund_proofs set amount = 1 where order_id = ?", sent.id()))
                .hasMessageContaining("append-only");
    }

    private static void dispute(PlacedOrder order) {
        order.byClient("dispute", REASON).expect(200);
        order.answerDispute();
    }

    private static Answer resolve(PlacedOrder order, Map<String, ?> fields) {
        Map<String, Object> body = new HashMap<>(fields);
        body.put("outcome", "CANCELLED");
        body.put("note", "So it is.");
        return order.by(market.anAdmin(), "resolve", body);
    }

    private static void assertRefusedBySql(PlacedOrder order, String status, String payment) {
        assertThatThrownBy(() -> market.sql()
                        .update(
                                "update orders set status = ?, payment_status = ? where id = ?",
                                status,
                                payment,
                                order.id()))
                .hasMessageContaining("an order does not move from");
    }
}
