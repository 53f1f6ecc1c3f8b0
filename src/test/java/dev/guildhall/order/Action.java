package dev.guildhall.order;

import dev.guildhall.support.PlacedOrder;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All actions that users can request for an order, including each way to resolve a dispute. */
@SuppressWarnings("ImmutableEnumChecker") // Every map in here is unmodifiable.
enum Action {
    SUBMIT_PAYMENT("submit-payment", Map.of()),
    WITHDRAW_PAYMENT("withdraw-payment", Map.of()),
    CONFIRM_PAYMENT("confirm-payment", Map.of()),
    REJECT_PAYMENT("reject-payment", Map.of("reason", "Nothing arrived.")),
    START("start", Map.of()),
    SUBMIT_WORK("submit-work", Map.of("note", "Here it is.")),
    APPROVE("approve", Map.of()),
    REVISION("revision", Map.of("note", "A little bluer.")),
    CANCEL("cancel", Map.of("reason", "It will not be.")),
    SUBMIT_REFUND("submit-refund", Map.of()),
    CONFIRM_REFUND("confirm-refund", Map.of()),
    DISPUTE("dispute", Map.of("reason", "We do not agree.")),
    DISPUTE_BY_A_PROOF("dispute", Map.of("reason", "I did pay.")),
    RESOLVE_AS_COMPLETED("resolve", Map.of("outcome", "COMPLETED", "note", "It was done.")),
    RESOLVE_AS_COMPLETED_AND_PAID(
            "resolve", Map.of("outcome", "COMPLETED", "payment_made", true, "note", "It was done.")),
    RESOLVE_BY_GOING_ON("resolve", Map.of("outcome", "IN_PROGRESS", "note", "Go on.")),
    RESOLVE_BY_GOING_ON_PAID("resolve", Map.of("outcome", "IN_PROGRESS", "payment_made", true, "note", "Go on.")),
    RESOLVE_AS_CANCELLED("resolve", Map.of("outcome", "CANCELLED", "note", "Part in peace.")),
    RESOLVE_AS_CANCELLED_AND_PAID(
            "resolve", Map.of("outcome", "CANCELLED", "payment_made", true, "note", "Give it back.")),
    RESOLVE_AS_CANCELLED_AND_UNPAID(
            "resolve", Map.of("outcome", "CANCELLED", "payment_made", false, "note", "Nothing to give back.")),
    RESOLVE_AS_REFUNDED("resolve", Map.of("outcome", "CANCELLED", "refund_made", true, "note", "It came back.")),
    RESOLVE_AS_NOT_REFUNDED("resolve", Map.of("outcome", "CANCELLED", "refund_made", false, "note", "It did not."));

    private final String text;
    private final Map<String, Object> body;

    Action(String text, Map<String, Object> body) {
        this.text = text;
        this.body = body;
    }

    String text() {
        return text;
    }

    Map<String, Object> body() {
        return switch (this) {
            case SUBMIT_PAYMENT -> PlacedOrder.aProof();
            case SUBMIT_REFUND -> PlacedOrder.aRefund();
            case DISPUTE_BY_A_PROOF -> {
                Map<String, Object> proof = new HashMap<>(PlacedOrder.aProof());
                proof.putAll(body);
                yield proof;
            }
            default -> body;
        };
    }

    /** The note that the history should have afterwards. */
    @Nullable
    String note() {
        Object words = body.containsKey("reason") ? body.get("reason") : body.get("note");
        return words == null ? null : words.toString();
    }
}
