package dev.guildhall.order;

/** The two statuses of an order, which only ever change together. */
record OrderState(OrderStatus status, PaymentStatus payment) {

    @Override
    public String toString() {
        return status + "/" + payment;
    }
}
