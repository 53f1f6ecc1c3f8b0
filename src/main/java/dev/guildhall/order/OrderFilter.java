package dev.guildhall.order;

import dev.guildhall.auth.Caller;
import dev.guildhall.db.Parameters;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which orders a list shows.
 *
 * @param role the role of the caller in the orders; null: client or freelancer; ADMIN: all orders
 * @param statuses empty: all statuses
 * @param isByWaiting the dispute that has waited longest comes first; only for admins, and only for disputes
 */
record OrderFilter(@Nullable Role role, Set<OrderStatus> statuses, boolean isAwaitingMe, boolean isByWaiting) {

    Parameters parameters(Caller caller) {
        boolean isForAdmin = role == Role.ADMIN && caller.isAdmin();
        return Parameters.ofCaller(caller.id(), caller.isAdmin())
                .with("as_client", role == null || role == Role.CLIENT)
                .with("as_freelancer", role == null || role == Role.FREELANCER)
                .with("statuses", statuses.isEmpty() ? null : names(statuses.stream()))
                .with("admin_statuses", isForAdmin ? names(adminStatuses()) : new String[0])
                .with(
                        "admin_deadlines",
                        isForAdmin ? adminStatuses().map(OrderFilter::deadline).toArray(String[]::new) : new String[0])
                .with("awaiting_me", isAwaitingMe)
                .with("awaiting_client", Awaiting.states(Role.CLIENT))
                .with("awaiting_freelancer", Awaiting.states(Role.FREELANCER));
    }

    private Stream<OrderStatus> adminStatuses() {
        return Stream.of(OrderStatus.values())
                .filter(status -> statuses.isEmpty() || statuses.contains(status))
                .filter(status -> !isAwaitingMe || status == OrderStatus.DISPUTED);
    }

    /** The deadline that runs in every order with this status; null: the order has ended. */
    private static @Nullable String deadline(OrderStatus status) {
        Deadline deadline = switch (status) {
            case PENDING_PAYMENT -> Deadline.PAY_BY;
            case PAYMENT_SUBMITTED -> Deadline.CONFIRM_BY;
            case PAYMENT_CONFIRMED, IN_PROGRESS, REVISION_REQUESTED -> Deadline.ABANDON_BY;
            case SUBMITTED -> Deadline.APPROVE_BY;
            case DISPUTED -> Deadline.RESPOND_BY;
            case COMPLETED, CANCELLED -> null;
        };
        return deadline == null ? null : deadline.text();
    }

    private static String[] names(Stream<OrderStatus> statuses) {
        return statuses.map(Enum::name).toArray(String[]::new);
    }
}
