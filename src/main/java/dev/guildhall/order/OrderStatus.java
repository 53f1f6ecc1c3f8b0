package dev.guildhall.order;

/** Where an order stands in its life. */
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
