package dev.guildhall.order;

/** The status of an order in its lifecycle. */
public enum OrderStatus {
    PENDING_PAYMENT,
    PAYMENT_SUBMITTED,
    PAYMENT_CONFIRMED,
    IN_PROGRESS,
    SUBMITTED,
    REVISION_REQUESTED,
    COMPLETED,
    DISPUTED,
    CANCELLED
}
