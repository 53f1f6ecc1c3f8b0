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
    private static final String[] AWAITING_CLIENT = Awaiting.states(Role.CLIENT);
    private static final String[] AWAITING_FREELANCER = Awaiting.states(Role.FREELANCER);

    /** The statement for orders in this role, newest first. */
    String sql() {
        if (role == null) {
            return OrderListSql.AS_CLIENT_OR_FREELANCER;
        }
        return switch (role) {
            case CLIENT -> OrderListSql.AS_CLIENT;
            case FREELANCER -> OrderListSql.AS_FREELANCER;
            case ADMIN -> OrderListSql.AS_ADMIN;
            case SYSTEM -> throw new IllegalArgumentException("nobody has the role system");
        };
    }

    /** The parameters of {@link #sql()}. */
    Parameters parameters(Caller caller) {
        Parameters parameters = Parameters.ofCaller(caller.id(), caller.isAdmin());
        if (role == Role.ADMIN) {
            return parameters
                    .with("admin_statuses", names(adminStatuses()))
                    .with(
                            "admin_deadlines",
                            adminStatuses().map(OrderFilter::deadline).toArray(String[]::new));
        }
        return parameters
                .with("statuses", statuses.isEmpty() ? null : names(statuses.stream()))
                .with("awaiting_me", isAwaitingMe)
                .with("awaiting_client", AWAITING_CLIENT)
                .with("awaiting_freelancer", AWAITING_FREELANCER);
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
