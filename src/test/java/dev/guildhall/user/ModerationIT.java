package dev.guildhall.user;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.support.Answer;
import dev.guildhall.support.Market;
import dev.guildhall.support.Person;
import dev.guildhall.support.PlacedOrder;
import dev.guildhall.support.Stage;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ModerationIT {
    @RegisterExtension
    static final Market market = new Market();

    private final Person admin = market.anAdmin();
    private final Person mira = market.aUser("Mira");

    @Tag("USR-4")
    @Tag("AUTH-7")
    @Test
    void stopsADeactivatedPersonAtOnce() {
        market.api().as(mira).get("/me").expect(200);
        Answer moderated = deactivate(mira, "Stolen name.").expect(200);
        assertThat(moderated.json().fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(
                        "id",
                        "full_name",
                        "bio",
                        "avatar_url",
                        "rating_avg",
                        "rating_count",
                        "completed_orders",
                        "overdue_refunds",
                        "created_at",
                        "is_active");
        assertThat(moderated.at("is_active")).isEqualTo("false");
        market.api().as(mira).get("/me").expectProblem(401, "user_deactivated");
        assertThat(reason()).isEqualTo("Stolen name.");
    }

    @Test
    void acceptsRequestsOfAReactivatedPerson() {
        deactivate(mira, "Stolen name.").expect(200);
        assertThat(moderate(mira, Map.of("is_active", true)).expect(200).at("is_active"))
                .isEqualTo("true");
        market.api().as(mira).get("/me").expect(200);
        assertThat(reason()).isEqualTo("null");
    }

    @Test
    void keepsTheFirstReason() {
        deactivate(mira, "First.").expect(200);
        deactivate(mira, "Second.").expect(200);
        assertThat(reason()).isEqualTo("First.");
    }

    @Test
    void hidesTheProfileButStillShowsTheNameInOrders() {
        PlacedOrder order = market.anOrder().confirmed();
        deactivate(order.freelancer(), "Never delivers.").expect(200);

        String profile = "/users/" + order.freelancer().id();
        market.api().get(profile).expectProblem(404, "not_found");
        market.api().as(order.client()).get(profile).expectProblem(404, "not_found");
        market.api().as(admin).get(profile).expect(200);
        assertThat(order.read().at("freelancer.full_name"))
                .isEqualTo(order.freelancer().fullName());
    }

    @Test
    void refusesEverybodyButAdmins() {
        Map<String, Object> body = Map.of("is_active", false, "reason", "I do not like them.");
        Person other = market.aUser("Otto");
        market.api().patch("/users/" + other.id(), body).expectProblem(401, "auth_missing");
        market.api().as(mira).patch("/users/" + other.id(), body).expectProblem(403, "forbidden");
        market.api().as(mira).patch("/users/" + mira.id(), body).expectProblem(403, "forbidden");
        market.api().as(mira).patch("/users/" + UUID.randomUUID(), body).expectProblem(404, "not_found");
        market.api().as(other).get("/me").expect(200);
    }

    @Test
    void refusesAnAdminWhoDeactivatesThemself() {
        deactivate(admin, "Enough.").expectProblem(422, "validation_failed").namingOnly("#/is_active not_allowed");
        market.api().as(admin).get("/me").expect(200);
    }

    @ParameterizedTest
    @EnumSource
    @Tag("USR-8")
    void refusesAnAdminUntilTheirOwnOrderWithThePersonIsFinal(Stage stage) {
        PlacedOrder order = market.anOrder().from(admin).in(stage);
        Person freelancer = order.freelancer();
        boolean isFinal =
                Set.of(Stage.COMPLETED, Stage.WITHDRAWN, Stage.REFUNDED).contains(stage);
        if (isFinal) {
            deactivate(freelancer, "Was rude.").expect(200);
        } else {
            deactivate(freelancer, "Was rude.").expectProblem(409, "own_order");
            market.api().as(freelancer).get("/me").expect(200);
            moderate(freelancer, Map.of("is_active", true)).expectProblem(409, "own_order");
            Person other = market.anAdmin();
            market.api()
                    .as(other)
                    .patch("/users/" + freelancer.id(), Map.of("is_active", false, "reason", "Was rude."))
                    .expect(200);
        }
    }

    @Test
    @Tag("USR-8")
    void refusesAnAdminWhoIsTheFreelancerOfTheOrder() {
        PlacedOrder order =
                market.anOrder().of(market.aGig().by(admin).create()).confirmed();
        deactivate(order.client(), "Asked for too much.").expectProblem(409, "own_order");
    }

    @Test
    void requiresAReasonForADeactivation() {
        moderate(mira, Map.of("is_active", false))
                .expectProblem(422, "validation_failed")
                .namingOnly("#/reason required");
        moderate(mira, Map.of("is_active", "no", "reason", "r".repeat(2_001), "is_admin", true))
                .expectProblem(422, "validation_failed")
                .namingOnly("#/is_active wrong_type", "#/reason too_long", "#/is_admin unknown_field");
        moderate(mira, Map.of())
                .expectProblem(422, "validation_failed")
                .namingOnly("#/is_active required", "#/reason required");
    }

    @Test
    void refusesAnUnknownId() {
        market.api()
                .as(admin)
                .patch("/users/" + UUID.randomUUID(), Map.of("is_active", false, "reason", "Who?"))
                .expectProblem(404, "not_found");
    }

    private Answer deactivate(Person person, String reason) {
        return moderate(person, Map.of("is_active", false, "reason", reason));
    }

    private Answer moderate(Person person, Map<String, Object> body) {
        return market.api().as(admin).patch("/users/" + person.id(), body);
    }

    private String reason() {
        return String.valueOf(market.sql()
                .row("select deactivation_reason from users where id = ?", mira.id())
                .get("deactivation_reason"));
    }
}
