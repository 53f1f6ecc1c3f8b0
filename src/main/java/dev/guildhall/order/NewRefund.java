package dev.guildhall.order;

import dev.guildhall.failure.Failure;
import java.math.BigDecimal;

/** A refund as the freelancer says to have sent it. */
record NewRefund(String reference, BigDecimal amount) {
    static Failure referenceUsed() {
        return new Failure.Conflict(
                "payment_reference_used", "You have proven another refund with this reference already.");
    }
}
