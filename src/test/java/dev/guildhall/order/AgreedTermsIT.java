package dev.guildhall.order;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.guildhall.support.Answer;
import dev.guildhall.support.Market;
import dev.guildhall.support.Person;
import dev.guildhall.support.PlacedOrder;
import dev.guildhall.support.Stage;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Every response shows the terms of an order as they were agreed, even if its gig has changed since. */
@Tag("ORD-15")
class AgreedTermsIT {
    private static final String AGREED = "A crest for 120.00 USD in 9 days";

    @RegisterExtension
    static final Market market = new Market();

    private final Person freelancer = market.aUser("Frida Freelancer");

    @Test
    void areShownInTheOrderAndInEveryListOfOrders() {
        PlacedOrder order = orderWithChangedGig(Stage.PLACED);
        Person admin = market.anAdmin();
        assertThat(terms(order.read().json())).as("the order, to its client").isEqualTo(AGREED);
        assertThat(terms(order.readBy(freelancer).json()))
                .as("the order, to its freelancer")
                .isEqualTo(AGREED);
        assertThat(terms(order.readBy(admin).json()))
                .as("the order, to an admin")
                .isEqualTo(AGREED);
        assertThat(listed(order.client(), "")).as("all orders of the client").isEqualTo(AGREED);
        assertThat(listed(order.client(), "&role=client"))
                .as("orders of the client by role")
                .isEqualTo(AGREED);
        assertThat(listed(order.client(), "&awaiting=me"))
                .as("orders that wait for the client")
                .isEqualTo(AGREED);
        assertThat(listed(freelancer, "&role=freelancer"))
                .as("orders of the freelancer")
                .isEqualTo(AGREED);
        assertThat(listed(admin, "&role=admin&status=PENDING_PAYMENT"))
                .as("everybody's orders")
                .isEqualTo(AGREED);
    }

    @Test
    void areShownInTheAnswerToEveryMove() {
        PlacedOrder order = orderWithChangedGig(Stage.PLACED);
        expectAgreedTerms(order.byClient("submit-payment", proof("120.00")), "submit-payment");
        expectAgreedTerms(order.byFreelancer("reject-payment", Map.of("reason", "Nothing came.")), "reject-payment");
        expectAgreedTerms(order.byClient("submit-payment", proof("120.00")), "submit-payment, again");
        expectAgreedTerms(order.byFreelancer("confirm-payment", Map.of()), "confirm-payment");
        expectAgreedTerms(order.byFreelancer("submit-work", Map.of()), "submit-work");
        expectAgreedTerms(order.byClient("approve", Map.of()), "approve");
    }

    @Test
    void areComparedWithThePayment() {
        PlacedOrder order = orderWithChangedGig(Stage.PLACED);
        order.byClient("submit-payment", proof("120.00")).expect(200);
        assertThat(order.read().at("payment_proof.amount_matches"))
                .as("whether the agreed amount matches, in the order")
                .isEqualTo("true");
        order.byFreelancer("reject-payment", Map.of("reason", "Nothing came.")).expect(200);
        order.byClient("submit-payment", proof("500.00")).expect(200);
        List<JsonNode> proofs = market.api()
                .as(order.client())
                .get(order.path("payment-proofs"))
                .expect(200)
                .items();
        assertThat(proofs)
                .extracting(proof -> proof.path("amount").asText() + " "
                        + proof.path("currency").asText() + " "
                        + proof.path("amount_matches").asText())
                .as("amounts of the proofs and whether they match, the present price of the gig being 500.00 EUR")
                .containsExactly("500.00 USD false", "120.00 USD true");
    }

    @Test
    void areShownInReviews() {
        PlacedOrder order = orderWithChangedGig(Stage.COMPLETED);
        Answer posted = market.api()
                .as(order.client())
                .post("/reviews", Map.of("order_id", order.id(), "rating", 5))
                .expect(201);
        assertThat(posted.at("gig_title")).as("the answer to a review").isEqualTo("A crest");
        assertThat(titles("/users/" + freelancer.id() + "/reviews", order))
                .as("reviews of the freelancer")
                .containsExactly("A crest");
        assertThat(titles("/users/" + order.client().id() + "/reviews?direction=given", order))
                .as("reviews by the client")
                .containsExactly("A crest");
        assertThat(titles(order.path("reviews"), order))
                .as("reviews of the order")
                .containsExactly("A crest");
    }

    @Test
    void areThoseOfTheChangedGigInANewOrder() {
        PlacedOrder order = orderWithChangedGig(Stage.PLACED);
        market.sql()
                .update("update gigs set is_active = true, deleted_at = null where freelancer_id = ?", freelancer.id());
        Answer secondOrder = market.api()
                .as(order.client())
                .post("/orders", Map.of("gig_id", String.valueOf(order.read().at("gig_id"))))
                .expect(201);
        assertThat(terms(secondOrder.json()))
                .as("a second order of the changed gig")
                .isEqualTo("Two crests for 500.00 EUR in 90 days");
        assertThat(terms(order.read().json())).as("the first order").isEqualTo(AGREED);
    }

    /** An order in this stage whose gig was changed afterwards. */
    private PlacedOrder orderWithChangedGig(Stage stage) {
        var gig = market.aGig()
                .by(freelancer)
                .titled("A crest")
                .at("120.00")
                .deliveredIn(9)
                .create();
        PlacedOrder order = market.anOrder().of(gig).in(stage);
        market.sql().update("""
                        update gigs set title = 'Two crests', price = ?, currency = 'EUR', delivery_days = 90,
                          is_active = false, deleted_at = now()
                        where id = ?
                        """, new BigDecimal("500.00"), gig.id());
        return order;
    }

    private static void expectAgreedTerms(Answer answer, String action) {
        assertThat(terms(answer.expect(200).json()))
                .as("the answer to %s", action)
                .isEqualTo(AGREED);
    }

    private static String listed(Person person, String filter) {
        Answer page = market.api().as(person).get("/orders?limit=1" + filter).expect(200);
        assertThat(page.items()).as("%s", page).hasSize(1);
        return terms(page.items().get(0));
    }

    private static List<String> titles(String path, PlacedOrder order) {
        return market.api().as(order.client()).get(path).expect(200).items().stream()
                .map(review -> review.path("gig_title").asText())
                .toList();
    }

    private static String terms(JsonNode order) {
        return order.path("gig_title").asText() + " for " + order.path("amount").asText() + " "
                + order.path("currency").asText() + " in "
                + order.path("delivery_days").asText() + " days";
    }

    private static Map<String, Object> proof(String amount) {
        return Map.of("proof_reference", "TRX " + UUID.randomUUID(), "payer_name", "Carl Client", "amount", amount);
    }
}
