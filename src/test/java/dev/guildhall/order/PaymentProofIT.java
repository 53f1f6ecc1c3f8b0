package dev.guildhall.order;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.guildhall.support.Answer;
import dev.guildhall.support.Concurrently;
import dev.guildhall.support.Market;
import dev.guildhall.support.PlacedOrder;
import dev.guildhall.support.TestGig;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaymentProofIT {
    @RegisterExtension
    static final Market market = new Market();

    @Test
    void showsTheProofToBothSides() {
        PlacedOrder order = market.anOrder().placed();
        Answer paid = order.byClient(
                        "submit-payment",
                        Map.of(
                                "proof_reference", "  TRX 1  ",
                                "payer_name", "Carl C.",
                                "amount", "49.9",
                                "proof_url", "https://files.example/trx-1.png"))
                .expect(200);
        JsonNode proof = order.readBy(order.freelancer()).json().path("payment_proof");
        assertThat(proof).isEqualTo(paid.json().path("payment_proof"));
        assertThat(proof.path("proof_reference").asText()).isEqualTo("TRX 1");
        assertThat(proof.path("payer_name").asText()).isEqualTo("Carl C.");
        assertThat(proof.path("amount").textValue()).isEqualTo("49.90");
        assertThat(proof.path("amount_matches").booleanValue()).isTrue();
        assertThat(proof.path("proof_url").asText()).isEqualTo("https://files.example/trx-1.png");
        assertThat(proof.path("verified").booleanValue()).isFalse();
    }

    @Test
    @Tag("ORD-18")
    void acceptsAndFlagsADifferentAmount() {
        PlacedOrder order = market.anOrder().placed();
        Answer paid = order.byClient(
                        "submit-payment", Map.of("proof_reference", "fees", "payer_name", "Carl", "amount", 49.89))
                .expect(200);
        assertThat(paid.at("payment_proof.amount")).isEqualTo("49.89");
        assertThat(paid.at("payment_proof.amount_matches")).isEqualTo("false");
        assertThat(order.byFreelancer("confirm-payment", Map.of()).expect(200).at("payment_proof.amount_matches"))
                .isEqualTo("false");
    }

    @Test
    @Tag("ORD-8")
    @Tag("ORD-20")
    @Tag("DATA-6")
    void keepsRejectedAndWithdrawnAttempts() {
        PlacedOrder order = market.anOrder().placed();
        order.byClient("submit-payment", PlacedOrder.aProof("first " + order.id()))
                .expect(200);
        Answer rejected = order.byFreelancer("reject-payment", Map.of("reason", "Not here."))
                .expect(200);
        assertThat(rejected.at("payment_proof")).isNull();
        assertThat(rejected.at("last_event.note")).isEqualTo("Not here.");
        order.byClient("submit-payment", PlacedOrder.aProof("second " + order.id()))
                .expect(200);
        order.byClient("withdraw-payment", Map.of()).expect(200);
        order.byClient("submit-payment", PlacedOrder.aProof("third " + order.id()))
                .expect(200);
        assertThat(attempts(order)).containsExactly("third submitted", "second withdrawn", "first rejected");
        order.byFreelancer("confirm-payment", Map.of()).expect(200);
        assertThat(attempts(order)).containsExactly("third verified", "second withdrawn", "first rejected");
    }

    @Test
    @Tag("ORD-20")
    void pagesThroughTheAttempts() {
        PlacedOrder order = market.anOrder().placed();
        for (String attempt : List.of("first ", "second ", "third ")) {
            order.byClient("submit-payment", PlacedOrder.aProof(attempt + order.id()))
                    .expect(200);
            order.byClient("withdraw-payment", Map.of()).expect(200);
        }
        Answer first = market.api()
                .as(order.client())
                .get(order.path("payment-proofs?limit=2"))
                .expect(200);
        Answer rest = market.api()
                .as(order.client())
                .get(order.path("payment-proofs?limit=2&cursor=" + first.text("next_cursor")))
                .expect(200);
        assertThat(first.items()).hasSize(2);
        assertThat(rest.items())
                .singleElement()
                .satisfies(last ->
                        assertThat(last.path("proof_reference").asText()).startsWith("first "));
        assertThat(rest.at("next_cursor")).isNull();
    }

    @Test
    void listsNoAttemptsWhereThereAreNone() {
        PlacedOrder order = market.anOrder().placed();
        assertThat(market.api()
                        .as(order.client())
                        .get(order.path("payment-proofs"))
                        .expect(200)
                        .items())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "trx 7%s",
                "TRX 7%s",
                "  Trx 7%s  ",
                "TRX\u00a0 7%s",
                "\uff34RX\u2007\uff17%s",
                "T\u200brx\u20607%s"
            })
    @Tag("ORD-19")
    void refusesAUsedReferenceInAnySpelling(String spelling) {
        TestGig gig = market.aGig().create();
        String unique = gig.id().toString();
        PlacedOrder confirmed = market.anOrder().of(gig).placed();
        confirmed
                .byClient("submit-payment", PlacedOrder.aProof("tRX 7" + unique))
                .expect(200);
        confirmed.byFreelancer("confirm-payment", Map.of()).expect(200);

        PlacedOrder second = market.anOrder().of(gig).placed();
        second.byClient("submit-payment", PlacedOrder.aProof(spelling.formatted(unique)))
                .expectProblem(409, "payment_reference_used");
        assertThat(second.read().at("status")).isEqualTo("PENDING_PAYMENT");
        assertThat(History.lines(second)).hasSize(1);

        PlacedOrder elsewhere = market.anOrder().placed();
        elsewhere
                .byClient("submit-payment", PlacedOrder.aProof(spelling.formatted(unique)))
                .expect(200);
        elsewhere.byFreelancer("confirm-payment", Map.of()).expect(200);
    }

    @Test
    @Tag("ORD-19")
    void confirmsOneOfTwoPaymentsWithTheSameReference() {
        TestGig gig = market.aGig().create();
        PlacedOrder one = market.anOrder().of(gig).placed();
        PlacedOrder two = market.anOrder().of(gig).placed();
        one.byClient("submit-payment", PlacedOrder.aProof("the same")).expect(200);
        two.byClient("submit-payment", PlacedOrder.aProof("The same ")).expect(200);
        one.byFreelancer("confirm-payment", Map.of()).expect(200);

        two.byFreelancer("confirm-payment", Map.of()).expectProblem(409, "payment_reference_used");
        assertThat(two.read().at("status")).isEqualTo("PAYMENT_SUBMITTED");
        assertThat(History.lines(two)).hasSize(2);
        two.byFreelancer("reject-payment", Map.of("reason", "That was for another one."))
                .expect(200);
        two.byClient("submit-payment", PlacedOrder.aProof()).expect(200);
        two.byFreelancer("confirm-payment", Map.of()).expect(200);
    }

    @Test
    @Tag("ORD-19")
    void confirmsOneOfManySimultaneousPaymentsWithTheSameReference() {
        TestGig gig = market.aGig().create();
        List<PlacedOrder> orders = Concurrently.times(10, i -> {
            PlacedOrder order = market.anOrder().of(gig).placed();
            order.byClient("submit-payment", PlacedOrder.aProof("one for all")).expect(200);
            return order;
        });
        List<Answer> answers = Concurrently.times(10, i -> orders.get(i).byFreelancer("confirm-payment", Map.of()));
        assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(1);
        assertThat(answers)
                .filteredOn(answer -> answer.status() != 200)
                .allSatisfy(answer -> answer.expectProblem(409, "payment_reference_used"));
    }

    @Test
    void refusesToResolveADisputeWithAUsedReference() {
        TestGig gig = market.aGig().create();
        PlacedOrder one = market.anOrder().of(gig).placed();
        PlacedOrder two = market.anOrder().of(gig).placed();
        one.byClient("submit-payment", PlacedOrder.aProof("twice")).expect(200);
        two.byClient("submit-payment", PlacedOrder.aProof("twice")).expect(200);
        two.byClient("dispute", Map.of("reason", "No answer.")).expect(200);
        two.answerDispute();
        one.byFreelancer("confirm-payment", Map.of()).expect(200);
        two.by(market.anAdmin(), "resolve", Map.of("outcome", "COMPLETED", "note", "Paid, I think."))
                .expectProblem(409, "payment_reference_used");
        two.by(market.anAdmin(), "resolve", Map.of("outcome", "CANCELLED", "note", "It was the same."))
                .expect(200);
    }

    private static List<String> attempts(PlacedOrder order) {
        return market.api().as(order.freelancer()).get(order.path("payment-proofs")).expect(200).items().stream()
                .map(attempt -> attempt.path("proof_reference").asText().split(" ", -1)[0] + " "
                        + attempt.path("outcome").asText())
                .toList();
    }
}
