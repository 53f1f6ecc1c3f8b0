package dev.guildhall.order;

import io.vertx.sqlclient.Row;

/** The order status and the payment status, which are always changed together. */
record OrderState(OrderStatus status, PaymentStatus payment) {

    static OrderState from(Row row) {
        return new OrderState(
                OrderStatus.valueOf(row.getString("status")), PaymentStatus.valueOf(row.getString("payment_status")));
    }

    @Override
    public String toString() {
        return status + "/" + payment;
    }
}
