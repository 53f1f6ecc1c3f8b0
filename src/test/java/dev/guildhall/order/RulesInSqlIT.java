package dev.guildhall.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.support.Market;
import dev.guildhall.support.Person;
import dev.guildhall.support.PlacedOrder;
import dev.guildhall.support.Stage;
import dev.guildhall.support.TestGig;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The constraints of the database on orders, which hold for every program that writes to it. */
class RulesInSqlIT {
    private static final String CHECK = "23514";
    private static final String UNIQUE = "23505";
    private static final String FOREIGN_KEY = "23503";

    private static final String INSERT_ORDER = """
            insert into orders (id, gig_id, client_id, freelancer_id, status, payment_status, gig_title, amount, currency,
                                delivery_days, payment_reference)
            values (?, ?, ?, ?, ?, ?, 'A logo', 49.90, 'USD', 5, 'GH-TEST')
            """;
    private static final String INSERT_PLACED = "with placed as (" + INSERT_ORDER + """
            returning *)
            insert into order_events (order_id, n, action, to_status, actor_id, actor_role)
            select id, 1, 'place', status, client_id, 'client' from placed
            """;
    private static final String MOVE = "update orders set status = ?, payment_status = ? where id = ?";
    private static final String INSERT_EVENT = """
            insert into order_events (order_id, n, action, from_status, to_status, actor_id, actor_role)
            values (?, ?, ?, ?, ?, ?, ?)
            """;
    private static final String COMPLETE_WITH_EVENT = """
            with moved as (update orders set status = 'COMPLETED' where id = ? returning *)
            insert into order_events (order_id, n, action, from_status, to_status, actor_id, actor_role)
            select id, event_count, ?, ?, status, ?, ? from moved
            """;

    private static final String AUTO_CANCEL = """
            with moved as (update orders set status = 'CANCELLED' where id = ? returning id, event_count, status)
            insert into order_events (order_id, n, action, from_status, to_status, actor_role)
            select id, event_count, 'auto-cancel', 'PENDING_PAYMENT', status, 'system' from moved
            """;

    @RegisterExtension
    static final Market market = new Market();

    @ParameterizedTest
    @EnumSource
    @Tag("ORD-3")
    @Tag("DATA-5")
    void refusesEveryMoveThatIsNotInTheTable(Stage from) {
        PlacedOrder order = market.anOrder().in(from);
        for (Pair to : Pair.all()) {
            Optional<Stage> stage = to.stage();
            if (stage.isPresent() && stage.get().hasStatusesOf(from)) {
                continue;
            }
            boolean isInTheTable = stage.isPresent() && Lifecycle.isTransition(from, stage.get());
            // A move in the table fails too, since it has no history row.
            expectRefusal(isInTheTable ? FOREIGN_KEY : CHECK, MOVE, to.status(), to.payment(), order.id());
        }
        assertThat(order.read().at("status")).isEqualTo(from.status());
        assertThat(order.read().at("payment_status")).isEqualTo(from.paymentStatus());
    }

    @Test
    void acceptsAMoveOfTheTableTogetherWithItsHistoryRow() {
        PlacedOrder order = market.anOrder().placed();
        expectRefusal(CHECK, AUTO_CANCEL, order.id());
        market.clock().advanceAndMove(Duration.ofDays(7), order.id(), "auto-cancel", "CANCELLED", "PENDING");
        assertThat(order.read().at("status")).isEqualTo("CANCELLED");
        assertThat(order.read().at("last_event.actor_role")).isEqualTo("system");
        assertThat(order.read().at("last_event.actor_id")).isNull();
    }

    @Test
    @Tag("DATA-5")
    void refusesOrdersThatBeginInADifferentState() {
        TestGig gig = market.aGig().create();
        Person client = market.aUser("Carl Client");
        for (Pair pair : Pair.all()) {
            if (!pair.equals(new Pair("PENDING_PAYMENT", "PENDING"))) {
                expectRefusal(CHECK, INSERT_PLACED, order(gig, client, pair.status(), pair.payment()));
            }
        }
        expectRefusal(FOREIGN_KEY, INSERT_ORDER, order(gig, client, "PENDING_PAYMENT", "PENDING"));
        market.sql().update(INSERT_PLACED, order(gig, client, "PENDING_PAYMENT", "PENDING"));
    }

