package dev.guildhall.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.support.Market;
import dev.guildhall.support.PlacedOrder;
import dev.guildhall.support.Sql;
import dev.guildhall.support.Stage;
import java.time.Duration;
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
import org.junit.jupiter.params.provider.ValueSource;

/** Raw statements that would cheat a party about a deadline, a proposal or a dispute. */
@Tag("ORD-38")
class ProtocolInSqlIT {
    private static final String CHECK = "23514";
    private static final String UNIQUE = "23505";

    private static final String MOVE = """
            with moved as (
              update orders o set status = ?, payment_status = ?, event_count = o.event_count + 1
              from (select id, status from orders) old
              where o.id = ? and old.id = o.id returning o.id, o.event_count, o.status, old.status as from_status)
            insert into order_events (order_id, n, action, from_status, to_status, actor_id, actor_role)
            select id, event_count, ?, from_status, status, ?, ? from moved
            """;
    private static final String PROPOSE = """
            insert into order_proposals (id, order_id, event_count, kind, days, refund_amount, proposed_by, expires_at)
            select ?, o.id, o.event_count, ?, ?, ?::numeric, ?, 'infinity' from orders o where o.id = ?
            """;
    private static final String ACCEPT =
            "update order_proposals set status = 'accepted', accepted_event = event_count + 1 where id = ?";

    @RegisterExtension
    static final Market market = new Market();

    /** A connection of its own, so that a transaction that is left open disturbs no other test. */
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
    @ValueSource(
            strings = {
                "update order_deadlines set due_at = due_at + interval '1 day' where order_id = ?",
                "update order_deadlines set due_at = due_at - interval '1 day' where order_id = ?",
                "update order_deadlines set due_at = now(), try_at = now() where order_id = ?",
                "update order_deadlines set try_at = now() where order_id = ?",
                "update order_deadlines set try_at = greatest(due_at, now()) + interval '2 hours' where order_id = ?",
                "update order_deadlines set due_at = 'infinity' where order_id = ?",
                "update order_deadlines set deadline = 'approve_by' where order_id = ?",
                "update order_deadlines set action = null where order_id = ?",
                "update order_deadlines set status = 'SUBMITTED' where order_id = ?",
                "update order_deadlines set freelancer_id = (select client_id from orders o where o.id = order_id) where order_id = ?",
                "delete from order_deadlines where order_id = ?"
            })
    void refusesToChangeADeadline(String change) {
        PlacedOrder order = market.anOrder().placed();
        sql.expectRefusal(CHECK, change, order.id());
        assertThat(order.read().at("deadlines.pay_by")).isNotNull();
    }

    @Test
    void refusesToRemoveAllDeadlines() {
        sql.expectRefusal(CHECK, "truncate order_deadlines");
    }

    @Test
    void refusesToAddADeadline() {
        PlacedOrder order = market.anOrder().placed();
        sql.expectRefusal(CHECK, """
                insert into order_deadlines (order_id, deadline, due_at, action, try_at, freelancer_id, placed_at, status)
                values (?, 'approve_by', now(), 'auto-approve', now(), ?, now(), 'SUBMITTED')
                """, order.id(), order.freelancer().id());
    }

