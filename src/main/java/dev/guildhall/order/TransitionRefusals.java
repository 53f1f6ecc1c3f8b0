package dev.guildhall.order;

import dev.guildhall.auth.Caller;
import dev.guildhall.failure.Failure;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Why an order did not move: the role first, then the version, then the state. */
final class TransitionRefusals {
    private TransitionRefusals() {}

    /** Empty if nothing speaks against the move any more: the order changed while it was tried. */
    static Optional<Failure> of(TransitionRequest move, OrderSnapshot snapshot) {
        OrderAction action = move.action();
        Caller caller = move.caller();
        Set<Role> roles = caller == null
                ? Set.of(Role.SYSTEM)
                : Order.roles(snapshot.clientId(), snapshot.freelancerId(), caller.id(), caller.isAdmin());
        boolean isAllowed = OrderTransitions.isAllowed(action, snapshot.state(), roles);
        if (!isAllowed && (!OrderTransitions.canEver(action, roles) || isAllowedToAnother(action, snapshot.state()))) {
            return Optional.of(new Failure.Forbidden(
                    "forbidden_role", "Your part in this order does not allow you to " + action.text() + " now."));
        }
        if (move.versions() != null && !move.versions().contains(snapshot.version())) {
            return Optional.of(new Failure.PreconditionFailed());
        }
        if (!isAllowed) {
            return Optional.of(invalid(action, snapshot, roles));
        }
        return snapshot.isReferenceUsed() ? Optional.of(referenceUsed()) : Optional.empty();
    }

    static Failure referenceUsed() {
        return new Failure.Conflict(
                "payment_reference_used", "This reference has proven another payment to the same freelancer already.");
    }

    private static boolean isAllowedToAnother(OrderAction action, OrderState state) {
        return OrderTransitions.isAllowed(action, state, Set.of(Role.CLIENT, Role.FREELANCER, Role.ADMIN));
    }

    static Failure invalid(OrderAction action, OrderSnapshot snapshot, Set<Role> roles) {
        return new Failure.Conflict(
                "order_invalid_transition",
                "An order that is " + snapshot.state().status() + " cannot " + action.text() + ".",
                Map.of(
                        "order_status", snapshot.state().status(),
                        "allowed_actions", OrderTransitions.allowed(snapshot.state(), roles)));
    }
}
