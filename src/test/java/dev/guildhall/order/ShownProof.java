package dev.guildhall.order;

import com.fasterxml.jackson.databind.JsonNode;
import dev.guildhall.support.Stage;

/** What an order shows of the proof of its payment. */
enum ShownProof {
    NONE,
    UNVERIFIED,
    VERIFIED;

    static ShownProof in(JsonNode order) {
        JsonNode proof = order.path("payment_proof");
        return proof.isNull() ? NONE : proof.path("verified").booleanValue() ? VERIFIED : UNVERIFIED;
    }

    ShownProof onceIn(Stage stage) {
        return switch (stage) {
            case PLACED, PAYMENT_REJECTED, CANCELLED_UNPAID, CANCELLED_REJECTED -> NONE;
            case PAID, DISPUTED_UNCONFIRMED -> UNVERIFIED;
            case CONFIRMED, STARTED, SUBMITTED, SENT_BACK, COMPLETED, DISPUTED_CONFIRMED -> VERIFIED;
            // Money may have to be given back that was never confirmed.
            case REFUND_DUE, REFUNDED -> this;
        };
    }
}
