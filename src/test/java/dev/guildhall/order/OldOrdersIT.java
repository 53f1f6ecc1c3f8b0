package dev.guildhall.order;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.guildhall.support.Answer;
import dev.guildhall.support.Await;
import dev.guildhall.support.Market;
import dev.guildhall.support.OldSchema;
import dev.guildhall.support.Person;
import dev.guildhall.support.Server;
import dev.guildhall.support.Sql;
import dev.guildhall.support.TestDatabase;
import dev.guildhall.support.TestGig;
import java.io.IOException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The deadlines of orders from before there was a table of them, in every state that they could reach, after the upgrade. */
@Tag("ORD-39")
class OldOrdersIT {
    private static final String FIRST = "place PENDING_PAYMENT/PENDING";
    private static final Duration AGE = Duration.ofDays(3);
    private static final Map<String, Duration> SETTINGS = Map.of(
            "PAY_WITHIN", Duration.ofDays(5),
            "CONFIRM_WITHIN", Duration.ofDays(6),
            "APPROVE_WITHIN", Duration.ofDays(9),
            "ABANDON_WITHIN", Duration.ofDays(20),
            "REFUND_WITHIN", Duration.ofDays(4),
            "APPEAL_WITHIN", Duration.ofDays(11),
            "RESPOND_WITHIN", Duration.ofDays(2));

    /** One order for each last action and state, such as {@code cancel CANCELLED/REFUND_DUE}. */
    private static final Map<String, UUID> orders = new LinkedHashMap<>();

    private static final Map<String, Answer> shown = new LinkedHashMap<>();

    private static TestDatabase database;
    private static Sql sql;
    private static Server node;
    private static OffsetDateTime beforeUpgrade;
    private static OffsetDateTime afterUpgrade;
    private static UUID unpaidForLong;

    private static Person client;
    private static TestGig gig;

    @BeforeAll
    static void upgrade() {
        database = OldSchema.database("22");
        sql = database.sql();
        client = Market.of(sql).aUser("Carl Client");
        gig = Market.of(sql).aGig().create();
        walkEverywhere();
        unpaidForLong = place();
        sql.update("alter table orders disable trigger orders_guard");
        sql.update("""
                update orders set status_since = now() - make_interval(days => 3), deliver_by = deliver_by - make_interval(days => 3),
                  payment_confirmed_at = payment_confirmed_at - make_interval(days => 3), created_at = now() - make_interval(days => 90)
                """);
        sql.update(
                "update orders set deliver_by = now() - make_interval(days => 40) where status = 'REVISION_REQUESTED'");
        sql.update("update orders set status_since = now() - make_interval(days => 6) where id = ?", unpaidForLong);
        sql.update("alter table orders enable trigger orders_guard");

        beforeUpgrade = now();
        Map<String, String> variables = new TreeMap<>();
        SETTINGS.forEach((name, time) -> variables.put(name, time.toHours() + "h"));
        node = Server.on(database.address(), variables);
        afterUpgrade = now();
        Person admin = Market.of(sql).anAdmin();
        orders.forEach((state, order) ->
                shown.put(state, node.api().as(admin).get("/orders/" + order).expect(200)));
    }

    @AfterAll
    static void stop() {
        try (TestDatabase dropped = database;
                Sql closed = sql;
                Server stopped = node) {
            // In the opposite order.
        }
    }

    static List<String> states() {
        return List.of(
                FIRST,
                "reject-payment PENDING_PAYMENT/REJECTED",
                "withdraw-payment PENDING_PAYMENT/PENDING",
                "submit-payment PAYMENT_SUBMITTED/SUBMITTED",
                "confirm-payment PAYMENT_CONFIRMED/CONFIRMED",
                "start IN_PROGRESS/CONFIRMED",
                "resolve IN_PROGRESS/CONFIRMED",
                "submit-work SUBMITTED/CONFIRMED",
                "revision REVISION_REQUESTED/CONFIRMED",
                "approve COMPLETED/CONFIRMED",
                "auto-approve COMPLETED/CONFIRMED",
                "resolve COMPLETED/CONFIRMED",
                "dispute DISPUTED/SUBMITTED",
                "dispute DISPUTED/CONFIRMED",
                "dispute DISPUTED/REFUND_DUE",
                "dispute DISPUTED/REFUND_SENT",
                "cancel CANCELLED/PENDING",
                "auto-cancel CANCELLED/PENDING",
                "cancel CANCELLED/REJECTED",
                "auto-cancel CANCELLED/REJECTED",
                "withdraw-payment CANCELLED/REJECTED",
                "resolve CANCELLED/REJECTED",
                "cancel CANCELLED/REFUND_DUE",
                "resolve CANCELLED/REFUND_DUE",
                "submit-refund CANCELLED/REFUND_SENT",
                "confirm-refund CANCELLED/REFUNDED",
                "resolve CANCELLED/REFUNDED");
    }

    @Test
    void areInEveryStateThatTheyCouldReach() {
        assertThat(orders.keySet()).containsExactlyInAnyOrderElementsOf(states());
    }

