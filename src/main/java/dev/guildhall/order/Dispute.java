package dev.guildhall.order;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.guildhall.db.Columns;
import io.vertx.sqlclient.Row;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The open dispute of an order.
 *
 * @param openedBy {@code client}, {@code freelancer} or {@code system}
 * @param reason null: a proof of payment, or the system, has none
 * @param respondBy after this time an admin decides even if a side has not spoken
 * @param answered whether both sides have spoken, or had the time to
 * @param statements how many there are in this dispute
 * @param outcomes that an admin can choose
 * @param openedBefore how many disputes each party has opened in all their orders; null if the reader is no admin
 */
record Dispute(
        Role openedBy,
        OffsetDateTime openedAt,
        @Nullable String reason,
        @Nullable OffsetDateTime respondBy,
        boolean answered,
        long statements,
        List<OrderStatus> outcomes,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Counts openedBefore) {

    /** How many disputes each party has opened. */
    record Counts(long client, long freelancer) {}

    /** From the orders table as {@code o}; null outside a dispute. */
    static final Columns COLUMNS = Columns.of(
            whileDisputed("is_answered(o.id, o.event_count)") + " as dispute_answered",
            whileDisputed(
                            "(select count(*) from order_statements s where s.order_id = o.id and s.dispute_event = o.event_count)")
                    + " as dispute_statements",
            whileDisputed(OrderSql.WAS_SENT_BACK) + " as was_sent_back",
            disputesOpenedBy("o.client_id") + " as client_disputes",
            disputesOpenedBy("o.freelancer_id") + " as freelancer_disputes");

    static @Nullable Dispute from(Row row, OrderState state, OrderEvent opened, Deadlines deadlines) {
        if (state.status() != OrderStatus.DISPUTED) {
            return null;
        }
        boolean wasSentBack = row.getBoolean("was_sent_back");
        Long clientDisputes = row.getLong("client_disputes");
        return new Dispute(
                opened.actorRole(),
                opened.createdAt(),
                opened.note(),
                deadlines.respondBy(),
                row.getBoolean("dispute_answered"),
                row.getLong("dispute_statements"),
                OrderTransitions.of(OrderAction.RESOLVE).stream()
                        .filter(outcome -> outcome.from().equals(state) && !(outcome.once() && wasSentBack))
                        .map(outcome -> outcome.to().status())
                        .distinct()
                        .toList(),
                clientDisputes == null ? null : new Counts(clientDisputes, row.getLong("freelancer_disputes")));
    }

    private static String whileDisputed(String expression) {
        return "case when o.status = 'DISPUTED' then " + expression + " end";
    }

    private static String disputesOpenedBy(String user) {
        return whileDisputed("case when" + OrderAccess.ACTS_AS_ADMIN
                + "then (select count(*) from order_events d where d.actor_id = " + user
                + " and d.action = 'dispute') end");
    }
}
