package dev.guildhall.order;

import dev.guildhall.auth.Caller;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which orders a list shows.
 *
 * @param role as whom the caller has a part in them; null: as client or freelancer; ADMIN: everybody's
 * @param statuses empty: any
 */
record OrderFilter(@Nullable Role role, Set<OrderStatus> statuses, boolean isAwaitingMe) {

    Map<String, @Nullable Object> parameters(Caller caller) {
        Map<String, @Nullable Object> parameters = new HashMap<>();
        parameters.put("caller", caller.id());
        parameters.put("as_client", role == null || role == Role.CLIENT);
        parameters.put("as_freelancer", role == null || role == Role.FREELANCER);
        parameters.put("statuses", statuses.isEmpty() ? null : names(statuses.stream()));
        parameters.put("admin_statuses", role == Role.ADMIN && caller.isAdmin() ? names(everybodys()) : new String[0]);
        parameters.put("awaiting_me", isAwaitingMe);
        parameters.put("awaiting_client", Awaiting.states(Role.CLIENT));
        parameters.put("awaiting_freelancer", Awaiting.states(Role.FREELANCER));
        return parameters;
    }

    private Stream<OrderStatus> everybodys() {
        return Stream.of(OrderStatus.values())
                .filter(status -> statuses.isEmpty() || statuses.contains(status))
                .filter(status -> !isAwaitingMe || status == OrderStatus.DISPUTED);
    }

    private static String[] names(Stream<OrderStatus> statuses) {
        return statuses.map(Enum::name).toArray(String[]::new);
    }
}
