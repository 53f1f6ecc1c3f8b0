package dev.guildhall.order;

import dev.guildhall.auth.Caller;
import dev.guildhall.failure.Failure;
import dev.guildhall.http.IfMatch;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A requested move of an order.
 *
 * @param caller null: the system, after a timeout
 * @param ifMatch the versions that the order may have
 * @param note the reason, or a message to the other party
 * @param proof of a payment; null: none
 * @param refund that was sent; null: none
 * @param resolution of a dispute; null: the action resolves none
 */
record TransitionRequest(
        OrderAction action,
        UUID order,
        @Nullable Caller caller,
        IfMatch ifMatch,
        @Nullable String note,
        @Nullable NewProof proof,
        @Nullable NewRefund refund,
        @Nullable Resolution resolution) {

    static TransitionRequest byAgreement(ProposalKind kind, UUID order, Caller caller) {
        return new TransitionRequest(kind.agreement(), order, caller, IfMatch.ANY, null, null, null, null);
    }

    static TransitionRequest bySystem(OrderAction action, UUID order) {
        return new TransitionRequest(action, order, null, IfMatch.ANY, null, null, null, null);
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
        return new TransitionRequest(OrderAction.START, order, caller, ifMatch, null, null, null, null);
    }

    TransitionRequest ignoringVersion() {
        return new TransitionRequest(action, order, caller, IfMatch.ANY, note, proof, refund, resolution);
    }
}