    @Test
    void letsADeadlineOfAnAppealGoWhenItIsOver() {
        PlacedOrder order = market.anOrder().in(Stage.CANCELLED_UNPAID);
        String delete = "delete from order_deadlines where order_id = ? and deadline = 'appeal_by'";
        sql.expectRefusal(CHECK, delete, order.id());
        order.advance(Duration.ofDays(14));
        assertThat(sql.update(delete, order.id())).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "PLACED, auto-cancel, CANCELLED, PENDING, 7",
        "PAYMENT_REJECTED, auto-cancel, CANCELLED, REJECTED, 7",
        "PAID, auto-dispute, DISPUTED, SUBMITTED, 7",
        "CONFIRMED, auto-dispute, DISPUTED, CONFIRMED, 35",
        "STARTED, auto-dispute, DISPUTED, CONFIRMED, 35",
        "SENT_BACK, auto-dispute, DISPUTED, CONFIRMED, 35",
        "SUBMITTED, auto-approve, COMPLETED, CONFIRMED, 14",
        "REFUND_DUE, auto-dispute, DISPUTED, REFUND_DUE, 7",
        "REFUND_SENT, auto-confirm-refund, CANCELLED, REFUNDED, 14"
    })
    void refusesAMoveOfTheSystemBeforeItsTime(Stage stage, String action, String status, String payment, int days) {
        PlacedOrder order = market.anOrder().in(stage);
        order.advance(Duration.ofDays(days).minusMinutes(1));
        sql.expectRefusal(CHECK, MOVE, status, payment, order.id(), action, null, "system");
        market.clock().advanceAndMove(Duration.ofMinutes(1), order.id(), action, status, payment);
        assertThat(order.read().at("last_event.action")).isEqualTo(action);
    }

    @ParameterizedTest
    @CsvSource({
        "CANCELLED_UNPAID, SUBMITTED",
        "CANCELLED_REJECTED, SUBMITTED",
        "AUTO_APPROVED, CONFIRMED",
        "AUTO_REFUNDED, REFUND_SENT"
    })
    void refusesAnAppealAfterItsTime(Stage stage, String payment) {
        PlacedOrder late = market.anOrder().in(stage);
        late.advance(Duration.ofDays(14));
        sql.expectRefusal(
                CHECK,
                MOVE,
                "DISPUTED",
                payment,
                late.id(),
                "dispute",
                late.client().id(),
                "client");
        PlacedOrder inTime = market.anOrder().in(stage);
        inTime.advance(Duration.ofDays(14).minusMinutes(1));
        sql.update(
                MOVE,
                "DISPUTED",
                payment,
                inTime.id(),
                "dispute",
                inTime.client().id(),
                "client");
    }

    @ParameterizedTest
    @CsvSource({"COMPLETED, CONFIRMED", "IN_PROGRESS, CONFIRMED", "CANCELLED, REFUND_DUE", "CANCELLED, REJECTED"})
    void refusesADecisionAboutADisputeThatIsNotAnswered(String status, String payment) {
        PlacedOrder order = market.anOrder().confirmed();
        order.byClient("dispute", Map.of("reason", "Nothing happens.")).expect(200);
        UUID admin = market.anAdmin().id();
        sql.expectRefusal(CHECK, MOVE, status, payment, order.id(), "resolve", admin, "admin");
        order.answerDispute();
        sql.update(MOVE, status, payment, order.id(), "resolve", admin, "admin");
        assertThat(order.read().at("status")).isEqualTo(status);
    }

    @Test
    void refusesToSendAnOrderBackToWorkTwice() {
        PlacedOrder order = market.anOrder().in(Stage.DISPUTED_CONFIRMED);
        UUID admin = market.anAdmin().id();
        sql.update(MOVE, "IN_PROGRESS", "CONFIRMED", order.id(), "resolve", admin, "admin");
        order.byClient("dispute", Map.of("reason", "Again.")).expect(200);
        order.answerDispute();
        sql.expectRefusal(CHECK, MOVE, "IN_PROGRESS", "CONFIRMED", order.id(), "resolve", admin, "admin");
    }

    @ParameterizedTest
    @CsvSource({"agree-extend, IN_PROGRESS, CONFIRMED", "agree-cancel, CANCELLED, REFUND_DUE"})
    void refusesAnAgreementThatNobodyHasProposed(String action, String status, String payment) {
        PlacedOrder order = market.anOrder().started();
        sql.expectRefusal(
                CHECK,
                MOVE,
                status,
                payment,
                order.id(),
                action,
                order.freelancer().id(),
                "freelancer");
    }

    @ParameterizedTest
    @CsvSource({"agree-extend, IN_PROGRESS, CONFIRMED, extend", "agree-cancel, CANCELLED, REFUND_DUE, cancel"})
    void refusesAnAgreementWithAProposalThatIsStillOpen(String action, String status, String payment, String kind) {
        PlacedOrder order = market.anOrder().started();
        propose(order, kind, "client");
        sql.expectRefusal(
                CHECK,
                MOVE,
                status,
                payment,
                order.id(),
                action,
                order.freelancer().id(),
                "freelancer");
    }

    @ParameterizedTest
    @CsvSource({"agree-extend, IN_PROGRESS, CONFIRMED, extend", "agree-cancel, CANCELLED, REFUND_DUE, cancel"})
    void refusesAnAgreementByTheProposerAlone(String action, String status, String payment, String kind) {
        PlacedOrder order = market.anOrder().started();
        UUID proposal = propose(order, kind, "freelancer");
        sql.begin();
        sql.update(ACCEPT, proposal);
        sql.expectRefusal(
                CHECK,
                MOVE,
                status,
                payment,
                order.id(),
                action,
                order.freelancer().id(),
                "freelancer");
        sql.rollback();

        sql.begin();
        sql.update(ACCEPT, proposal);
        sql.update(MOVE, status, payment, order.id(), action, order.client().id(), "client");
        sql.commit();
        assertThat(order.read().at("last_event.action")).isEqualTo(action);
    }

    /** Otherwise the freelancer alone would have a new date, or less to pay back. */
    @ParameterizedTest
    @CsvSource({
        "extend, CONFIRMED, start, IN_PROGRESS, CONFIRMED",
        "cancel, STARTED, cancel, CANCELLED, REFUND_DUE",
        "cancel, STARTED, submit-work, SUBMITTED, CONFIRMED"
    })
    void refusesAnAcceptanceThatIsAnotherMove(String kind, Stage stage, String action, String status, String payment) {
        PlacedOrder order = market.anOrder().in(stage);
        UUID proposal = propose(order, kind, "freelancer");
        sql.begin();
        sql.update(ACCEPT, proposal);
        sql.expectRefusal(
                CHECK,
                MOVE,
                status,
                payment,
                order.id(),
                action,
                order.freelancer().id(),
                "freelancer");
        sql.rollback();
        assertThat(order.read().at("status")).isEqualTo(stage.status());
    }

    @ParameterizedTest
    @CsvSource({"extend, agree-cancel, CANCELLED, REFUND_DUE", "cancel, agree-extend, IN_PROGRESS, CONFIRMED"})
    void refusesAnAcceptanceThatIsAnotherAgreement(String kind, String action, String status, String payment) {
        PlacedOrder order = market.anOrder().started();
        UUID proposal = propose(order, kind, "client");
        sql.begin();
        sql.update(ACCEPT, proposal);
        sql.expectRefusal(
                CHECK,
                MOVE,
                status,
                payment,
                order.id(),
                action,
                order.freelancer().id(),
                "freelancer");
        sql.rollback();
    }

    @Test
    void refusesAnAcceptanceWithoutAMove() {
        PlacedOrder order = market.anOrder().started();
        UUID proposal = propose(order, "extend", "client");
        sql.expectRefusal("23503", ACCEPT, proposal);
        sql.expectRefusal(
                CHECK,
                "update order_proposals set status = 'accepted', accepted_event = event_count where id = ?",
                proposal);
    }

    @ParameterizedTest
    @ValueSource(strings = {"decline", "withdraw"})
    void refusesToOpenAProposalAgain(String answer) {
        PlacedOrder order = market.anOrder().started();
        UUID proposal = propose(order, "extend", "client");
        order.by(
                        answer.equals("decline") ? order.freelancer() : order.client(),
                        "proposals/" + proposal + "/" + answer,
                        Map.of())
                .expect(200);
        sql.expectRefusal(CHECK, "update order_proposals set status = 'open', closed_at = null where id = ?", proposal);
        sql.expectRefusal(CHECK, ACCEPT, proposal);
        sql.expectRefusal(CHECK, "update order_proposals set status = 'withdrawn' where id = ?", proposal);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "days = 300",
                "kind = 'cancel', days = null, refund_amount = 1",
                "note = 'And a pony.'",
                "proposed_by = 'freelancer'",
                "expires_at = 'infinity'",
                "created_at = now() - interval '1 day'",
                "event_count = event_count + 1",
                "status = 'expired'",
                "status = 'overtaken'",
                "status = 'declined', days = 300",
                "status = 'gone'"
            })
    void refusesToChangeAProposal(String change) {
        PlacedOrder order = market.anOrder().started();
        UUID proposal = propose(order, "extend", "client");
        sql.expectRefusal(CHECK, "update order_proposals set " + change + " where id = ?", proposal);
    }

    @Test
    void refusesToRemoveProposals() {
        UUID proposal = propose(market.anOrder().started(), "extend", "client");
        sql.expectRefusal(CHECK, "delete from order_proposals where id = ?", proposal);
        sql.expectRefusal(CHECK, "truncate order_proposals");
    }

    @Test
    void refusesToAcceptAProposalThatIsOver() {
        PlacedOrder order = market.anOrder().started();
        UUID proposal = propose(order, "extend", "client");
        order.advance(Duration.ofHours(48));
        for (String status : new String[] {"declined", "withdrawn"}) {
            sql.expectRefusal(CHECK, "update order_proposals set status = ? where id = ?", status, proposal);
        }
        sql.expectRefusal(CHECK, ACCEPT, proposal);
        sql.update("update order_proposals set status = 'expired' where id = ?", proposal);
    }

    @ParameterizedTest
    @CsvSource({
        "extend, 0, , STARTED",
        "extend, 366, , STARTED",
        "extend, 361, , STARTED",
        "extend, 5, 1.00, STARTED",
        "extend, , , STARTED",
        "extend, 5, , SUBMITTED",
        "extend, 5, , DISPUTED_REFUND_DUE",
        "cancel, , 49.91, STARTED",
        "cancel, , 0.00, STARTED",
        "cancel, , -1.00, STARTED",
        "cancel, , 1.001, STARTED",
        "cancel, 5, 1.00, STARTED",
        "cancel, , , STARTED",
        "cancel, , 1.00, PLACED",
        "cancel, , 1.00, PAID",
        "cancel, , 1.00, COMPLETED",
        "pause, 5, , STARTED"
    })
    void refusesAProposalThatCannotBe(String kind, @Nullable Integer days, @Nullable String refund, Stage stage) {
        PlacedOrder order = market.anOrder().in(stage);
        sql.expectRefusal(CHECK, PROPOSE, UUID.randomUUID(), kind, days, refund, "client", order.id());
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1})
    void refusesAProposalForAnotherStateOfTheOrder(int later) {
        PlacedOrder order = market.anOrder().started();
        sql.expectRefusal(
                CHECK,
                PROPOSE.replace("o.event_count,", "o.event_count + " + later + ","),
                UUID.randomUUID(),
                "extend",
                5,
                null,
                "client",
                order.id());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "delete from ended_orders where order_id = ?",
                "update ended_orders set status = 'CANCELLED' where order_id = ?",
                "insert into ended_orders select id, 'COMPLETED', client_id, freelancer_id, created_at from orders where id <> ?"
            })
    void refusesToChangeWhichOrdersHaveEnded(String change) {
        PlacedOrder order = market.anOrder().completed();
        market.anOrder().started();
        sql.expectRefusal(CHECK, change, order.id());
    }

    @Test
    void refusesASecondOpenProposal() {
        PlacedOrder order = market.anOrder().started();
        propose(order, "extend", "client");
        sql.expectRefusal(UNIQUE, PROPOSE, UUID.randomUUID(), "cancel", null, "1.00", "freelancer", order.id());
    }

    @Test
    void datesAProposalItself() {
        PlacedOrder order = market.anOrder().started();
        UUID proposal = propose(order, "extend", "client");
        assertThat(sql.row(
                        "select expires_at - created_at = interval '48 hours' as ok from order_proposals where id = ?",
                        proposal))
                .as("a proposal that was inserted with its own expires_at")
                .containsEntry("ok", true);
    }

    @Test
    @Tag("ORD-34")
    void keepsTheDateAndTheRefundAsTheyWereAgreed() {
        PlacedOrder working = market.anOrder().started();
        String deliverBy = working.read().text("deadlines.deliver_by");
        sql.update("update orders set deliver_by = now() + interval '99 days' where id = ?", working.id());
        assertThat(working.read().at("deadlines.deliver_by"))
                .as("set by a raw statement")
                .isEqualTo(deliverBy);

        PlacedOrder owed = market.anOrder().in(Stage.REFUND_DUE);
        String refundBy = owed.read().text("deadlines.refund_by");
        sql.update(
                "update orders set refund_by = now() + interval '99 days', refund_amount = 0.01 where id = ?",
                owed.id());
        assertThat(owed.read().at("deadlines.refund_by")).isEqualTo(refundBy);
        assertThat(owed.read().at("refund_amount")).isEqualTo("49.90");
    }

    /** Only an agreement or an admin makes it less than the whole amount. */
    @ParameterizedTest
    @CsvSource({"STARTED, cancel, freelancer, CANCELLED", "REFUND_DUE, dispute, client, DISPUTED"})
    void keepsTheRefundOfAMoveThatDoesNotDecideAboutIt(Stage stage, String action, String role, String status) {
        PlacedOrder order = market.anOrder().in(stage);
        sql.update(
                MOVE.replace(
                        "status = ?, payment_status = ?",
                        "refund_amount = 0.01, deliver_by = 'infinity', refund_by = 'infinity', status = ?, payment_status = ?"),
                status,
                "REFUND_DUE",
                order.id(),
                action,
                role.equals("client") ? order.client().id() : order.freelancer().id(),
                role);
        assertThat(order.read().at("refund_amount"))
                .as("what is owed after %s", action)
                .isEqualTo("49.90");
        assertThat(sql.row("select refund_by < now() + interval '8 days' as ok from orders where id = ?", order.id()))
                .containsEntry("ok", true);
    }

    private UUID propose(PlacedOrder order, String kind, String by) {
        UUID proposal = UUID.randomUUID();
        boolean isExtension = kind.equals("extend");
        sql.update(PROPOSE, proposal, kind, isExtension ? 5 : null, isExtension ? null : "0.01", by, order.id());
        return proposal;
    }
}
