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

/** Every action by every kind of caller for an order in every stage. */
@Tag("ORD-1")
@Tag("ORD-14")
@Execution(ExecutionMode.CONCURRENT)
class TransitionMatrixIT {
    @RegisterExtension
    static final Market market = new Market();

    private static Person admin;
    private static Person outsider;

    @BeforeAll
    static void createAdminAndOutsider() {
        admin = market.anAdmin();
        outsider = market.aUser("Otto Outsider");
    }

    static Stream<Arguments> everyStageAndActor() {
        return Stream.of(Stage.values())
                .flatMap(stage -> Stream.of(Actor.values()).map(actor -> Arguments.of(stage, actor)));
    }

    @ParameterizedTest(name = "{0} by {1}")
    @MethodSource("everyStageAndActor")
    void allowsExactlyTheMovesOfTheTable(Stage stage, Actor actor) {
        PlacedOrder untouched = market.anOrder().in(stage);
        JsonNode before = untouched.read().json();
        List<String> historyBefore = History.lines(untouched);
        for (Action action : Action.values()) {
            try {
                Optional<Stage> after = Lifecycle.after(action, actor, stage);
                if (after.isPresent()) {
                    expectMove(market.anOrder().in(stage), action, actor, stage, after.get());
                } else {
                    expectRefusal(untouched, action, actor, stage);
                }
            } catch (AssertionError e) {
                throw new AssertionError(
                        "%s %s of an order that is %s: %s"
                                .formatted(actor.role(), action.text(), stage, e.getMessage()),
                        e);
            }
        }
        assertThat(untouched.read().json()).as("after refusals only").isEqualTo(before);
        assertThat(History.lines(untouched)).as("after refusals only").isEqualTo(historyBefore);
    }

    private static void expectRefusal(PlacedOrder order, Action action, Actor actor, Stage stage) {
        Answer answer = send(order, action, actor, person(order, actor));
        if (actor == Actor.NOBODY) {
            answer.expectProblem(401, "auth_missing");
        } else if (actor == Actor.OUTSIDER) {
            answer.expectProblem(404, "not_found");
        } else if (Lifecycle.allowedActions(actor, stage).contains(action.text())) {
            String code = Lifecycle.problemOfForm(action, stage);
            answer.expectProblem(code.equals("validation_failed") ? 422 : 409, code);
        } else if (!Lifecycle.isEverAllowed(actor, action) || Lifecycle.isAllowedForAnyone(action, stage)) {
            answer.expectProblem(403, "forbidden_role");
        } else {
            answer.expectProblem(409, "order_invalid_transition");
            assertThat(answer.at("order_status")).as("%s", answer).isEqualTo(stage.status());
            assertThat(answer.texts("allowed_actions"))
                    .as("%s", answer)
                    .containsExactlyInAnyOrderElementsOf(Lifecycle.allActions(actor, stage));
        }
    }

    private static void expectMove(PlacedOrder order, Action action, Actor actor, Stage from, Stage to) {
        JsonNode before = order.read().json();
        List<String> historyBefore = History.lines(order);
        Person person = person(order, actor);
        List<String> expectedHistory = new ArrayList<>(historyBefore);
        expectedHistory.addAll(newHistory(action, actor, person, from, to));

        Answer answer = send(order, action, actor, person).expect(200);

        JsonNode after = answer.json();
        Answer read = order.readBy(person);
        assertThat(after).as("the answer, and the order that is read").isEqualTo(read.json());
        assertThat(answer.header("ETag")).as("%s", answer).isEqualTo(read.header("ETag"));
        assertThat(answer.at("status")).as("%s", answer).isEqualTo(to.status());
        assertThat(answer.at("payment_status")).as("%s", answer).isEqualTo(to.paymentStatus());
        assertThat(answer.at("awaiting")).as("%s", answer).isEqualTo(Lifecycle.awaiting(to));
        assertThat(answer.texts("allowed_actions"))
                .as("%s", answer)
                .containsExactlyInAnyOrderElementsOf(Lifecycle.allActions(actor, to));
        assertThat(History.lines(order)).isEqualTo(expectedHistory);
        assertThat(History.line(after.path("last_event"))).isEqualTo(expectedHistory.get(expectedHistory.size() - 1));
        assertThat(after.path("version").asInt() - before.path("version").asInt())
                .as("%s", answer)
                .isEqualTo(expectedHistory.size() - historyBefore.size());
        assertThat(answer.header("ETag")).matches("\"" + answer.at("version") + "([.][a-z]+)?\"");
        assertThat(answer.text("updated_at"))
                .isGreaterThan(before.path("updated_at").asText());
        assertThat(OrderDeadlines.shownIn(after))
                .as("%s", answer)
                .isEqualTo(OrderDeadlines.expectedFrom(order.history(), after));
        assertThat(ShownProof.in(after))
                .as("%s", answer)
                .isEqualTo(ShownProof.in(before).expectedIn(to));
    }

    private static List<String> newHistory(Action action, Actor actor, Person person, Stage from, Stage to) {
        if (action == Action.SUBMIT_WORK && from == Stage.CONFIRMED) {
            return List.of(
                    History.line("PAYMENT_CONFIRMED", "IN_PROGRESS", "start", actor, person, null),
                    History.line("IN_PROGRESS", "SUBMITTED", "submit-work", actor, person, action.note()));
        }
        return List.of(History.line(from.status(), to.status(), action.text(), actor, person, action.note()));
    }

    private static Answer send(PlacedOrder order, Action action, Actor actor, Person person) {
        ApiClient api = actor == Actor.NOBODY ? market.api() : market.api().as(person);
        return api.patch(order.path(action.text()), action.body());
    }

    private static Person person(PlacedOrder order, Actor actor) {
        return switch (actor) {
            case CLIENT -> order.client();
            case FREELANCER -> order.freelancer();
            case ADMIN -> admin;
            case OUTSIDER, NOBODY -> outsider;
        };
    }
}
