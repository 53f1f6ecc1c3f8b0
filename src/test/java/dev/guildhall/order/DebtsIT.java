package dev.guildhall.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.support.Answer;
import dev.guildhall.support.Market;
import dev.guildhall.support.Person;
import dev.guildhall.support.PlacedOrder;
import dev.guildhall.support.Stage;
import dev.guildhall.support.TestGig;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What follows for a freelancer who owes a refund for longer than they had time for. */
class DebtsIT {
    private static final Duration REFUND_WITHIN = Duration.ofDays(7);

    @RegisterExtension
    static final Market market = new Market();

    private final Person frida = market.aUser("Frida Freelancer");
    /** Letters only, so that it is also found with a typing error. */
    private final String word = UUID.randomUUID()
            .toString()
            .replaceAll("[^a-f0-9]", "")
            .chars()
            .map(digit -> 'a' + Character.digit(digit, 16))
            .limit(16)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();

    private final TestGig gig =
            market.aGig().by(frida).titled("A " + word).at("49.90").create();
    private final Person visitor = market.aUser("Vera Visitor");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/gigs?limit=100",
                "/gigs?limit=100&sort=newest",
                "/gigs?limit=100&sort=price",
                "/gigs?limit=100&sort=-price",
                "/gigs?limit=100&min_price=49&max_price=50&sort=price",
                "/gigs?limit=100&max_delivery_days=9",
                "/gigs?q={word}",
                "/gigs?q={word}&sort=newest",
                "/gigs?q={word}&sort=price",
                "/gigs?q={word}&sort=-price",
                "/gigs?q={word}&sort=relevance",
                "/gigs?q={mistyped}",
                "/gigs?q={mistyped}&sort=relevance",
                "/gigs?freelancer_id={frida}",
                "/gigs?freelancer_id={frida}&q={word}",
                "/gigs?freelancer_id={frida}&sort=price",
                "/users/{frida}/gigs"
            })
    @Tag("GIG-12")
    void hideTheGigsInEveryListAndSearch(String list) {
        String path = list.replace("{word}", word)
                .replace("{mistyped}", word.substring(0, 9) + "x" + word.substring(10))
                .replace("{frida}", frida.id().toString());
        PlacedOrder owed = market.anOrder().of(gig).in(Stage.REFUND_DUE);
        TestGig ofAnother = market.aGig().titled("A " + word).at("49.90").create();
        owed.advance(REFUND_WITHIN.minusMinutes(1));
        assertThat(gigs(path))
                .as("%s while the refund is not overdue", path)
                .contains(gig.id().toString());
        owed.advance(Duration.ofMinutes(1));
        assertThat(gigs(path))
                .as("%s of somebody who owes a refund", path)
                .doesNotContain(gig.id().toString());
        if (!path.contains(frida.id().toString())) {
            assertThat(gigs(path))
                    .as("%s of others", path)
                    .contains(ofAnother.id().toString());
        }
        owed.byFreelancer("submit-refund", PlacedOrder.aRefund()).expect(200);
        assertThat(gigs(path))
                .as("%s after the refund was sent", path)
                .contains(gig.id().toString());
    }

    @Test
    @Tag("GIG-12")
    void leaveTheGigsToTheirOwnerToAdminsAndToWhoHasALink() {
        owe();
        assertThat(market.api()
                        .as(frida)
                        .get("/users/" + frida.id() + "/gigs")
                        .expect(200)
                        .items())
                .hasSize(1);
        assertThat(market.api()
                        .as(market.anAdmin())
                        .get("/users/" + frida.id() + "/gigs")
                        .expect(200)
                        .items())
                .hasSize(1);
        assertThat(market.api()
                        .get("/users/" + frida.id() + "/gigs")
                        .expect(200)
                        .items())
                .isEmpty();
        for (Person reader : List.of(frida, visitor, market.anAdmin())) {
            market.api().as(reader).get("/gigs/" + gig.id()).expect(200);
        }
        market.api().get("/gigs/" + gig.id()).expect(200);
    }

    @Test
    @Tag("GIG-12")
    void refuseNewOrdersUntilTheRefundIsSent() {
        PlacedOrder owed = owe();
        Map<String, ?> wanted = Map.of("gig_id", gig.id());
        market.api().as(visitor).post("/orders", wanted).expectProblem(409, "freelancer_owes_refund");
        market.api()
                .as(visitor)
                .with("Idempotency-Key", UUID.randomUUID().toString())
                .post("/orders", wanted)
                .expectProblem(409, "freelancer_owes_refund");
        assertThat(market.sql().count("select from orders where client_id = ?", visitor.id()))
                .isZero();
        market.anOrder().placed();

        owed.byFreelancer("submit-refund", PlacedOrder.aRefund()).expect(200);
        market.api().as(visitor).post("/orders", wanted).expect(201);
    }

    @Test
    @Tag("USR-2")
    void areCountedInThePublicProfile() {
        assertThat(overdueRefunds()).isEqualTo("0");
        PlacedOrder first = market.anOrder().of(gig).in(Stage.REFUND_DUE);
        PlacedOrder second = market.anOrder().of(gig).in(Stage.REFUND_DUE);
        assertThat(overdueRefunds()).as("refunds that are not overdue yet").isEqualTo("0");
        first.advance(REFUND_WITHIN);
        assertThat(overdueRefunds())
                .as("of one that is overdue and one that is not")
                .isEqualTo("1");
        second.advance(REFUND_WITHIN);
        assertThat(overdueRefunds()).isEqualTo("2");
        assertThat(market.api().get("/users/" + first.client().id()).expect(200).at("overdue_refunds"))
                .as("of the client, who owes nothing")
                .isEqualTo("0");
        assertThat(market.api()
                        .as(market.anAdmin())
                        .patch("/users/" + frida.id(), Map.of("is_active", true))
                        .expect(200)
                        .at("overdue_refunds"))
                .as("as an admin sees it")
                .isEqualTo("2");
        first.byFreelancer("submit-refund", PlacedOrder.aRefund()).expect(200);
        assertThat(overdueRefunds()).isEqualTo("1");
        second.byClient("confirm-refund", Map.of()).expect(200);
        assertThat(overdueRefunds()).isEqualTo("0");
    }

    @Test
    @Tag("ORD-30")
    void goOnInADisputeAndAfterAnAdminHasDecided() {
        PlacedOrder owed = market.anOrder().of(gig).in(Stage.REFUND_DUE);
        String refundBy = owed.read().text("deadlines.refund_by");
        owed.byClient("dispute", Map.of("reason", "Nothing came.")).expect(200);
        assertThat(owed.read().at("deadlines.refund_by"))
                .as("no dispute moves it")
                .isEqualTo(refundBy);
        owed.advance(REFUND_WITHIN);
        assertThat(overdueRefunds()).as("in a dispute").isEqualTo("1");
        owed.answerDispute();
        owed.by(market.anAdmin(), "resolve", Map.of("outcome", "CANCELLED", "note", "Give it back."))
                .expect(200);
        assertThat(overdueRefunds()).as("after an admin has decided it").isEqualTo("1");
        market.api()
                .as(visitor)
                .post("/orders", Map.of("gig_id", gig.id()))
                .expectProblem(409, "freelancer_owes_refund");

        owed.byFreelancer("submit-refund", PlacedOrder.aRefund()).expect(200);
        assertThat(overdueRefunds()).as("after it was said to be sent").isEqualTo("0");
        owed.byClient("dispute", Map.of("reason", "It did not come.")).expect(200);
        owed.answerDispute();
        owed.by(
                        market.anAdmin(),
                        "resolve",
                        Map.of("outcome", "CANCELLED", "refund_made", false, "note", "It did not."))
                .expect(200);
        assertThat(overdueRefunds())
                .as("a claim that was found false moves no date")
                .isEqualTo("1");
    }

    @Test
    @Tag("ORD-17")
    void hideThePaymentInstructionsOfUnpaidOrders() {
        setInstructions();
        PlacedOrder unpaid = market.anOrder().of(gig).placed();
        PlacedOrder rejected = market.anOrder().of(gig).in(Stage.PAYMENT_REJECTED);
        PlacedOrder paid = market.anOrder().of(gig).paid();
        PlacedOrder owed = owe();
        for (PlacedOrder order : List.of(unpaid, rejected)) {
            for (Person reader : List.of(order.client(), frida, market.anAdmin())) {
                assertThat(order.readBy(reader).at("payment_instructions"))
                        .as("where to pay somebody who owes a refund")
                        .isNull();
            }
            assertThat(market.api()
                            .as(order.client())
                            .get("/orders")
                            .expect(200)
                            .items()
                            .get(0)
                            .path("payment_instructions")
                            .isNull())
                    .as("in the list of orders")
                    .isTrue();
        }
        assertThat(paid.read().at("payment_instructions"))
                .as("where it was paid already")
                .isEqualTo("IBAN 7");
        String tag = unpaid.read().header("ETag");
        owed.byFreelancer("submit-refund", PlacedOrder.aRefund()).expect(200);
        assertThat(unpaid.read().at("payment_instructions")).isEqualTo("IBAN 7");
        assertThat(unpaid.read().header("ETag"))
                .as("the entity tag after they are shown again")
                .isNotEqualTo(tag);
    }

    @Test
    @Tag("ORD-17")
    void hideNothingMoreThanTheDeactivationOfTheFreelancerDoes() {
        setInstructions();
        PlacedOrder unpaid = market.anOrder().of(gig).placed();
        PlacedOrder paid = market.anOrder().of(gig).paid();
        Person admin = market.anAdmin();
        String tag = unpaid.read().header("ETag");
        market.api()
                .as(admin)
                .patch("/users/" + frida.id(), Map.of("is_active", false, "reason", "Fraud."))
                .expect(200);
        assertThat(unpaid.read().at("payment_instructions"))
                .as("where to pay somebody who is deactivated")
                .isNull();
        assertThat(unpaid.read().header("ETag")).isNotEqualTo(tag);
        assertThat(paid.read().at("payment_instructions")).isEqualTo("IBAN 7");
        market.api()
                .as(admin)
                .patch("/users/" + frida.id(), Map.of("is_active", true))
                .expect(200);
        assertThat(unpaid.read().at("payment_instructions")).isEqualTo("IBAN 7");
        assertThat(unpaid.read().header("ETag")).isEqualTo(tag);
    }

    /** Open and cancelled orders alike, as long as their client can still appeal. */
    @ParameterizedTest
    @EnumSource(
            names = {
                "PLACED",
                "SUBMITTED",
                "REFUND_DUE",
                "REFUND_SENT",
                "DISPUTED_REFUND_SENT",
                "AUTO_APPROVED",
                "AUTO_REFUNDED",
                "CANCELLED_UNPAID",
                "CANCELLED_REJECTED"
            })
    @Tag("USR-8")
    void letNoAdminDeactivateTheOtherPartyOfAnOrderThatIsNotFinal(Stage stage) {
        Person admin = market.anAdmin();
        PlacedOrder order = market.anOrder().of(gig).from(admin).in(stage);
        Map<String, ?> deactivation = Map.of("is_active", false, "reason", "I want my money.");
        market.api().as(admin).patch("/users/" + frida.id(), deactivation).expectProblem(409, "own_order");
        order.advance(Duration.ofDays(14).minusMinutes(1));
        market.api().as(admin).patch("/users/" + frida.id(), deactivation).expectProblem(409, "own_order");
        market.api()
                .as(market.anAdmin())
                .patch("/users/" + frida.id(), deactivation)
                .expect(200);
        market.api()
                .as(admin)
                .patch("/users/" + frida.id(), Map.of("is_active", true))
                .expectProblem(409, "own_order");
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "COMPLETED",
                "REFUNDED",
                "WITHDRAWN",
                "AUTO_APPROVED",
                "AUTO_REFUNDED",
                "CANCELLED_UNPAID",
                "CANCELLED_REJECTED"
            })
    @Tag("USR-8")
    void letAnAdminDeactivateTheOtherPartyOfAFinalOrder(Stage stage) {
        Person admin = market.anAdmin();
        PlacedOrder order = market.anOrder().of(gig).from(admin).in(stage);
        order.advance(Duration.ofDays(14));
        market.api()
                .as(admin)
                .patch("/users/" + frida.id(), Map.of("is_active", false, "reason", "Spam."))
                .expect(200);
    }

    private PlacedOrder owe() {
        PlacedOrder owed = market.anOrder().of(gig).in(Stage.REFUND_DUE);
        owed.advance(REFUND_WITHIN);
        return owed;
    }

    private void setInstructions() {
        market.api()
                .as(frida)
                .patch("/me", Map.of("payment_instructions", "IBAN 7"))
                .expect(200);
    }

    private String overdueRefunds() {
        return market.api().get("/users/" + frida.id()).expect(200).text("overdue_refunds");
    }

    private List<String> gigs(String path) {
        Answer page = market.api().as(visitor).get(path).expect(200);
        return page.items().stream().map(item -> item.path("id").asText()).toList();
    }
}