    @Test
    @Tag("DATA-4")
    void refusesOrdersBetweenTheWrongPeople() {
        TestGig gig = market.aGig().create();
        Person client = market.aUser("Carl Client");
        UUID freelancer = gig.freelancer().id();
        expectRefusal(
                CHECK,
                INSERT_PLACED,
                UUID.randomUUID(),
                gig.id(),
                freelancer,
                freelancer,
                "PENDING_PAYMENT",
                "PENDING");
        UUID outsider = market.aUser("Otto Outsider").id();
        expectRefusal(
                FOREIGN_KEY,
                INSERT_PLACED,
                UUID.randomUUID(),
                gig.id(),
                client.id(),
                outsider,
                "PENDING_PAYMENT",
                "PENDING");
        UUID nobody = UUID.randomUUID();
        expectRefusal(
                FOREIGN_KEY,
                INSERT_PLACED,
                UUID.randomUUID(),
                gig.id(),
                nobody,
                freelancer,
                "PENDING_PAYMENT",
                "PENDING");
        expectRefusal(
                FOREIGN_KEY,
                INSERT_PLACED,
                UUID.randomUUID(),
                nobody,
                client.id(),
                freelancer,
                "PENDING_PAYMENT",
                "PENDING");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "id = gen_random_uuid()",
                "gig_id = gen_random_uuid()",
                "client_id = gen_random_uuid()",
                "freelancer_id = gen_random_uuid()",
                "gig_title = 'Two logos'",
                "amount = amount + 0.01",
                "currency = 'EUR'",
                "delivery_days = 6",
                "payment_reference = 'GH-OTHER'",
                "created_at = now()"
            })
    void refusesToChangeTheAgreedTerms(String change) {
        PlacedOrder order = market.anOrder().placed();
        expectRefusal(CHECK, "update orders set " + change + " where id = ?", order.id());
    }

    @Test
    void countsVersionsAndEventsItself() {
        PlacedOrder order = market.anOrder().paid();
        market.sql().update("""
                        update orders set version = 77, event_count = 1, status_since = 'epoch', payment_confirmed_at = 'epoch',
                          updated_at = 'epoch' where id = ?
                        """, order.id());
        assertThat(market.sql().row("""
                                select version, event_count, payment_confirmed_at, status_since > created_at as kept,
                                  updated_at > created_at as dated from orders where id = ?
                                """, order.id()))
                .containsEntry("version", 3)
                .containsEntry("event_count", 2)
                .containsEntry("payment_confirmed_at", null)
                .containsEntry("kept", true)
                .containsEntry("dated", true);
    }

    @Test
    @Tag("DATA-10")
    void refusesToChangeTheHistory() {
        PlacedOrder order = market.anOrder().paid();
        expectRefusal(CHECK, "update order_events set note = 'No' where order_id = ?", order.id());
        expectRefusal(CHECK, "delete from order_events where order_id = ?", order.id());
        expectRefusal(CHECK, "truncate order_events cascade");
        expectRefusal(CHECK, "truncate orders cascade");
        expectRefusal(FOREIGN_KEY, "delete from orders where id = ?", order.id());
        assertThat(History.lines(order)).hasSize(2);
    }

    @Test
    void refusesHistoryRowsWithoutAMove() {
        PlacedOrder order = market.anOrder().submitted();
        UUID client = order.client().id();
        int next = order.history().size() + 1;
        expectRefusal(
                UNIQUE, INSERT_EVENT, order.id(), next - 1, "approve", "SUBMITTED", "COMPLETED", client, "client");
        expectRefusal(CHECK, INSERT_EVENT, order.id(), next, "approve", "SUBMITTED", "COMPLETED", client, "client");
        expectRefusal(CHECK, INSERT_EVENT, order.id(), 0, "approve", "SUBMITTED", "COMPLETED", client, "client");
        expectRefusal(CHECK, INSERT_EVENT, order.id(), next, "approve", "SUBMITTED", "COMPLETED", null, "client");
        expectRefusal(
                CHECK, INSERT_EVENT, order.id(), next, "auto-approve", "SUBMITTED", "COMPLETED", client, "system");
        expectRefusal(CHECK, INSERT_EVENT, order.id(), next, "approve", null, "COMPLETED", client, "client");
        UUID nothing = UUID.randomUUID();
        expectRefusal(FOREIGN_KEY, INSERT_EVENT, nothing, 1, "place", null, "PENDING_PAYMENT", client, "client");
        order.byClient("approve", Map.of()).expect(200);
    }

    @ParameterizedTest
    @CsvSource({
        "approve, IN_PROGRESS, client",
        "approve, SUBMITTED, freelancer",
        "auto-approve, SUBMITTED, admin",
        "resolve, SUBMITTED, admin",
        "place, SUBMITTED, client"
    })
    void refusesHistoryRowsThatDifferFromTheMove(String action, String from, String role) {
        PlacedOrder order = market.anOrder().submitted();
        UUID actor = role.equals("freelancer")
                ? order.freelancer().id()
                : order.client().id();
        expectRefusal(CHECK, COMPLETE_WITH_EVENT, order.id(), action, from, actor, role);
        expectRefusal(
                CHECK,
                COMPLETE_WITH_EVENT,
                order.id(),
                "approve",
                "SUBMITTED",
                order.freelancer().id(),
                "client");
        market.sql()
                .update(
                        COMPLETE_WITH_EVENT,
                        order.id(),
                        "approve",
                        "SUBMITTED",
                        order.client().id(),
                        "client");
        assertThat(order.read().at("status")).isEqualTo("COMPLETED");
    }

    @Test
    @Tag("DATA-6")
    void keepsOneProofForAnOrder() {
        PlacedOrder order = market.anOrder().paid();
        String insert = """
                insert into payment_proofs (id, order_id, freelancer_id, proof_reference, payer_name, amount, verified)
                values (gen_random_uuid(), ?, ?, ?, 'Carl', ?, ?)
                """;
        UUID freelancer = order.freelancer().id();
        expectRefusal(UNIQUE, insert, order.id(), freelancer, "Another", BigDecimal.ONE, false);
        expectRefusal(FOREIGN_KEY, insert, UUID.randomUUID(), freelancer, "Another", BigDecimal.ONE, false);
        UUID unpaid = market.anOrder().placed().id();
        expectRefusal(CHECK, insert, unpaid, freelancer, "Another", BigDecimal.ZERO, false);
        expectRefusal(CHECK, insert, unpaid, freelancer, "Another", new BigDecimal("49.901"), false);
        String raise = "update payment_proofs set amount = ? where order_id = ?";
        expectRefusal(CHECK, raise, new BigDecimal("49.901"), order.id());
        expectRefusal(CHECK, """
                insert into payment_proof_attempts (id, order_id, proof_reference, payer_name, amount, submitted_at, outcome)
                values (gen_random_uuid(), ?, 'Another', 'Carl', ?, now(), 'rejected')
                """, order.id(), new BigDecimal("49.901"));
        expectRefusal(CHECK, insert, unpaid, freelancer, "x".repeat(121), BigDecimal.ONE, false);
    }

    @ParameterizedTest
    @ValueSource(strings = {"trx 1", "TRX 1", "  Trx 1 ", "tRx 1 "})
    @Tag("DATA-7")
    void verifiesAReferenceOnceForAFreelancer(String spelling) {
        TestGig gig = market.aGig().create();
        PlacedOrder confirmed = market.anOrder().of(gig).placed();
        confirmed.byClient("submit-payment", PlacedOrder.aProof("Trx 1")).expect(200);
        confirmed.byFreelancer("confirm-payment", Map.of()).expect(200);
        PlacedOrder second = market.anOrder().of(gig).placed();
        second.byClient("submit-payment", PlacedOrder.aProof()).expect(200);

        String verify =
                "update payment_proofs set proof_reference = ?, reference_key = ?, verified = true where order_id = ?";
        expectRefusal(UNIQUE, verify, spelling, "trx1", second.id());
        expectRefusal(CHECK, verify, spelling, "another", second.id());
        expectRefusal(CHECK, verify, "\u00e9", null, second.id());
        UUID somebodyElse = market.aUser("Otto Outsider").id();
        expectRefusal(
                UNIQUE,
                "update payment_proofs set proof_reference = ?, reference_key = 'trx1', verified = true, freelancer_id = ? where order_id = ?",
                spelling,
                somebodyElse,
                second.id());
        market.sql().update(verify, spelling + "2", "trx12", second.id());
    }

    private static void expectRefusal(String state, String sql, @Nullable Object... parameters) {
        market.sql().expectRefusal(state, sql, parameters);
    }

    private static Object[] order(TestGig gig, Person client, String status, String payment) {
        return new Object[] {
            UUID.randomUUID(), gig.id(), client.id(), gig.freelancer().id(), status, payment
        };
    }

    /** Any combination of the two statuses, valid or not. */
    private record Pair(String status, String payment) {
        static List<Pair> all() {
            return Stream.of(OrderStatus.values())
                    .flatMap(status ->
                            Stream.of(PaymentStatus.values()).map(payment -> new Pair(status.name(), payment.name())))
                    .toList();
        }

        Optional<Stage> stage() {
            return Stream.of(Stage.values())
                    .filter(stage -> stage.status().equals(status)
                            && stage.paymentStatus().equals(payment))
                    .findAny();
        }
    }
}
