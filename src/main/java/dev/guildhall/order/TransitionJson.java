package dev.guildhall.order;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A row of the published transition table: without payment statuses, and with all roles that may make the move.
 *
 * @param from null for the action {@code place}
 */
record TransitionJson(@Nullable OrderStatus from, OrderStatus to, OrderAction action, List<Role> by) {
    static final List<TransitionJson> TABLE = toPublished();

    private static List<TransitionJson> toPublished() {
        Map<List<Object>, TransitionJson> rows = new LinkedHashMap<>();
        TransitionJson place =
                new TransitionJson(null, OrderStatus.PENDING_PAYMENT, OrderAction.PLACE, List.of(Role.CLIENT));
        rows.put(List.of(OrderAction.PLACE), place);
        for (Transition row : OrderTransitions.TABLE) {
            add(rows, row.from().status(), row);
            OrderTransitions.of(OrderAction.START).stream()
                    .map(Transition::from)
                    .filter(from -> OrderTransitions.startsFirst(row.action(), from))
                    .forEach(from -> add(rows, from.status(), row));
        }
        return List.copyOf(rows.values());
    }

    private static void add(Map<List<Object>, TransitionJson> rows, OrderStatus from, Transition row) {
        OrderStatus to = row.to().status();
        TransitionJson published = rows.computeIfAbsent(
                List.of(row.action(), from, to), key -> new TransitionJson(from, to, row.action(), new ArrayList<>()));
        if (!published.by().contains(row.by())) {
            published.by().add(row.by());
        }
    }
}
