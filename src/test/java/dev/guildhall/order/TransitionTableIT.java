package dev.guildhall.order;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.guildhall.support.Difference;
import dev.guildhall.support.Market;
import dev.guildhall.support.PlacedOrder;
import dev.guildhall.support.Stage;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The transition table is the same in Java, in SQL and in what the API publishes. */
class TransitionTableIT {
    @RegisterExtension
    static final Market market = new Market();

    @Test
    @Tag("ORD-3")
    void isTheSameInJavaAndInSql() {
        Set<String> inSql = market.sql().rows("""
                        select action, actor_role, from_status, from_payment_status, to_status, to_payment_status, once, until, deadline,
                               is_always_possible,
                               (select array_agg(a order by a) from unnest(follows) a)::text as follows from order_transitions
                        """).stream()
                .map(row -> "%s by %s: %s/%s → %s/%s after %s, once %s, until %s, at %s, always possible %s"
                        .formatted(
                                row.get("action"),
                                row.get("actor_role"),
                                row.get("from_status"),
                                row.get("from_payment_status"),
                                row.get("to_status"),
                                row.get("to_payment_status"),
                                row.get("follows"),
                                row.get("once"),
                                row.get("until"),
                                row.get("deadline"),
                                row.get("is_always_possible")))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> guarded = OrderTransitions.TABLE.stream()
                .map(row -> "%s after %s, once %s, until %s, at %s, always possible %s"
                        .formatted(
                                describe(row),
                                row.follows().isEmpty()
                                        ? null
                                        : row.follows().stream()
                                                .map(OrderAction::text)
                                                .sorted()
                                                .collect(Collectors.joining(",", "{", "}")),
                                row.once(),
                                row.until() == null ? null : row.until().text(),
                                row.deadline() == null ? null : row.deadline().text(),
                                row.isAlwaysPossible()))
                .collect(Collectors.toCollection(TreeSet::new));
        Difference.none("rows of the table in SQL", inSql, guarded);
    }

    @Test
    @Tag("ORD-21")
    void startsTheSameDeadlinesInJavaAndInSql() {
        Set<String> inSql = market.sql().rows("""
                        select distinct t.action || ' → ' || t.to_status || '/' || t.to_payment_status || ': ' || d.deadline as started
                        from order_transitions t, deadlines_after(t.to_status, t.to_payment_status, t.action) d
                        """).stream()
                .map(row -> String.valueOf(row.get("started")))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> inJava = OrderTransitions.TABLE.stream()
                .flatMap(row -> OrderTransitions.deadlinesAfter(row.action(), row.to()).stream()
                        .map(deadline -> row.action().text() + " → " + row.to() + ": " + deadline.text()))
                .collect(Collectors.toCollection(TreeSet::new));
        Difference.none("deadlines that start in SQL", inSql, inJava);
    }

    @ParameterizedTest
    @EnumSource
    @Tag("ORD-11")
    void isPublishedAsTheActionsThatOrdersAllow(Stage stage) {
        PlacedOrder order = market.anOrder().in(stage);
        for (Actor actor : Set.of(Actor.CLIENT, Actor.FREELANCER, Actor.ADMIN)) {
            Difference.none(
                    "actions that are allowed to the " + actor.role() + " of an order that is " + stage,
                    allowed(order, actor),
                    Lifecycle.allActions(actor, stage));
            Set<String> inThisStatus = Arrays.stream(Stage.values())
                    .filter(other -> other.status().equals(stage.status()))
                    .flatMap(other -> Lifecycle.allowedActions(actor, other).stream())
                    .collect(Collectors.toCollection(TreeSet::new));
            Difference.none(
                    "published actions of the " + actor.role() + " in " + stage.status(),
                    published(stage.status(), actor),
                    inThisStatus);
        }
    }

    @Test
    void isPublishedWithPlacingAndTimeouts() {
        assertThat(market.api().get("/order-transitions").expect(200).items())
                .extracting(JsonNode::toString)
                .doesNotHaveDuplicates()
                .contains(
                        "{\"from\":null,\"to\":\"PENDING_PAYMENT\",\"action\":\"place\",\"by\":[\"client\"],"
                                + "\"from_payment_status\":null,\"to_payment_status\":\"PENDING\"}",
                        "{\"from\":\"SUBMITTED\",\"to\":\"COMPLETED\",\"action\":\"auto-approve\",\"by\":[\"system\"],"
                                + "\"from_payment_status\":\"CONFIRMED\",\"to_payment_status\":\"CONFIRMED\","
                                + "\"deadline\":\"approve_by\",\"after\":\"P14D\"}",
                        "{\"from\":\"CANCELLED\",\"to\":\"DISPUTED\",\"action\":\"dispute\",\"by\":[\"client\"],"
                                + "\"from_payment_status\":\"REJECTED\",\"to_payment_status\":\"SUBMITTED\","
                                + "\"follows\":[\"cancel\",\"auto-cancel\"],\"until\":\"appeal_by\",\"after\":\"P14D\"}",
                        "{\"from\":\"DISPUTED\",\"to\":\"IN_PROGRESS\",\"action\":\"resolve\",\"by\":[\"admin\"],"
                                + "\"from_payment_status\":\"CONFIRMED\",\"to_payment_status\":\"CONFIRMED\",\"once\":true}",
                        "{\"from\":\"IN_PROGRESS\",\"to\":\"IN_PROGRESS\",\"action\":\"agree-extend\","
                                + "\"by\":[\"client\",\"freelancer\"],"
                                + "\"from_payment_status\":\"CONFIRMED\",\"to_payment_status\":\"CONFIRMED\"}");
    }

    private static String describe(Transition row) {
        return row.action().text() + " by " + row.by().text() + ": " + row.from() + " → " + row.to();
    }

    private static Set<String> allowed(PlacedOrder order, Actor actor) {
        var reader = switch (actor) {
            case CLIENT -> order.client();
            case FREELANCER -> order.freelancer();
            default -> market.anAdmin();
        };
        return new TreeSet<>(order.readBy(reader).texts("allowed_actions"));
    }

    private static Set<String> published(String status, Actor actor) {
        return market.api().get("/order-transitions").expect(200).items().stream()
                .filter(row -> row.path("from").asText().equals(status))
                .filter(row -> row.path("by").toString().contains("\"" + actor.role() + "\""))
                .map(row -> row.path("action").asText())
                // Made by accepting a proposal.
                .filter(action -> !action.startsWith("agree-"))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
