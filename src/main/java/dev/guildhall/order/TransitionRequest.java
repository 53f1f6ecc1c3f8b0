package dev.guildhall.order;

import dev.guildhall.auth.Caller;
import dev.guildhall.failure.Failure;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A requested move of an order.
 *
 * @param caller null: the system, after a timeout
 * @param versions the order must have one of these versions; null: any
 * @param note the reason, or a message to the other party
 * @param proof of a payment; null: none
 * @param refund that was sent; null: none
 * @param resolution of a dispute; null: the action resolves none
 */
record TransitionRequest(
        OrderAction action,
        UUID order,
        @Nullable Caller caller,
        @Nullable List<Integer> versions,
        @Nullable String note,
        @Nullable NewProof proof,
        @Nullable NewRefund refund,
        @Nullable Resolution resolution) {

    static TransitionRequest byAgreement(ProposalKind kind, UUID order, Caller caller) {
        return new TransitionRequest(kind.agreement(), order, caller, null, null, null, null, null);
    }

    static TransitionRequest bySystem(OrderAction action, UUID order) {
        return new TransitionRequest(action, order, null, null, null, null, null, null);
    }

    /** The reference of the payment or refund that it proves; null: it proves none. */
    @Nullable
    String reference() {
        return proof != null ? proof.reference() : refund != null ? refund.reference() : null;
    }

    /** The refusal if its reference, or that of the payment which it confirms, has proven another payment or refund already. */
    Failure referenceUsed() {
        return refund == null ? NewProof.referenceUsed() : NewRefund.referenceUsed();
    }

    /** The first of the two moves that submit work which was never started. */
    TransitionRequest startStep() {
        return new TransitionRequest(OrderAction.START, order, caller, versions, null, null, null, null);
    }

    TransitionRequest ignoringVersion() {
        return new TransitionRequest(action, order, caller, null, note, proof, refund, resolution);
    }
}
