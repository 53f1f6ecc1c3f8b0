package dev.guildhall.order;

import static dev.guildhall.support.Stage.*;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.guildhall.support.Await;
import dev.guildhall.support.Market;
import dev.guildhall.support.PlacedOrder;
import dev.guildhall.support.Server;
import dev.guildhall.support.Sql;
import dev.guildhall.support.Stage;
import dev.guildhall.support.TestDatabase;
import java.io.IOException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How long deadlines run. All settings differ, so that a test notices the use of a wrong one. */
@Tag("ORD-32")
class OrderTimeoutsIT {
    private static final Map<String, Integer> MINUTES = Map.of(
            "PAY_WITHIN", 101,
            "CONFIRM_WITHIN", 112,
            "APPROVE_WITHIN", 123,
            "ABANDON_WITHIN", 134,
            "REFUND_WITHIN", 145,
            "APPEAL_WITHIN", 156,
            "RESPOND_WITHIN", 167,
            "PROPOSAL_WITHIN", 178);

    private static TestDatabase database;
    private static Sql sql;
    private static Server node;
    private static Market market;

    @BeforeAll
    static void start() {
        database = TestDatabase.fresh();
        sql = database.sql();
        node = nodeWith(1);
        market = Market.of(node, sql);
    }

    @AfterAll
    static void stop() {
        try (TestDatabase dropped = database;
                Sql closed = sql;
                Server stopped = node) {
            // In the opposite order.
        }
    }

    @ParameterizedTest
    @EnumSource
    void countFromTheMoveThatStartsThem(Stage stage) {
        PlacedOrder order = market.anOrder().in(stage);
        assertThat(shown(order))
                .as(
                        "deadlines of an order that is %s/%s (%s), in minutes after the moves that start them",
                        stage.status(), stage.paymentStatus(), stage)
                .isEqualTo(expected(order, stage));
    }

    @Test
    void proposalsExpireByTheirOwn() {
        PlacedOrder order = market.anOrder().started();
        JsonNode proposal = order.proposeBy(order.client(), Map.of("kind", "extend", "days", 3))
                .expect(201)
                .json();
        assertThat(after(time(proposal, "created_at"), "PROPOSAL_WITHIN"))
                .as("when a proposal expires")
                .isEqualTo(time(proposal, "expires_at"));
    }

    @Test
    @Tag("ORD-28")
    @Tag("NODE-5")
    void areThoseAfterWhichTheSystemMoves() throws IOException {
        Map<Stage, String> moves = Map.of(
                PLACED, "auto-cancel to CANCELLED/PENDING",
                PAYMENT_REJECTED, "auto-cancel to CANCELLED/REJECTED",
                PAID, "auto-dispute to DISPUTED/SUBMITTED",
                CONFIRMED, "auto-dispute to DISPUTED/CONFIRMED",
                STARTED, "auto-dispute to DISPUTED/CONFIRMED",
                SENT_BACK, "auto-dispute to DISPUTED/CONFIRMED",
                SUBMITTED, "auto-approve to COMPLETED/CONFIRMED",
                REFUND_DUE, "auto-dispute to DISPUTED/REFUND_DUE",
                REFUND_SENT, "auto-confirm-refund to CANCELLED/REFUNDED");
        Map<Stage, PlacedOrder> early = new HashMap<>();
        Map<Stage, PlacedOrder> overdue = new HashMap<>();
        for (Stage stage : moves.keySet()) {
            early.put(stage, market.anOrder().in(stage));
            overdue.put(stage, market.anOrder().in(stage));
        }
        // The early ones first: a node that moved them too soon would do it before the others.
        early.forEach((stage, order) -> order.advance(untilDue(order, stage).minusMinutes(10)));
        overdue.forEach((stage, order) -> order.advance(untilDue(order, stage)));
        Await.until(
                Duration.ofSeconds(20), () -> overdue.values().stream().allMatch(OrderTimeoutsIT::wasMovedBySystem));

        assertThat(lastMoves(overdue))
                .as("moves of the system after deadlines that are over")
                .isEqualTo(moves);
        assertThat(early.entrySet().stream()
                        .filter(entry -> wasMovedBySystem(entry.getValue()))
                        .map(Map.Entry::getKey))
                .as("stages of orders that the system moved ten minutes before their deadline")
                .isEmpty();
    }

    @Test
    void aChangeCountsForWhatBeginsAfterwardsAndWhatRunsKeepsItsTime() {
        List<Stage> stages = List.of(
                PLACED, PAID, SUBMITTED, STARTED, REFUND_DUE, REFUND_SENT, CANCELLED_UNPAID, DISPUTED_CONFIRMED);
        Map<PlacedOrder, Map<String, OffsetDateTime>> before = new HashMap<>();
        stages.forEach(stage -> {
            PlacedOrder order = market.anOrder().in(stage);
            before.put(order, shown(order));
        });
        PlacedOrder paidLater = market.anOrder().placed();
        try (Server changed = nodeWith(2)) {
            before.forEach((order, deadlines) -> assertThat(shown(order))
                    .as("deadlines that ran when the configuration changed")
                    .isEqualTo(deadlines));
            paidLater.byClient("submit-payment", PlacedOrder.aProof()).expect(200);
            assertThat(shown(paidLater))
                    .as("deadlines of a move after the configuration has changed, of a node of before")
                    .containsEntry(
                            "confirm_by",
                            lastEvent(paidLater).plusMinutes(2L * requireNonNull(MINUTES.get("CONFIRM_WITHIN"))));
        } finally {
            nodeWith(1).close();
        }
    }

