package dev.guildhall.order;

/** The status of the payment, which the parties make outside of Guildhall. */
public enum PaymentStatus {
    PENDING,
    SUBMITTED,
    CONFIRMED,
    REJECTED,
    REFUND_DUE,
    /** The freelancer says that they have sent the refund, with a proof. */
    REFUND_SENT,
    REFUNDED
}
