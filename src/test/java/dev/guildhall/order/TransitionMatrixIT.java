package dev.guildhall.order;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.guildhall.support.Answer;
import dev.guildhall.support.ApiClient;
import dev.guildhall.support.Market;
import dev.guildhall.support.Person;
import dev.guildhall.support.PlacedOrder;
import dev.guildhall.support.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Everything that can be asked, by everybody who can ask it, of an order in every state it can be in. */
@Tag("ORD-1")
@Tag("ORD-14")
@Execution(ExecutionMode.CONCURRENT)
class TransitionMatrixIT {
    @RegisterExtension
    static final Market market = new Market();

    private static Person admin;
    private static Person outsider;

    @BeforeAll
    static void haveOthersAround() {
        admin = market.anAdmin();
        outsider = market.aUser("Otto Outsider");
    }

    static Stream<Arguments> everyStageAndAsker() {
        return Stream.of(Stage.values())
                .flatMap(stage -> Stream.of(Actor.values()).map(asker -> Arguments.of(stage, asker)));
    }

    @ParameterizedTest(name = "{0} by {1}")
    @MethodSource("everyStageAndAsker")
    void movesByTheTableAndByNothingElse(Stage stage, Actor asker) {
        PlacedOrder untouched = market.anOrder().in(stage);
        JsonNode before = untouched.read().json();
        List<String> historyBefore = History.of(untouched);
        for (Action ask : Action.values()) {
            try {
                Optional<Stage> after = Lifecycle.after(ask, asker, stage);
                if (after.isPresent()) {
                    moves(market.anOrder().in(stage), ask, asker, stage, after.get());
                } else {
                    refuses(untouched, ask, asker, stage);
                }
            } catch (AssertionError e) {
                throw new AssertionError(
                        "%s %s of an order that is %s: %s".formatted(asker.role(), ask.action(), stage, e.getMessage()),
                        e);
            }
        }
        assertThat(untouched.read().json()).as("after refusals only").isEqualTo(before);
        assertThat(History.of(untouched)).as("after refusals only").isEqualTo(historyBefore);
    }

    private static void refuses(PlacedOrder order, Action ask, Actor asker, Stage stage) {
        Answer answer = ask(order, ask, asker, person(order, asker));
        if (asker == Actor.NOBODY) {
            answer.expectProblem(401, "auth_missing");
        } else if (asker == Actor.OUTSIDER) {
            answer.expectProblem(404, "not_found");
        } else if (!Lifecycle.canEver(asker, ask) || Lifecycle.isLegalForAnybody(ask, stage)) {
            answer.expectProblem(403, "forbidden_role");
        } else {
            answer.expectProblem(409, "order_invalid_transition");
            assertThat(answer.at("order_status")).as("%s", answer).isEqualTo(stage.status());
            assertThat(answer.texts("allowed_actions"))
                    .as("%s", answer)
                    .containsExactlyInAnyOrderElementsOf(Lifecycle.allowedActions(asker, stage));
        }
    }

    private static void moves(PlacedOrder order, Action ask, Actor asker, Stage from, Stage to) {
        JsonNode before = order.read().json();
        List<String> historyBefore = History.of(order);
        Person person = person(order, asker);
        List<String> expectedHistory = new ArrayList<>(historyBefore);
        expectedHistory.addAll(newHistory(ask, asker, person, from, to));

        Answer answer = ask(order, ask, asker, person).expect(200);

        JsonNode after = answer.json();
        assertThat(answer.at("status")).as("%s", answer).isEqualTo(to.status());
        assertThat(answer.at("payment_status")).as("%s", answer).isEqualTo(to.paymentStatus());
        assertThat(answer.at("awaiting")).as("%s", answer).isEqualTo(Lifecycle.awaiting(to));
        assertThat(answer.texts("allowed_actions"))
                .as("%s", answer)
                .containsExactlyInAnyOrderElementsOf(Lifecycle.allowedActions(asker, to));
        assertThat(History.of(order)).isEqualTo(expectedHistory);
        assertThat(History.line(after.path("last_event"))).isEqualTo(expectedHistory.get(expectedHistory.size() - 1));
        assertThat(after.path("version").asInt() - before.path("version").asInt())
                .as("%s", answer)
                .isEqualTo(expectedHistory.size() - historyBefore.size());
        assertThat(answer.header("ETag")).isEqualTo("\"" + answer.at("version") + "\"");
        assertThat(answer.text("updated_at"))
                .isGreaterThan(before.path("updated_at").asText());
        assertThat(Clocks.shownIn(after)).as("%s", answer).isEqualTo(Clocks.runningBy(order.history(), after));
        assertThat(ShownProof.in(after))
                .as("%s", answer)
                .isEqualTo(ShownProof.in(before).onceIn(to));
    }

    private static List<String> newHistory(Action ask, Actor asker, Person person, Stage from, Stage to) {
        if (ask == Action.SUBMIT_WORK && from == Stage.CONFIRMED) {
            return List.of(
                    History.line("PAYMENT_CONFIRMED", "IN_PROGRESS", "start", asker, person, null),
                    History.line("IN_PROGRESS", "SUBMITTED", "submit-work", asker, person, ask.note()));
        }
        return List.of(History.line(from.status(), to.status(), ask.action(), asker, person, ask.note()));
    }

    private static Answer ask(PlacedOrder order, Action ask, Actor asker, Person person) {
        ApiClient api = asker == Actor.NOBODY ? market.api() : market.api().as(person);
        return api.patch(order.path(ask.action()), ask.body());
    }

    private static Person person(PlacedOrder order, Actor asker) {
        return switch (asker) {
            case CLIENT -> order.client();
            case FREELANCER -> order.freelancer();
            case ADMIN -> admin;
            case OUTSIDER, NOBODY -> outsider;
        };
    }
}
