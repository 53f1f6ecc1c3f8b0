package dev.guildhall.order;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A row of the published transition table, with all roles that may make the move.
 *
 * @param from null for the action {@code place}, as is the payment status
 * @param follows the last action of the order must be one of these; absent: any
 * @param once true: an order makes this move once at most; else absent
 * @param until only while this deadline runs; absent: at any time
 * @param deadline the system makes the move when this deadline is over; absent: it is not the system's move
 * @param after how long the deadline runs, in the format of ISO 8601, such as {@code P7D}; absent: there is none
 */
record TransitionJson(
        @Nullable OrderStatus from,
        OrderStatus to,
        OrderAction action,
        List<Role> by,
        @Nullable PaymentStatus fromPaymentStatus,
        PaymentStatus toPaymentStatus,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<OrderAction> follows,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean once,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Deadline until,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Deadline deadline,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String after) {

    static List<TransitionJson> table(OrderTimeouts timeouts) {
        Map<List<Object>, TransitionJson> rows = new LinkedHashMap<>();
        TransitionJson place = new TransitionJson(
                null,
                OrderStatus.PENDING_PAYMENT,
                OrderAction.PLACE,
                List.of(Role.CLIENT),
                null,
                PaymentStatus.PENDING,
                List.of(),
                false,
                null,
                null,
                null);
        rows.put(List.of(OrderAction.PLACE), place);
        for (Transition row : OrderTransitions.TABLE) {
            add(rows, row.from(), row, timeouts);
            OrderTransitions.of(OrderAction.START).stream()
                    .map(Transition::from)
                    .filter(from -> OrderTransitions.startsFirst(row.action(), from))
                    .forEach(from -> add(rows, from, row, timeouts));
        }
        return List.copyOf(rows.values());
    }

    private static void add(
            Map<List<Object>, TransitionJson> rows, OrderState from, Transition row, OrderTimeouts timeouts) {
        Deadline deadline = row.until() == null ? row.deadline() : row.until();
        OrderState to = row.to();
        TransitionJson published = rows.computeIfAbsent(
                List.of(row.action(), from, to),
                key -> new TransitionJson(
                        from.status(),
                        to.status(),
                        row.action(),
                        new ArrayList<>(),
                        from.payment(),
                        to.payment(),
                        row.follows().stream().sorted().toList(),
                        row.once(),
                        row.until(),
                        row.deadline(),
                        deadline == null ? null : text(deadline.within(timeouts, from.payment()))));
        if (!published.by().contains(row.by())) {
            published.by().add(row.by());
        }
    }

    /** In the format of ISO 8601, in days if they are whole. */
    private static String text(Duration duration) {
        Duration rest = duration.minusDays(duration.toDays());
        return rest.isZero() ? "P" + duration.toDays() + "D" : duration.toString();
    }
}
