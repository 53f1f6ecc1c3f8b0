package dev.guildhall.order;

import org.jspecify.annotations.Nullable;

/**
 * How an admin ends a dispute.
 *
 * @param paymentMade for a cancelled order, whether the money had changed hands and so is to be given back; null: whether the
 *     freelancer had confirmed it
 */
record Resolution(OrderStatus outcome, @Nullable Boolean paymentMade) {

    PaymentStatus paymentAfter(OrderState disputed) {
        boolean made = paymentMade == null ? disputed.payment() == PaymentStatus.CONFIRMED : paymentMade;
        return made ? PaymentStatus.REFUND_DUE : PaymentStatus.REJECTED;
    }
}
