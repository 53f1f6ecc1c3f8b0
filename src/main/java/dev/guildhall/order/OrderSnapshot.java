package dev.guildhall.order;

import dev.guildhall.auth.Caller;
import dev.guildhall.failure.Failure;
import dev.guildhall.failure.FieldError;
import dev.guildhall.money.Money;
import io.vertx.sqlclient.Row;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The data of an order that explains why its status did not change.
 *
 * @param isReferenceUsed whether a verified proof of a different payment to the same freelancer has the same reference
 */
record OrderSnapshot(
        OrderState state, UUID clientId, UUID freelancerId, int version, String currency, boolean isReferenceUsed) {

    static OrderSnapshot from(Row row) {
        return new OrderSnapshot(
                new OrderState(
                        OrderStatus.valueOf(row.getString("status")),
                        PaymentStatus.valueOf(row.getString("payment_status"))),
                row.getUUID("client_id"),
                row.getUUID("freelancer_id"),
                row.getInteger("version"),
                row.getString("currency"),
                Boolean.TRUE.equals(row.getBoolean("reference_is_used")));
    }

    /**
     * Why the request is refused: checks the role, then the version, the state, the amount and the reference. Empty if it is
     * possible now, because the order has changed since the attempt.
     */
    Optional<Failure> refusal(TransitionRequest request) {
        OrderAction action = request.action();
        Caller caller = request.caller();
        Set<Role> roles = caller == null
                ? Set.of(Role.SYSTEM)
                : Order.roles(clientId, freelancerId, caller.id(), caller.isAdmin());
        boolean isAllowed = OrderTransitions.isAllowed(action, state, roles);
        if (!isAllowed && (!OrderTransitions.isEverAllowed(action, roles) || isAllowedToAnyRole(action))) {
            return Optional.of(new Failure.Forbidden(
                    "forbidden_role", "Your part in this order does not allow you to " + action.text() + " now."));
        }
        if (request.versions() != null && !request.versions().contains(version)) {
            return Optional.of(new Failure.PreconditionFailed());
        }
        if (!isAllowed) {
            return Optional.of(new Failure.Conflict(
                    "order_invalid_transition",
                    "An order that is " + state.status() + " cannot " + action.text() + ".",
                    Map.of(
                            "order_status", state.status(),
                            "allowed_actions", OrderTransitions.allowed(state, roles))));
        }
        NewProof proof = request.proof();
        Optional<FieldError> error = proof == null ? Optional.empty() : Money.error(proof.amount(), "amount", currency);
        return error.<Failure>map(Failure.Invalid::new)
                .or(() -> isReferenceUsed ? Optional.of(NewProof.referenceUsed()) : Optional.empty());
    }

    private boolean isAllowedToAnyRole(OrderAction action) {
        return OrderTransitions.isAllowed(action, state, Set.of(Role.CLIENT, Role.FREELANCER, Role.ADMIN));
    }
}
