package dev.guildhall.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.support.Answer;
import dev.guildhall.support.Market;
import dev.guildhall.support.Person;
import dev.guildhall.support.PlacedOrder;
import dev.guildhall.support.TestGig;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlacingIT {
    @RegisterExtension
    static final Market market = new Market();

    @Test
    void copiesTheTermsOfTheGig() {
        TestGig gig =
                market.aGig().titled("A crest").at("120.00").deliveredIn(9).create();
        Person client = market.aUser("Carl Client");
        Answer placed = market.api()
                .as(client)
                .post("/orders", Map.of("gig_id", gig.id()))
                .expect(201);

        assertThat(placed.header("Location")).isEqualTo("/orders/" + placed.at("id"));
        assertThat(placed.header("ETag")).isEqualTo("\"1\"");
        assertThat(placed.at("status")).isEqualTo("PENDING_PAYMENT");
        assertThat(placed.at("payment_status")).isEqualTo("PENDING");
        assertThat(placed.at("gig_title")).isEqualTo("A crest");
        assertThat(placed.json().path("amount").isTextual()).isTrue();
        assertThat(placed.at("amount")).isEqualTo("120.00");
        assertThat(placed.at("currency")).isEqualTo("USD");
        assertThat(placed.at("delivery_days")).isEqualTo("9");
        assertThat(placed.at("payment_reference")).matches("GH-[0-9A-Z]{8}");
        assertThat(placed.at("payment_proof")).isNull();
        assertThat(placed.texts("allowed_actions")).containsExactly("submit-payment", "cancel");
        assertThat(OrderDeadlines.shownIn(placed.json()))
                .isEqualTo(OrderDeadlines.expectedFrom(
                        market.api()
                                .as(client)
                                .get("/orders/" + placed.at("id") + "/history")
                                .items(),
                        placed.json()));
        assertThat(market.api().as(client).get("/orders/" + placed.at("id")).json())
                .isEqualTo(placed.json());
    }

    @Test
    @Tag("ORD-15")
    void keepsTheAgreedTermsWhenTheGigChanges() {
        TestGig gig =
                market.aGig().titled("A crest").at("120.00").deliveredIn(9).create();
        PlacedOrder order = market.anOrder().of(gig).placed();
        var before = order.read().json();
        market.sql().update("""
                        update gigs set title = 'Two crests', price = 500, delivery_days = 90, is_active = false, deleted_at = now()
                        where id = ?
                        """, gig.id());
        assertThat(order.read().json()).isEqualTo(before);
        order.byClient("submit-payment", PlacedOrder.aProof()).expect(200);
        assertThat(order.byFreelancer("confirm-payment", Map.of()).expect(200).at("amount"))
                .isEqualTo("120.00");
    }

    @Test
    @Tag("ORD-17")
    void copiesThePaymentInstructions() {
        Person freelancer = market.aUser("Frida Freelancer");
        market.sql()
                .update(
                        "update users set payment_instructions = 'IBAN 12', payment_instructions_changed_at = now() where id = ?",
                        freelancer.id());
        PlacedOrder order =
                market.anOrder().of(market.aGig().by(freelancer).create()).placed();
        market.sql().update("update users set payment_instructions = 'IBAN 34' where id = ?", freelancer.id());
        assertThat(order.read().at("payment_instructions")).isEqualTo("IBAN 12");
        assertThat(order.read().at("payment_instructions_changed_at")).endsWith("Z");
    }

    /** The statement that places an order leaves out what a new order cannot have. */
    @ParameterizedTest
    @Tag("ORD-17")
    @ValueSource(
            strings = {
                "payment_instructions = 'IBAN 34'",
                "payment_instructions = null, payment_instructions_changed_at = now()",
                // As if somebody else had claimed the account.
                "payment_instructions = null, revoked_instructions_n = payment_instructions_n",
                "payment_instructions = 'IBAN 34', revoked_instructions_n = payment_instructions_n",
                "revoked_instructions_n = payment_instructions_n"
            })
    void answersWithTheInstructionsThatTheOrderShowsLater(String change) {
        Person freelancer = market.aUser("Frida Freelancer");
        Person client = market.aUser("Carl Client");
        UUID gig = market.aGig().by(freelancer).create().id();
        market.sql().update("update users set payment_instructions = 'IBAN 12' where id = ?", freelancer.id());
        market.sql().update("update users set %s where id = ?".formatted(change), freelancer.id());
        Answer placed =
                market.api().as(client).post("/orders", Map.of("gig_id", gig)).expect(201);
        Answer later = market.api().as(client).get("/orders/" + placed.at("id"));
        assertThat(placed.json()).isEqualTo(later.json());
        assertThat(placed.header("ETag")).as("its ETag").isEqualTo(later.header("ETag"));
    }

    @Test
    @Tag("ORD-16")
    void refusesIfThePriceIsNotTheExpectedOne() {
        TestGig gig = market.aGig().at("20.00").create();
        Person client = market.aUser("Carl Client");
        for (Object price : new Object[] {"20.00", "20", 20, 20.0}) {
            market.api()
                    .as(client)
                    .post("/orders", Map.of("gig_id", gig.id(), "expected_price", price))
                    .expect(201);
        }
        Answer refused = market.api()
                .as(client)
                .post("/orders", Map.of("gig_id", gig.id(), "expected_price", "19.99"))
                .expectProblem(409, "gig_price_changed");
        assertThat(refused.at("price")).isEqualTo("20.00");
    }

    @Test
    @Tag("ORD-16")
    void refusesToOrderOnesOwnGig() {
        TestGig gig = market.aGig().create();
        market.api()
                .as(gig.freelancer())
                .post("/orders", Map.of("gig_id", gig.id()))
                .expectProblem(422, "order_self")
                .namingOnly("#/gig_id not_allowed");
    }

    @Test
    @Tag("ORD-16")
    void refusesGigsThatCannotBeOrdered() {
        Person client = market.aUser("Carl Client");
        TestGig deleted = market.aGig().create();
        market.sql().update("update gigs set deleted_at = now() where id = ?", deleted.id());
        TestGig ofADeactivatedUser = market.aGig().create();
        market.sql()
                .update(
                        "update users set is_active = false where id = ?",
                        ofADeactivatedUser.freelancer().id());
        for (TestGig gig : new TestGig[] {market.aGig().inactive().create(), deleted, ofADeactivatedUser}) {
            market.api().as(client).post("/orders", Map.of("gig_id", gig.id())).expectProblem(409, "gig_inactive");
        }
        market.api()
                .as(client)
                .post("/orders", Map.of("gig_id", UUID.randomUUID()))
                .expectProblem(404, "not_found");
        assertThat(market.sql().count("select from orders where client_id = ?", client.id()))
                .isZero();
    }

    @Test
    void refusesACallerWhoIsNotSignedIn() {
        TestGig gig = market.aGig().create();
        market.api().post("/orders", Map.of("gig_id", gig.id())).expectProblem(401, "auth_missing");
    }
}