    @Test
    @Tag("ORD-11")
    void arePublishedWithTheTable() {
        Map<String, Long> published = new TreeMap<>();
        for (JsonNode row : node.api().get("/order-transitions").expect(200).items()) {
            String deadline = row.path("deadline").asText(row.path("until").asText());
            if (!deadline.isEmpty()) {
                published.put(
                        deadline + " in " + row.path("from_payment_status").asText(),
                        Duration.parse(row.path("after").asText()).toMinutes());
            }
        }
        assertThat(published)
                .as("how many minutes each deadline runs, by the published table")
                .isEqualTo(Map.ofEntries(
                        Map.entry("pay_by in PENDING", 101L),
                        Map.entry("pay_by in REJECTED", 101L),
                        Map.entry("confirm_by in SUBMITTED", 112L),
                        Map.entry("confirm_by in REFUND_SENT", 123L),
                        Map.entry("approve_by in CONFIRMED", 123L),
                        Map.entry("abandon_by in CONFIRMED", 134L),
                        Map.entry("refund_by in REFUND_DUE", 145L),
                        Map.entry("appeal_by in CONFIRMED", 156L),
                        Map.entry("appeal_by in PENDING", 156L),
                        Map.entry("appeal_by in REJECTED", 156L),
                        Map.entry("appeal_by in REFUNDED", 156L)));
    }

    private static Server nodeWith(int factor) {
        return Server.on(
                database.address(),
                MINUTES.entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, entry -> factor * entry.getValue() + "m")));
    }

    private static Map<String, OffsetDateTime> expected(PlacedOrder order, Stage stage) {
        OffsetDateTime entered = lastEvent(order);
        Map<String, OffsetDateTime> expected = new TreeMap<>();
        switch (stage) {
            case PLACED, PAYMENT_REJECTED -> expected.put("pay_by", after(entered, "PAY_WITHIN"));
            case PAID -> expected.put("confirm_by", after(entered, "CONFIRM_WITHIN"));
            case CONFIRMED, STARTED, SENT_BACK -> {
                OffsetDateTime deliverBy = event(order, "confirm-payment").plusDays(5);
                expected.put("deliver_by", deliverBy);
                expected.put("abandon_by", after(deliverBy, "ABANDON_WITHIN"));
            }
            case SUBMITTED -> expected.put("approve_by", after(entered, "APPROVE_WITHIN"));
            case REFUND_DUE, REFUND_DECIDED -> expected.put("refund_by", after(entered, "REFUND_WITHIN"));
            case REFUND_SENT -> expected.put("confirm_by", after(entered, "APPROVE_WITHIN"));
            case CANCELLED_UNPAID, CANCELLED_REJECTED, AUTO_APPROVED, AUTO_REFUNDED ->
                expected.put("appeal_by", after(entered, "APPEAL_WITHIN"));
            case DISPUTED_UNCONFIRMED, DISPUTED_CONFIRMED, DISPUTED_REFUND_SENT ->
                expected.put("respond_by", after(entered, "RESPOND_WITHIN"));
            case DISPUTED_REFUND_DUE -> {
                expected.put("respond_by", after(entered, "RESPOND_WITHIN"));
                expected.put("refund_by", after(event(order, "cancel"), "REFUND_WITHIN"));
            }
            case COMPLETED, WITHDRAWN, REFUNDED -> {}
        }
        return expected;
    }

    /** From the last move of an order until its deadline. */
    private static Duration untilDue(PlacedOrder order, Stage stage) {
        Map<String, OffsetDateTime> deadlines = expected(order, stage);
        deadlines.remove("deliver_by");
        return Duration.between(lastEvent(order), deadlines.values().iterator().next());
    }

    private static OffsetDateTime after(OffsetDateTime time, String setting) {
        return time.plusMinutes(requireNonNull(MINUTES.get(setting)));
    }

    private static Map<String, OffsetDateTime> shown(PlacedOrder order) {
        Map<String, OffsetDateTime> shown = new TreeMap<>();
        OrderDeadlines.shownIn(order.read().json())
                .forEach((name, time) -> shown.put(name, OffsetDateTime.parse(time)));
        return shown;
    }

    private static Map<Stage, String> lastMoves(Map<Stage, PlacedOrder> orders) {
        Map<Stage, String> moves = new HashMap<>();
        orders.forEach((stage, order) -> {
            JsonNode read = order.read().json();
            moves.put(
                    stage,
                    read.at("/last_event/action").asText() + " to "
                            + read.path("status").asText() + "/"
                            + read.path("payment_status").asText());
        });
        return moves;
    }

    private static boolean wasMovedBySystem(PlacedOrder order) {
        return order.read().text("last_event.actor_role").equals("system");
    }

    private static OffsetDateTime lastEvent(PlacedOrder order) {
        return time(order.read().json().path("last_event"), "created_at");
    }

    private static OffsetDateTime event(PlacedOrder order, String action) {
        return order.history().stream()
                .filter(event -> event.path("action").asText().equals(action))
                .map(event -> time(event, "created_at"))
                .findFirst()
                .orElseThrow();
    }

    private static OffsetDateTime time(JsonNode object, String field) {
        return OffsetDateTime.parse(object.path(field).asText());
    }
}
