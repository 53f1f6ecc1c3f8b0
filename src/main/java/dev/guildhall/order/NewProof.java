package dev.guildhall.order;

import dev.guildhall.failure.Failure;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** A proof of payment as the client submits it. */
record NewProof(
        String reference,
        String payerName,
        BigDecimal amount,
        @Nullable String url) {

    static Failure referenceUsed() {
        return new Failure.Conflict(
                "payment_reference_used", "This reference has proven another payment to the same freelancer already.");
    }
}
