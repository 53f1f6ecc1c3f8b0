package dev.guildhall.order;

import org.jspecify.annotations.Nullable;

/**
 * How an admin ends a dispute.
 *
 * @param paymentMade for a cancelled order, whether the client had paid and so gets a refund; null: true if the freelancer had
 *     confirmed the payment
 */
record Resolution(OrderStatus outcome, @Nullable Boolean paymentMade) {

    PaymentStatus paymentAfter(OrderState disputed) {
        boolean made = paymentMade == null ? disputed.payment() == PaymentStatus.CONFIRMED : paymentMade;
        return made ? PaymentStatus.REFUND_DUE : PaymentStatus.REJECTED;
    }
}