    @ParameterizedTest
    @MethodSource("states")
    void haveTheDeadlinesOfTheirState(String state) {
        assertThat(deadlines(state).keySet())
                .as("deadlines of an old order: %s", state)
                .containsExactlyInAnyOrderElementsOf(expected(state));
    }

    @ParameterizedTest
    @MethodSource("states")
    void keepPayByAndApproveByAndBeginAllOthersAtTheUpgrade(String state) {
        Map<String, OffsetDateTime> deadlines = deadlines(state);
        OffsetDateTime entered = beforeUpgrade.minus(AGE);
        deadlines.forEach((name, due) -> {
            switch (name) {
                case "pay_by" -> assertRuns(state, name, entered, "PAY_WITHIN", due);
                case "approve_by" -> assertRuns(state, name, entered, "APPROVE_WITHIN", due);
                case "confirm_by" ->
                    assertRuns(
                            state,
                            name,
                            beforeUpgrade,
                            state.endsWith("REFUND_SENT") ? "APPROVE_WITHIN" : "CONFIRM_WITHIN",
                            due);
                case "deliver_by" ->
                    assertThat(due).as("deliver_by of %s", state).isBefore(beforeUpgrade.plusDays(2));
                case "abandon_by" -> {
                    OffsetDateTime deliverBy = requireNonNull(deadlines.get("deliver_by"));
                    if (deliverBy.isBefore(beforeUpgrade)) {
                        assertRuns(state, name, beforeUpgrade, "ABANDON_WITHIN", due);
                    } else {
                        assertThat(due)
                                .as("abandon_by of %s", state)
                                .isEqualTo(deliverBy.plus(SETTINGS.get("ABANDON_WITHIN")));
                    }
                }
                case "refund_by" -> assertRuns(state, name, beforeUpgrade, "REFUND_WITHIN", due);
                case "appeal_by" -> assertRuns(state, name, beforeUpgrade, "APPEAL_WITHIN", due);
                case "respond_by" -> assertRuns(state, name, beforeUpgrade, "RESPOND_WITHIN", due);
                default -> throw new AssertionError(name);
            }
        });
    }

