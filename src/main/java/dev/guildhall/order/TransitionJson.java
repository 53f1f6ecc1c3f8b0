package dev.guildhall.order;

import com.fasterxml.jackson.annotation.JsonInclude;
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
 */
record TransitionJson(
        @Nullable OrderStatus from,
        OrderStatus to,
        OrderAction action,
        List<Role> by,
        @Nullable PaymentStatus fromPaymentStatus,
        PaymentStatus toPaymentStatus,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<OrderAction> follows,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean once) {
    static final List<TransitionJson> TABLE = toPublished();

    private static List<TransitionJson> toPublished() {
        Map<List<Object>, TransitionJson> rows = new LinkedHashMap<>();
        TransitionJson place = new TransitionJson(
                null,
                OrderStatus.PENDING_PAYMENT,
                OrderAction.PLACE,
                List.of(Role.CLIENT),
                null,
                PaymentStatus.PENDING,
                List.of(),
                false);
        rows.put(List.of(OrderAction.PLACE), place);
        for (Transition row : OrderTransitions.TABLE) {
            add(rows, row.from(), row);
            OrderTransitions.of(OrderAction.START).stream()
                    .map(Transition::from)
                    .filter(from -> OrderTransitions.startsFirst(row.action(), from))
                    .forEach(from -> add(rows, from, row));
        }
        return List.copyOf(rows.values());
    }

    private static void add(Map<List<Object>, TransitionJson> rows, OrderState from, Transition row) {
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
                        row.follows() == null ? List.of() : List.of(row.follows()),
                        row.once()));
        if (!published.by().contains(row.by())) {
            published.by().add(row.by());
        }
    }
}
