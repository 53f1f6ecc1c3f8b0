package dev.guildhall.order;

import com.fasterxml.jackson.databind.JsonNode;
import dev.guildhall.support.Stage;

/** The state of the payment proof that an order shows. */
enum ShownProof {
    NONE,
    UNVERIFIED,
    VERIFIED;

    static ShownProof in(JsonNode order) {
        JsonNode proof = order.path("payment_proof");
        return proof.isNull() ? NONE : proof.path("verified").booleanValue() ? VERIFIED : UNVERIFIED;
    }

    ShownProof expectedIn(Stage stage) {
        return switch (stage) {
            case PLACED, PAYMENT_REJECTED, CANCELLED_UNPAID, CANCELLED_REJECTED, WITHDRAWN -> NONE;
            case PAID, DISPUTED_UNCONFIRMED -> UNVERIFIED;
            case CONFIRMED, STARTED, SUBMITTED, SENT_BACK, COMPLETED, AUTO_APPROVED, DISPUTED_CONFIRMED -> VERIFIED;
            // A refund can be due although the payment was never confirmed.
            case REFUND_DUE,
                    REFUND_DECIDED,
                    DISPUTED_REFUND_DUE,
                    REFUND_SENT,
                    DISPUTED_REFUND_SENT,
                    REFUNDED,
                    AUTO_REFUNDED -> this;
        };
    }
}