    @Test
    void areMovedIfTheirTimeWasOverBefore() throws IOException {
        assertThat(Await.until(
                        Duration.ofSeconds(20),
                        () -> sql.count("select from orders where id = ? and status = 'CANCELLED'", unpaidForLong)
                                == 1))
                .as(
                        "whether an order was cancelled that had not been paid for longer than PAY_WITHIN when the nodes were upgraded")
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"COMPLETED", "CANCELLED"})
    void areListedByTheirEnd(String status) {
        List<UUID> ended = new ArrayList<>();
        shown.forEach((state, order) -> {
            if (status.equals(order.at("status"))) {
                ended.add(requireNonNull(orders.get(state)));
            }
        });
        assertThat(node.api()
                        .as(Market.of(sql).anAdmin())
                        .get("/orders?role=admin&limit=100&status=" + status)
                        .expect(200)
                        .items())
                .extracting(order -> UUID.fromString(order.path("id").asText()))
                .as("orders that were %s before the upgrade, in the list of these", status)
                .containsAll(ended);
    }

    @Test
    void areNotStartedAnewByTheNextNode() {
        List<Map<String, @Nullable Object>> before = rows();
        Server.on(database.address(), Map.of("CONFIRM_WITHIN", "1h", "APPEAL_WITHIN", "1h"))
                .close();
        assertThat(rows()).as("deadlines after the start of another node").isEqualTo(before);
    }

    @Test
    void areCompleteOnANodeThatStartsWhileAnotherOneCompletesThem() {
        UUID order = requireNonNull(orders.get("submit-payment PAYMENT_SUBMITTED/SUBMITTED"));
        sql.update("alter table order_deadlines disable trigger order_deadlines_guard");
        sql.update("update order_deadlines set due_at = 'infinity', try_at = 'infinity' where order_id = ?", order);
        sql.update("alter table order_deadlines enable trigger order_deadlines_guard");
        try (Sql other = database.sql()) {
            other.begin();
            other.rows("select start_deadlines(100)");
            CompletableFuture<Server> starting = CompletableFuture.supplyAsync(() -> Server.on(database));
            sql.awaitWaitingForLocks(1);
            assertThat(starting)
                    .as("a node that waits for the deadlines of old orders")
                    .isNotDone();
            other.commit();
            starting.join().close();
        }
    }

    private static List<Map<String, @Nullable Object>> rows() {
        return sql.rows(
                "select order_id, deadline, due_at from order_deadlines where order_id <> ? order by 1, 2",
                unpaidForLong);
    }

    private static void assertRuns(String state, String name, OffsetDateTime from, String setting, OffsetDateTime due) {
        Duration within = requireNonNull(SETTINGS.get(setting));
        assertThat(due)
                .as("%s of %s, which runs for %s", name, state, within)
                .isBetween(
                        // The rows were made older a moment before.
                        from.plus(within).minusSeconds(from.equals(beforeUpgrade) ? 0 : 10),
                        from.plus(within).plus(Duration.between(beforeUpgrade, afterUpgrade)));
    }

    private static List<String> expected(String state) {
        return switch (state.substring(state.indexOf(' ') + 1)) {
            case "PENDING_PAYMENT/PENDING", "PENDING_PAYMENT/REJECTED" -> List.of("pay_by");
            case "PAYMENT_SUBMITTED/SUBMITTED", "CANCELLED/REFUND_SENT" -> List.of("confirm_by");
            case "PAYMENT_CONFIRMED/CONFIRMED", "IN_PROGRESS/CONFIRMED", "REVISION_REQUESTED/CONFIRMED" ->
                List.of("deliver_by", "abandon_by");
            case "SUBMITTED/CONFIRMED" -> List.of("approve_by");
            case "DISPUTED/REFUND_DUE" -> List.of("respond_by", "refund_by");
            case "DISPUTED/SUBMITTED", "DISPUTED/CONFIRMED", "DISPUTED/REFUND_SENT" -> List.of("respond_by");
            case "CANCELLED/REFUND_DUE" -> List.of("refund_by");
            case "COMPLETED/CONFIRMED" -> state.startsWith("auto-") ? List.of("appeal_by") : List.of();
            case "CANCELLED/PENDING", "CANCELLED/REJECTED" ->
                state.startsWith("cancel") || state.startsWith("auto-") ? List.of("appeal_by") : List.of();
            case "CANCELLED/REFUNDED" -> List.of();
            default -> throw new AssertionError(state);
        };
    }

    private static Map<String, OffsetDateTime> deadlines(String state) {
        JsonNode order = requireNonNull(shown.get(state)).json();
        assertThat(order.path("status").asText() + "/"
                        + order.path("payment_status").asText())
                .isEqualTo(state.substring(state.indexOf(' ') + 1));
        Map<String, OffsetDateTime> deadlines = new TreeMap<>();
        OrderDeadlines.shownIn(order).forEach((name, due) -> deadlines.put(name, OffsetDateTime.parse(due)));
        return deadlines;
    }

    /** Walks an order to every state by every action that leads there, by the table of before. */
    private static void walkEverywhere() {
        Map<String, List<Map<String, @Nullable Object>>> paths = new LinkedHashMap<>();
        paths.put(FIRST, List.of());
        Deque<String> unexplored = new ArrayDeque<>(paths.keySet());
        List<Map<String, @Nullable Object>> table =
                sql.rows("select * from order_transitions order by action, actor_role");
        while (!unexplored.isEmpty()) {
            String state = unexplored.remove();
            for (Map<String, @Nullable Object> row : table) {
                String lastAction = state.substring(0, state.indexOf(' '));
                String next = row.get("action") + " " + row.get("to_status") + "/" + row.get("to_payment_status");
                if (state.endsWith(" " + row.get("from_status") + "/" + row.get("from_payment_status"))
                        && (row.get("follows") == null || lastAction.equals(row.get("follows")))
                        && !paths.containsKey(next)) {
                    List<Map<String, @Nullable Object>> path = new ArrayList<>(requireNonNull(paths.get(state)));
                    path.add(row);
                    paths.put(next, path);
                    unexplored.add(next);
                }
            }
        }
        paths.forEach((state, path) -> {
            UUID order = place();
            path.forEach(row -> move(order, row));
            orders.put(state, order);
        });
    }

    private static UUID place() {
        UUID order = UUID.randomUUID();
        sql.update(
                """
                with placed as (
                  insert into orders (id, gig_id, client_id, freelancer_id, gig_title, amount, currency, delivery_days,
                                      payment_reference)
                  values (?, ?, ?, ?, 'A logo', 49.90, 'USD', 4, ?) returning id, client_id
                )
                insert into order_events (order_id, n, action, to_status, actor_id, actor_role)
                select id, 1, 'place', 'PENDING_PAYMENT', client_id, 'client' from placed
                """,
                order,
                gig.id(),
                client.id(),
                gig.freelancer().id(),
                "GH-" + order.toString().substring(0, 8).toUpperCase());
        return order;
    }

    private static void move(UUID order, Map<String, @Nullable Object> row) {
        sql.update(
                """
                with moved as (
                  update orders set status = ?, payment_status = ? where id = ?
                  returning id, event_count, status, client_id, freelancer_id
                )
                insert into order_events (order_id, n, action, from_status, to_status, actor_role, actor_id)
                select id, event_count, ?, ?, status, role,
                       case role when 'client' then client_id when 'freelancer' then freelancer_id when 'admin' then client_id end
                from moved, (select ?::text as role) actor
                """,
                row.get("to_status"),
                row.get("to_payment_status"),
                order,
                row.get("action"),
                row.get("from_status"),
                row.get("actor_role"));
    }

    private static OffsetDateTime now() {
        return OffsetDateTime.parse(
                String.valueOf(sql.row("select to_json(now()) #>> '{}' as now").get("now")));
    }
}
