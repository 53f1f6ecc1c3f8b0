package dev.guildhall.order;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.guildhall.support.Difference;
import dev.guildhall.support.Market;
import dev.guildhall.support.PlacedOrder;
import dev.guildhall.support.Stage;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The transition table is the same in Java, in SQL and in the documents. */
class TransitionTableIT {
    @RegisterExtension
    static final Market market = new Market();

    @Test
    @Tag("ORD-3")
    void isTheSameInJavaAndInSql() {
        Set<String> inSql = market.sql().rows("select * from order_transitions").stream()
                .map(row -> "%s by %s: %s/%s → %s/%s after %s, once %s"
                        .formatted(
                                row.get("action"),
                                row.get("actor_role"),
                                row.get("from_status"),
                                row.get("from_payment_status"),
                                row.get("to_status"),
                                row.get("to_payment_status"),
                                row.get("follows"),
                                row.get("once")))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> guarded = OrderTransitions.TABLE.stream()
                .map(row -> describe(row) + " after "
                        + Optional.ofNullable(row.follows())
                                .map(OrderAction::text)
                                .orElse(null)
                        + ", once " + row.once())
                .collect(Collectors.toCollection(TreeSet::new));
        Difference.none("rows of the table in SQL", inSql, guarded);
    }

    @Test
    @Tag("DOC-4")
    void isTheSameInJavaAndInTheDocuments() throws IOException {
        Difference.none(
                "rows of the table in the document", LifecycleDocument.read().table(), inJava());
    }

    @Test
    @Tag("DOC-4")
    void isTheSameInTheDiagram() throws IOException {
        Set<String> statuses = OrderTransitions.TABLE.stream()
                .map(row -> row.from().status() + " → " + row.to().status() + ": "
                        + row.action().text())
                .collect(Collectors.toCollection(TreeSet::new));
        statuses.add("[*] → PENDING_PAYMENT: place");
        Difference.none("arrows of the diagram", LifecycleDocument.read().diagram(), statuses);
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
                    Lifecycle.allowedActions(actor, stage));
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
                                + "\"from_payment_status\":\"CONFIRMED\",\"to_payment_status\":\"CONFIRMED\"}",
                        "{\"from\":\"PENDING_PAYMENT\",\"to\":\"CANCELLED\",\"action\":\"auto-cancel\",\"by\":[\"system\"],"
                                + "\"from_payment_status\":\"PENDING\",\"to_payment_status\":\"PENDING\"}",
                        "{\"from\":\"CANCELLED\",\"to\":\"DISPUTED\",\"action\":\"dispute\",\"by\":[\"client\"],"
                                + "\"from_payment_status\":\"REFUND_DUE\",\"to_payment_status\":\"REFUND_DUE\",\"follows\":[\"cancel\"]}",
                        "{\"from\":\"DISPUTED\",\"to\":\"IN_PROGRESS\",\"action\":\"resolve\",\"by\":[\"admin\"],"
                                + "\"from_payment_status\":\"CONFIRMED\",\"to_payment_status\":\"CONFIRMED\",\"once\":true}");
    }

    private static Set<String> inJava() {
        return OrderTransitions.TABLE.stream()
                .map(TransitionTableIT::describe)
                .collect(Collectors.toCollection(TreeSet::new));
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
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
