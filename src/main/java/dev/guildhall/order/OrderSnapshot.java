package dev.guildhall.order;

import dev.guildhall.auth.Caller;
import dev.guildhall.failure.Failure;
import dev.guildhall.failure.FieldCode;
import dev.guildhall.failure.FieldError;
import dev.guildhall.failure.FieldErrors;
import dev.guildhall.money.Money;
import io.vertx.sqlclient.Row;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The data of an order that explains why its status did not change.
 *
 * @param refundAmount that is owed or was paid back; null: none
 * @param wasSentBack whether an admin has sent it back to work before
 * @param isReferenceUsed whether the reference has proven a different payment to the same freelancer, or a different refund by them
 */
record OrderSnapshot(
        OrderState state,
        UUID clientId,
        UUID freelancerId,
        int version,
        OrderAction lastAction,
        BigDecimal amount,
        String currency,
        @Nullable BigDecimal refundAmount,
        boolean wasSentBack,
        boolean isReferenceUsed) {

    static OrderSnapshot from(Row row) {
        return new OrderSnapshot(
                new OrderState(
                        OrderStatus.valueOf(row.getString("status")),
                        PaymentStatus.valueOf(row.getString("payment_status"))),
                row.getUUID("client_id"),
                row.getUUID("freelancer_id"),
                row.getInteger("version"),
                OrderAction.of(row.getString("last_action")),
                Money.from(row, "amount"),
                row.getString("currency"),
                Money.fromNullable(row, "refund_amount"),
                row.getBoolean("was_sent_back"),
                Boolean.TRUE.equals(row.getBoolean("reference_is_used")));
    }

    /**
     * Why the request is refused: checks the role, then the version, the state, the fields that are needed in this state, the amount
     * and the reference. Empty if it is possible now, because the order has changed since the attempt.
     */
    Optional<Failure> refusal(TransitionRequest request) {
        OrderAction action = request.action();
        Caller caller = request.caller();
        Set<Role> roles = caller == null
                ? Set.of(Role.SYSTEM)
                : Order.roles(clientId, freelancerId, caller.id(), caller.isAdmin());
        boolean isAllowed = OrderTransitions.isAllowed(action, state, lastAction, roles);
        if (!isAllowed && (!OrderTransitions.isEverAllowed(action, roles) || isAllowedToAnyRole(action))) {
            return Optional.of(new Failure.Forbidden(
                    "forbidden_role", "Your part in this order does not allow you to " + action.text() + " now."));
        }
        if (request.versions() != null && !request.versions().contains(version)) {
            return Optional.of(new Failure.PreconditionFailed());
        }
        if (!isAllowed) {
            return Optional.of(
                    invalidTransition("An order that is " + state.status() + " cannot " + action.text() + ".", roles));
        }
        return fieldErrors(request)
                .or(() -> impossibleOutcome(request, roles))
                .or(() -> amountError(request).map(Failure.Invalid::new))
                .or(() -> isReferenceUsed ? Optional.of(NewProof.referenceUsed()) : Optional.empty());
    }

    private Failure invalidTransition(String detail, Set<Role> roles) {
        return new Failure.Conflict(
                "order_invalid_transition",
                detail,
                Map.of(
                        "order_status", state.status(),
                        "allowed_actions", OrderTransitions.allowed(state, lastAction, roles)));
    }

    /** Fields that are missing, or not allowed, in this state. */
    private Optional<Failure> fieldErrors(TransitionRequest request) {
        FieldErrors errors = new FieldErrors();
        if (request.action() == OrderAction.DISPUTE && state.payment() == PaymentStatus.REJECTED) {
            if (request.proof() == null) {
                Stream.of("proof_reference", "payer_name", "amount")
                        .forEach(name -> errors.add(FieldError.field(
                                name, FieldCode.REQUIRED, "Required: which payment do you say was made?")));
            }
        } else if (request.action() == OrderAction.DISPUTE && request.proof() != null) {
            errors.add(FieldError.field(
                    "proof_reference", FieldCode.NOT_ALLOWED, "This dispute is not about a payment to be proven."));
        }
        Resolution resolution = request.resolution();
        if (resolution != null) {
            resolution.errorsIn(state.payment()).forEach(errors::add);
        }
        return errors.isEmpty() ? Optional.empty() : Optional.of(new Failure.Invalid(errors));
    }

    private Optional<Failure> impossibleOutcome(TransitionRequest request, Set<Role> roles) {
        Resolution resolution = request.resolution();
        if (resolution == null
                || OrderTransitions.of(request).stream()
                        .anyMatch(row -> row.from().equals(state) && !(row.once() && wasSentBack))) {
            return Optional.empty();
        }
        return Optional.of(invalidTransition(
                wasSentBack && resolution.outcome() == OrderStatus.IN_PROGRESS
                        ? "An admin has sent this order back to work once already."
                        : "An order that is " + state + " cannot become " + resolution.outcome() + ".",
                roles));
    }

    private Optional<FieldError> amountError(TransitionRequest request) {
        NewProof proof = request.proof();
        if (proof != null) {
            return Money.error(proof.amount(), "amount", currency);
        }
        NewRefund refund = request.refund();
        if (refund != null) {
            return Money.error(refund.amount(), "amount", currency)
                    .or(() -> refundAmount != null && refund.amount().compareTo(refundAmount) < 0
                            ? Optional.of(FieldError.field(
                                    "amount", FieldCode.TOO_SMALL, "At least " + refundAmount + ", which is owed."))
                            : Optional.empty());
        }
        BigDecimal decided =
                request.resolution() == null ? null : request.resolution().refundAmount();
        if (decided == null) {
            return Optional.empty();
        }
        return Money.error(decided, "refund_amount", currency)
                .or(() -> decided.compareTo(amount) > 0
                        ? Optional.of(FieldError.field(
                                "refund_amount", FieldCode.TOO_LARGE, "At most " + amount + ", which was paid."))
                        : Optional.empty());
    }

    private boolean isAllowedToAnyRole(OrderAction action) {
        return OrderTransitions.isAllowed(action, state, lastAction, Set.of(Role.CLIENT, Role.FREELANCER, Role.ADMIN));
    }
}
