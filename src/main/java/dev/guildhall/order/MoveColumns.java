package dev.guildhall.order;

import static java.util.Objects.requireNonNull;

import dev.guildhall.db.Ids;
import dev.guildhall.db.RequestColumns;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What {@link MoveSql} reads of each request. */
final class MoveColumns {
    private static final RequestColumns<TransitionRequest> ANY = RequestColumns.<TransitionRequest>none()
            .with("order_id", "uuid", UUID[]::new, TransitionRequest::order)
            .with("caller", "uuid", UUID[]::new, MoveColumns::caller)
            .with("is_admin", "boolean", Boolean[]::new, MoveColumns::isAdmin)
            .with("note", "text", String[]::new, TransitionRequest::note)
            .with("versions", "text", String[]::new, MoveColumns::versions);

    private static final RequestColumns<TransitionRequest> WITH_REFERENCE = ANY.with(
                    "proof", "uuid", UUID[]::new, request -> Ids.next())
            .with("proof_reference", "text", String[]::new, TransitionRequest::reference)
            .with("reference_key", "text", String[]::new, MoveColumns::referenceKey);

    private static final RequestColumns<TransitionRequest> WITH_PROOF = WITH_REFERENCE
            .with("payer_name", "text", String[]::new, ofProof(NewProof::payerName))
            .withNumeric("proof_amount", ofProof(NewProof::amount))
            .with("proof_url", "text", String[]::new, ofProof(NewProof::url));

    private static final RequestColumns<TransitionRequest> WITH_REFUND = WITH_REFERENCE.withNumeric(
            "refunded_amount", request -> requireNonNull(request.refund()).amount());

    private static final RequestColumns<TransitionRequest> WITH_RESOLUTION = ANY.withNumeric(
            "resolved_amount", request -> requireNonNull(request.resolution()).refundAmount());

    private MoveColumns() {}

    /** The columns that these transitions need. All transitions have the same action. */
    static RequestColumns<TransitionRequest> of(List<Transition> transitions) {
        Transition first = transitions.get(0);
        return switch (first.action()) {
            case SUBMIT_REFUND -> WITH_REFUND;
            case RESOLVE -> WITH_RESOLUTION;
            default -> OrderTransitions.needsProof(first) ? WITH_PROOF : ANY;
        };
    }

    private static @Nullable UUID caller(TransitionRequest request) {
        return request.caller() == null ? null : request.caller().id();
    }

    private static boolean isAdmin(TransitionRequest request) {
        return request.caller() == null || request.caller().isAdmin();
    }

    /** An array of PostgreSQL, as an array cannot have a column of arrays of different lengths. */
    private static @Nullable String versions(TransitionRequest request) {
        List<Integer> versions = request.ifMatch().versions();
        return versions == null
                ? null
                : versions.stream().map(String::valueOf).collect(Collectors.joining(",", "{", "}"));
    }

    private static @Nullable String referenceKey(TransitionRequest request) {
        return ReferenceKey.of(requireNonNull(request.reference()));
    }

    private static <T> Function<TransitionRequest, @Nullable T> ofProof(Function<NewProof, @Nullable T> value) {
        return request -> value.apply(requireNonNull(request.proof()));
    }
}
