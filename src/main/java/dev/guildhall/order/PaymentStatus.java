package dev.guildhall.order;

/** What is known of the payment, which happens between the parties and outside of Guildhall. */
public enum PaymentStatus {
    PENDING,
    SUBMITTED,
    CONFIRMED,
    REJECTED,
    REFUND_DUE,
    REFUNDED
}
