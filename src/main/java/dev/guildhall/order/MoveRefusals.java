package dev.guildhall.order;

import dev.guildhall.auth.Caller;
import dev.guildhall.failure.Failure;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Why an order did not move: the role first, then the version, then the state. */
final class MoveRefusals {
    private MoveRefusals() {}

    /** Empty if nothing speaks against the move any more: the order changed while it was tried. */
    static Optional<Failure> of(Move move, Standing standing) {
        OrderAction action = move.action();
        Caller caller = move.caller();
        Set<Role> roles = caller == null
                ? Set.of(Role.SYSTEM)
                : Order.roles(standing.clientId(), standing.freelancerId(), caller.id(), caller.isAdmin());
        boolean isAllowed = OrderTransitions.isAllowed(action, standing.state(), roles);
        if (!isAllowed && (!OrderTransitions.canEver(action, roles) || isAllowedToAnother(action, standing.state()))) {
            return Optional.of(new Failure.Forbidden(
                    "forbidden_role", "Your part in this order does not allow you to " + action.text() + " now."));
        }
        if (move.versions() != null && !move.versions().contains(standing.version())) {
            return Optional.of(new Failure.PreconditionFailed());
        }
        if (!isAllowed) {
            return Optional.of(invalid(action, standing, roles));
        }
        return standing.isReferenceUsed() ? Optional.of(referenceUsed()) : Optional.empty();
    }

    static Failure referenceUsed() {
        return new Failure.Conflict(
                "payment_reference_used", "This reference has proven another payment to the same freelancer already.");
    }

    private static boolean isAllowedToAnother(OrderAction action, OrderState state) {
        return OrderTransitions.isAllowed(action, state, Set.of(Role.CLIENT, Role.FREELANCER, Role.ADMIN));
    }

    static Failure invalid(OrderAction action, Standing standing, Set<Role> roles) {
        return new Failure.Conflict(
                "order_invalid_transition",
                "An order that is " + standing.state().status() + " cannot " + action.text() + ".",
                Map.of(
                        "order_status", standing.state().status(),
                        "allowed_actions", OrderTransitions.allowed(standing.state(), roles)));
    }
}
