package dev.guildhall.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.support.Answer;
import dev.guildhall.support.ApiClient;
import dev.guildhall.support.Market;
import dev.guildhall.support.Person;
import dev.guildhall.support.PlacedOrder;
import dev.guildhall.support.Stage;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("API-9")
class VersionIT {
    @RegisterExtension
    static final Market market = new Market();

    @ParameterizedTest
    @ValueSource(strings = {"\"2\"", "W/\"2\"", "\"2-br\"", "*", "\"1\", \"2\"", "\"1\",\"2\" ,\"x\""})
    void acceptsTheCurrentVersion(String known) {
        PlacedOrder order = market.anOrder().paid();
        assertThat(order.read().header("ETag")).isEqualTo("\"2\"");
        confirm(order, known).expect(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\"1\"", "\"3\"", "W/\"1\"", "\"3-gzip\"", "\"two\"", "\"\"", "\"99999999999999\"", "\"02\""})
    void refusesADifferentVersion(String known) {
        PlacedOrder order = market.anOrder().paid();
        confirm(order, known).expectProblem(412, "precondition_failed");
        assertThat(order.read().at("status")).isEqualTo("PAYMENT_SUBMITTED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "\"2", "abc", "\"1\" \"2\"", ","})
    void refusesAMalformedEntityTag(String known) {
        confirm(market.anOrder().paid(), known)
                .expectProblem(400, "malformed_header")
                .namingOnly("If-Match invalid_format");
    }

    @ParameterizedTest
    @EnumSource
    void checksTheVersionForEveryMove(Action action) {
        PlacedOrder cancelled = market.anOrder().in(Stage.WITHDRAWN);
        Map<Actor, Person> actors = Map.of(
                Actor.CLIENT,
                cancelled.client(),
                Actor.FREELANCER,
                cancelled.freelancer(),
                Actor.ADMIN,
                market.anAdmin());
        actors.forEach((actor, person) -> {
            if (Lifecycle.isEverAllowed(actor, action)) {
                market.api()
                        .as(person)
                        .with("If-Match", "\"77\"")
                        .patch(cancelled.path(action.text()), action.body())
                        .expectProblem(412, "precondition_failed");
            }
        });
    }

    @Test
    void checksTheVersionBeforeTheFirstOfTwoSteps() {
        PlacedOrder order = market.anOrder().confirmed();
        ApiClient freelancer = market.api().as(order.freelancer());
        freelancer.with("If-Match", "\"2\"").patch(order.path("submit-work")).expectProblem(412, "precondition_failed");
        Answer submitted = freelancer
                .with("If-Match", "\"3\"")
                .patch(order.path("submit-work"))
                .expect(200);
        assertThat(submitted.at("version")).isEqualTo("5");
    }

    @Test
    void answersWith304ToAKnownVersion() {
        PlacedOrder order = market.anOrder().paid();
        ApiClient client = market.api().as(order.client());
        for (String known : new String[] {"\"2\"", "W/\"2\"", "\"1\", \"2\"", "*"}) {
            Answer answer =
                    client.with("If-None-Match", known).get(order.path()).expect(304);
            assertThat(answer.body()).isEmpty();
            assertThat(answer.header("ETag")).isEqualTo("\"2\"");
        }
        client.with("If-None-Match", "\"1\"").get(order.path()).expect(200);
    }

    @Test
    void ignoresIfNoneMatchOfAMove() {
        PlacedOrder order = market.anOrder().paid();
        market.api()
                .as(order.client())
                .with("If-None-Match", "\"2\"")
                .patch(order.path("withdraw-payment"), Map.of())
                .expect(200);
    }

    private static Answer confirm(PlacedOrder order, String known) {
        return market.api().as(order.freelancer()).with("If-Match", known).patch(order.path("confirm-payment"));
    }
}
