package dev.guildhall.order;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.support.Market;
import dev.guildhall.support.PlacedOrder;
import dev.guildhall.support.Sql;
import dev.guildhall.support.Stage;
import dev.guildhall.support.TestGig;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the triggers of orders and of their history refuse in a row, and how many look-ups that takes. */
class OrderRowsInSqlIT {
    private static final String CHECK = "23514";

    private static final String PLACE = """
            with placed as (
              insert into orders (id, gig_id, client_id, freelancer_id, gig_title, amount, currency, delivery_days,
                                  payment_reference, refund_amount, refund_by)
              values (?, ?, ?, ?, 'A logo', ?::numeric, ?, ?, 'GH-TEST', ?::numeric, ?::timestamptz) returning id, client_id)
            insert into order_events (order_id, n, action, to_status, actor_id, actor_role, note)
            select id, 1, 'place', 'PENDING_PAYMENT', client_id, ?, ? from placed
            """;
    private static final String MOVE = """
            with moved as (
              update orders set status = ?, payment_status = ? where id = ? returning id, event_count, status)
            insert into order_events (order_id, n, action, from_status, to_status, actor_id, actor_role, note)
            select id, event_count, ?, ?, status, ?, ?, ? from moved
            """;

    @RegisterExtension
    static final Market market = new Market();

    private final TestGig gig = market.aGig().create();
    private final UUID client = market.aUser("Carl Client").id();

    private Sql sql;

    @BeforeEach
    void connect() {
        sql = market.database().sql();
    }

    @AfterEach
    void disconnect() {
        sql.close();
    }

    @ParameterizedTest
    @CsvSource({
        "previous_payment_status, SUBMITTED",
        "payment_confirmed_at, 2030-01-01",
        "deliver_by, 2030-01-01",
    })
    @Tag("DATA-5")
    void refusesAnOrderThatBeginsWithAPast(String column, String value) {
        String placed = PLACE.replace("refund_amount, refund_by)", "refund_amount, refund_by, " + column + ")")
                .replace("?::timestamptz)", "?::timestamptz, '" + value + "')");
        sql.expectRefusal(CHECK, placed, order("49.90", "USD", 5, null, null, "client", null));
    }

    @Test
    @Tag("ORD-38")
    void movesNoOrderWithoutTheTimeThatItsDeadlineNeeds() {
        sql.begin();
        sql.update("delete from order_timeouts where name = 'pay_within'");
        sql.expectRefusal("P0001", PLACE, order("49.90", "USD", 5, null, null, "client", null));
        sql.rollback();
    }

    @ParameterizedTest
    @CsvSource({
        "0, USD, 5, , ",
        "-1, USD, 5, , ",
        "49.901, USD, 5, , ",
        "49.9, JPY, 5, , ",
        "1, XXX, 5, , ",
        "10000000000, USD, 5, , ",
        "49.90, usd, 5, , ",
        "49.90, USDT, 5, , ",
        "49.90, USD, 0, , ",
        "49.90, USD, 366, , ",
        "49.90, USD, 5, 1, ",
        "49.90, USD, 5, , 2030-01-01",
    })
    @Tag("DATA-2")
    @Tag("DATA-8")
    void refusesAnOrderOutsideTheBounds(
            String amount, String currency, int days, @Nullable String refund, @Nullable String refundBy) {
        sql.expectRefusal(CHECK, PLACE, order(amount, currency, days, refund, refundBy, "client", null));
        sql.update(PLACE, order("49.90", "USD", 365, null, null, "client", null));
    }

    @ParameterizedTest
    @CsvSource({"freelancer, 0", "admin, 0", "system, 0", "nobody, 0", "client, 2001"})
    @Tag("DATA-5")
    void refusesAFirstEventThatIsNotThatOfTheClient(String role, int note) {
        sql.expectRefusal(CHECK, PLACE, order("49.90", "USD", 5, null, null, role, "x".repeat(note)));
    }

