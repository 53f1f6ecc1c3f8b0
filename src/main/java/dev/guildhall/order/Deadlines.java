package dev.guildhall.order;

import dev.guildhall.db.Columns;
import io.vertx.sqlclient.Row;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The deadlines of an order; null where one does not run. */
record Deadlines(
        @Nullable OffsetDateTime payBy,
        @Nullable OffsetDateTime confirmBy,
        @Nullable OffsetDateTime deliverBy,
        @Nullable OffsetDateTime approveBy,
        @Nullable OffsetDateTime abandonBy,
        @Nullable OffsetDateTime refundBy,
        @Nullable OffsetDateTime appealBy,
        @Nullable OffsetDateTime respondBy) {

    /** From a row of {@link #of}, as {@code d}. */
    static final Columns COLUMNS = Columns.of(
            Stream.of(Deadline.values()).map(deadline -> "d." + deadline.text()).toArray(String[]::new));

    /** The columns for an order that the same statement places: only the payment is due. */
    static final Columns OF_NEW_ORDER = Columns.of(Stream.of(Deadline.values())
            .map(deadline -> (deadline == Deadline.PAY_BY ? "now() + order_timeout('pay_within')" : "null") + " as "
                    + deadline.text())
            .toArray(String[]::new));

    /**
     * The columns for an order {@code o} that the same statement moves to one of these states. It does not see yet which deadlines
     * the trigger starts.
     */
    static Columns after(OrderAction action, List<OrderState> states) {
        return Columns.of(Stream.of(Deadline.values())
                .map(deadline -> startsIn(
                                states.stream()
                                        .filter(state -> OrderTransitions.deadlinesAfter(action, state)
                                                .contains(deadline))
                                        .toList(),
                                states,
                                deadline)
                        + " as " + deadline.text())
                .toArray(String[]::new));
    }

    private static String startsIn(List<OrderState> states, List<OrderState> possible, Deadline deadline) {
        if (states.isEmpty()) {
            return "null";
        }
        String due = "due_at('%s', o.payment_status, now(), o.deliver_by, o.refund_by)".formatted(deadline.text());
        return states.equals(possible)
                ? due
                : "case when o.status || '/' || o.payment_status in (%s) then %s end"
                        .formatted(
                                states.stream().map(state -> "'" + state + "'").collect(Collectors.joining(", ")), due);
    }

    /** Selects one row with all deadlines. @param rows of deadlines as {@code d}, with a column {@code due_at} */
    static String of(String rows) {
        return Stream.of(Deadline.values())
                .map(deadline -> "max(d.due_at) filter (where d.deadline = '%s'%s) as %s"
                        .formatted(
                                deadline.text(),
                                deadline == Deadline.APPEAL_BY ? " and d.due_at > now()" : "",
                                deadline.text()))
                .collect(Collectors.joining(", ", "select ", " from " + rows));
    }

    static Deadlines from(Row row, OrderState state) {
        OffsetDateTime deliverBy = row.getOffsetDateTime("deliver_by");
        return new Deadlines(
                row.getOffsetDateTime("pay_by"),
                row.getOffsetDateTime("confirm_by"),
                switch (state.status()) {
                    case PAYMENT_CONFIRMED, IN_PROGRESS, REVISION_REQUESTED -> deliverBy;
                    default -> null;
                },
                row.getOffsetDateTime("approve_by"),
                row.getOffsetDateTime("abandon_by"),
                row.getOffsetDateTime("refund_by"),
                row.getOffsetDateTime("appeal_by"),
                row.getOffsetDateTime("respond_by"));
    }
}
