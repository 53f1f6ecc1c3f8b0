package dev.guildhall.order;

import dev.guildhall.auth.Caller;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A change of status that somebody asks for.
 *
 * @param caller null: the marketplace itself, after somebody has let their time pass
 * @param versions those of the order that the caller would change; null: any
 * @param note the reason, or what the other side should know
 */
record TransitionRequest(
        OrderAction action,
        UUID order,
        @Nullable Caller caller,
        @Nullable List<Integer> versions,
        @Nullable String note,
        @Nullable NewProof proof,
        @Nullable Resolution resolution) {

    static TransitionRequest bySystem(OrderAction action, UUID order) {
        return new TransitionRequest(action, order, null, null, null, null, null);
    }

    /** The first of the two steps that hand in work which was never started. */
    TransitionRequest startStep() {
        return new TransitionRequest(OrderAction.START, order, caller, versions, null, null, null);
    }

    TransitionRequest ignoringVersion() {
        return new TransitionRequest(action, order, caller, null, note, proof, resolution);
    }
}