    @Test
    @Tag("DATA-5")
    void refusesAMoveByNobodyOrWithTooLongANote() {
        PlacedOrder order = market.anOrder().submitted();
        UUID admin = market.anAdmin().id();
        refuseApproval(order, "approve", order.client().id(), "client", "x".repeat(2001));
        refuseApproval(order, "approve", order.client().id(), "nobody", null);
        refuseApproval(order, "place", order.client().id(), "client", null);
        PlacedOrder disputed = market.anOrder().in(Stage.DISPUTED_CONFIRMED);
        sql.expectRefusal(
                CHECK, MOVE, "COMPLETED", "CONFIRMED", disputed.id(), "resolve", "DISPUTED", null, "admin", null);
        sql.expectRefusal(
                CHECK, MOVE, "COMPLETED", "CONFIRMED", disputed.id(), "resolve", "DISPUTED", admin, "system", null);
        sql.update(
                MOVE,
                "COMPLETED",
                "CONFIRMED",
                order.id(),
                "approve",
                "SUBMITTED",
                order.client().id(),
                "client",
                "x".repeat(2000));
    }

    @ParameterizedTest
    @CsvSource({"49.91", "0", "-1", "1.001"})
    @Tag("DATA-2")
    void refusesARefundThatIsNoPartOfTheAmount(String refund) {
        PlacedOrder order = market.anOrder().in(Stage.DISPUTED_CONFIRMED);
        sql.expectRefusal(
                CHECK,
                "update orders set status = 'CANCELLED', payment_status = 'REFUND_DUE', refund_amount = ?::numeric where id = ?",
                refund,
                order.id());
    }

    @Test
    void remembersThatAnOrderHasProposals() {
        PlacedOrder order = market.anOrder().started();
        order.proposeBy(order.freelancer(), Map.of("kind", "extend", "days", 5)).expect(201);
        sql.update("update orders set has_proposals = false where id = ?", order.id());
        assertThat(sql.row("select has_proposals from orders where id = ?", order.id()))
                .containsEntry("has_proposals", true);
    }

    /** The statements of the triggers cost more than the move itself, and show in no plan. */
    @Test
    @Tag("OPS-28")
    void looksUpLittleForAMove() {
        PlacedOrder order = market.anOrder().submitted();
        sql.begin();
        sql.update(
                MOVE,
                "REVISION_REQUESTED",
                "CONFIRMED",
                order.id(),
                "revision",
                "SUBMITTED",
                order.client().id(),
                "client",
                null);
        long lookUps = lookUps();
        sql.rollback();
        assertThat(lookUps).as("look-ups by an index for a move").isLessThanOrEqualTo(9);
    }

    @Test
    @Tag("OPS-28")
    void looksUpLittleForANewOrder() {
        sql.begin();
        sql.update(PLACE, order("49.90", "USD", 5, null, null, "client", null));
        long lookUps = lookUps();
        sql.rollback();
        assertThat(lookUps).as("look-ups by an index for a new order").isLessThanOrEqualTo(9);
    }

    /** How often this transaction has looked into an index. */
    private long lookUps() {
        return ((Number) requireNonNull(sql.row("select sum(idx_scan)::bigint as n from pg_stat_xact_user_tables")
                        .get("n")))
                .longValue();
    }

    private void refuseApproval(PlacedOrder order, String action, UUID actor, String role, @Nullable String note) {
        sql.expectRefusal(CHECK, MOVE, "COMPLETED", "CONFIRMED", order.id(), action, "SUBMITTED", actor, role, note);
    }

    private @Nullable Object[] order(
            String amount,
            String currency,
            int days,
            @Nullable String refund,
            @Nullable String refundBy,
            String role,
            @Nullable String note) {
        return new @Nullable Object[] {
            UUID.randomUUID(),
            gig.id(),
            client,
            gig.freelancer().id(),
            amount,
            currency,
            days,
            refund,
            refundBy,
            role,
            note
        };
    }
}
