package dev.guildhall.order;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.guildhall.support.Answer;
import dev.guildhall.support.Market;
import dev.guildhall.support.Person;
import dev.guildhall.support.PlacedOrder;
import dev.guildhall.support.Stage;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OrderLifecycleIT {
    @RegisterExtension
    static final Market market = new Market();

    @Test
    @Tag("ORD-12")
    @Tag("ORD-21")
    void runsFromPlacingToApproval() {
        PlacedOrder order = market.anOrder().placed();
        order.byClient("submit-payment", PlacedOrder.aProof()).expect(200);
        order.byFreelancer("confirm-payment", Map.of()).expect(200);
        order.byFreelancer("start", Map.of()).expect(200);
        order.byFreelancer("submit-work", Map.of("note", "The first draft.")).expect(200);
        order.byClient("revision", Map.of("note", "Bluer, please.")).expect(200);
        order.byFreelancer("submit-work", Map.of("note", "Blue.")).expect(200);
        Answer approved = order.byClient("approve", Map.of()).expect(200);

        assertThat(approved.at("status")).isEqualTo("COMPLETED");
        assertThat(approved.at("can_review")).isEqualTo("true");
        assertThat(History.lines(order))
                .containsExactly(
                        History.line(null, "PENDING_PAYMENT", "place", Actor.CLIENT, order.client(), null),
                        line("PENDING_PAYMENT", "PAYMENT_SUBMITTED", "submit-payment", Actor.CLIENT, order, null),
                        line(
                                "PAYMENT_SUBMITTED",
                                "PAYMENT_CONFIRMED",
                                "confirm-payment",
                                Actor.FREELANCER,
                                order,
                                null),
                        line("PAYMENT_CONFIRMED", "IN_PROGRESS", "start", Actor.FREELANCER, order, null),
                        line("IN_PROGRESS", "SUBMITTED", "submit-work", Actor.FREELANCER, order, "The first draft."),
                        line("SUBMITTED", "REVISION_REQUESTED", "revision", Actor.CLIENT, order, "Bluer, please."),
                        line("REVISION_REQUESTED", "SUBMITTED", "submit-work", Actor.FREELANCER, order, "Blue."),
                        line("SUBMITTED", "COMPLETED", "approve", Actor.CLIENT, order, null));
    }

    @Test
    @Tag("ORD-7")
    void completesWithTheFewestActions() {
        PlacedOrder order = market.anOrder().placed();
        order.byClient("submit-payment", PlacedOrder.aProof()).expect(200);
        order.byFreelancer("confirm-payment", Map.of()).expect(200);
        order.byFreelancer("submit-work", Map.of()).expect(200);
        order.byClient("revision", Map.of()).expect(200);
        order.byFreelancer("submit-work", Map.of()).expect(200);
        assertThat(order.byClient("approve", Map.of()).expect(200).at("status")).isEqualTo("COMPLETED");
    }

    @Test
    @Tag("ORD-9")
    void canBeCancelledEarly() {
        PlacedOrder unpaid = market.anOrder().placed();
        unpaid.byFreelancer("cancel", Map.of("reason", "I am away.")).expect(200);
        assertThat(unpaid.read().at("awaiting")).isNull();

        PlacedOrder paid = market.anOrder().started();
        paid.byClient("cancel", Map.of("reason", "Too slow.")).expectProblem(403, "forbidden_role");
        paid.byFreelancer("cancel", Map.of("reason", "I am ill.")).expect(200);
        assertThat(paid.read().at("awaiting")).isEqualTo("freelancer");
        assertThat(paid.read().at("last_event.note")).isEqualTo("I am ill.");
        paid.byClient("confirm-refund", Map.of()).expect(200);
        assertThat(paid.read().at("payment_status")).isEqualTo("REFUNDED");
        paid.byClient("confirm-refund", Map.of()).expectProblem(409, "order_invalid_transition");
    }

    @ParameterizedTest
    @EnumSource
    @Tag("API-7")
    void showsTimesInUtcWithSixDigits(Stage stage) {
        JsonNode order = market.anOrder().in(stage).read().json();
        for (String name :
                new String[] {"created_at", "updated_at", "submitted_at", "pay_by", "deliver_by", "approve_by"}) {
            assertThat(order.findValues(name))
                    .filteredOn(time -> !time.isNull())
                    .allSatisfy(time -> assertThat(time.textValue())
                            .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z"));
        }
    }

    @Test
    void pagesThroughTheHistory() {
        PlacedOrder order = market.anOrder().completed();
        Answer first = market.api()
                .as(order.freelancer())
                .get(order.path("history?limit=4"))
                .expect(200);
        assertThat(first.items()).hasSize(4);
        Answer rest = market.api()
                .as(order.freelancer())
                .get(order.path("history?limit=4&cursor=" + first.text("next_cursor")))
                .expect(200);
        assertThat(rest.items()).hasSize(2);
        assertThat(rest.at("next_cursor")).isNull();
        assertThat(rest.items().get(0).path("action").asText()).isEqualTo("submit-work");
    }

    @Test
    void needsNoBodyForAnActionWithoutRequiredFields() {
        PlacedOrder order = market.anOrder().paid();
        market.api().as(order.freelancer()).patch(order.path("confirm-payment")).expect(200);
        market.api().as(order.freelancer()).patch(order.path("submit-work")).expect(200);
    }

    @Test
    void acceptsANoteOfTwoThousandCodePoints() {
        String note = "🎨".repeat(2_000);
        PlacedOrder order = market.anOrder().started();
        Answer answer = order.byFreelancer("submit-work", Map.of("note", note)).expect(200);
        assertThat(answer.at("last_event.note")).isEqualTo(note);
        order.byClient("revision", Map.of("note", note + "!"))
                .expectProblem(422, "validation_failed")
                .namingOnly("#/note too_long");
    }

    @Test
    @Tag("ORD-13")
    void showsAnOrderOnlyToItsPartiesAndAdmins() {
        PlacedOrder order = market.anOrder().completed();
        for (String path : new String[] {order.path(), order.path("history"), order.path("payment-proofs")}) {
            market.api().as(order.client()).get(path).expect(200);
            market.api().as(order.freelancer()).get(path).expect(200);
            market.api().as(market.anAdmin()).get(path).expect(200);
            market.api().as(market.aUser("Otto Outsider")).get(path).expectProblem(404, "not_found");
            market.api().get(path).expectProblem(401, "auth_missing");
        }
    }

    @Test
    @Tag("ORD-21")
    void letsOnlyThePartiesReviewACompletedOrder() {
        PlacedOrder order = market.anOrder().completed();
        assertThat(order.readBy(order.client()).at("can_review")).isEqualTo("true");
        assertThat(order.readBy(order.freelancer()).at("can_review")).isEqualTo("true");
        assertThat(order.readBy(market.anAdmin()).at("can_review")).isEqualTo("false");
        assertThat(market.anOrder().submitted().read().at("can_review")).isEqualTo("false");
    }

    @Test
    @Tag("ORD-21")
    @Tag("API-15")
    void showsASummaryOfBothParties() {
        PlacedOrder order = market.anOrder().placed();
        JsonNode json = order.read().json();
        assertThat(json.path("client").toString())
                .isEqualTo(
                        "{\"id\":\"" + order.client().id()
                                + "\",\"full_name\":\"Carl Client\",\"avatar_url\":null,\"rating_avg\":null,\"rating_count\":0}");
        assertThat(json.path("freelancer").path("id").asText())
                .isEqualTo(order.freelancer().id().toString())
                .isEqualTo(json.path("freelancer_id").asText());
    }

    @Test
    @Tag("API-10")
    void forbidsCachesToStoreAnOrder() {
        PlacedOrder order = market.anOrder().placed();
        assertThat(order.read().header("Cache-Control")).isEqualTo("private, no-store");
        assertThat(order.byClient("submit-payment", PlacedOrder.aProof()).header("Cache-Control"))
                .isEqualTo("private, no-store");
    }

    @Test
    @Tag("ORD-10")
    void acceptsOneDisputeAndLetsAnAdminDecide() {
        PlacedOrder order = market.anOrder().in(Stage.DISPUTED_CONFIRMED);
        order.byFreelancer("dispute", Map.of("reason", "Me too.")).expectProblem(409, "order_invalid_transition");
        order.by(market.anAdmin(), "resolve", Map.of("outcome", "IN_PROGRESS", "note", "Go on."))
                .expect(200);
        order.byFreelancer("submit-work", Map.of()).expect(200);
        order.byClient("approve", Map.of()).expect(200);
    }

    @Test
    @Tag("ORD-10")
    void refusesPaymentMadeFalseIfTheOrderIsNotCancelled() {
        PlacedOrder order = market.anOrder().in(Stage.DISPUTED_UNCONFIRMED);
        for (String outcome : new String[] {"COMPLETED", "IN_PROGRESS"}) {
            order.by(market.anAdmin(), "resolve", Map.of("outcome", outcome, "payment_made", false, "note", "Odd."))
                    .expectProblem(422, "validation_failed")
                    .namingOnly("#/payment_made not_allowed");
        }
    }

    @Test
    @Tag("ORD-10")
    void letsNoAdminResolveADisputeOfTheirOwn() {
        Person admin = market.anAdmin();
        PlacedOrder order = market.anOrder().from(admin).in(Stage.DISPUTED_CONFIRMED);
        assertThat(order.read().texts("allowed_actions")).doesNotContain("resolve");
        Map<String, String> resolution = Map.of("outcome", "CANCELLED", "note", "I win.");
        order.by(admin, "resolve", resolution).expectProblem(403, "forbidden_role");
        order.by(market.anAdmin(), "resolve", resolution).expect(200);
        order.by(admin, "confirm-refund", Map.of()).expect(200);
    }

    private static String line(
            String from, String to, String action, Actor actor, PlacedOrder order, @Nullable String note) {
        return History.line(from, to, action, actor, actor == Actor.CLIENT ? order.client() : order.freelancer(), note);
    }
}
