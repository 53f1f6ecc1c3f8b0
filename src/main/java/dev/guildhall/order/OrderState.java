package dev.guildhall.order;

/** The order status and the payment status, which are always changed together. */
record OrderState(OrderStatus status, PaymentStatus payment) {

    @Override
    public String toString() {
        return status + "/" + payment;
    }
}
