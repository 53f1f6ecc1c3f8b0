package dev.guildhall.order;

import java.util.Arrays;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which role has to act next on an order. */
final class Awaiting {
    private Awaiting() {}

    static @Nullable Role of(OrderState state) {
        return switch (state.status()) {
            case PENDING_PAYMENT, SUBMITTED -> Role.CLIENT;
            case PAYMENT_SUBMITTED, PAYMENT_CONFIRMED, IN_PROGRESS, REVISION_REQUESTED -> Role.FREELANCER;
            case DISPUTED -> Role.ADMIN;
            case CANCELLED ->
                switch (state.payment()) {
                    case REFUND_DUE -> Role.FREELANCER;
                    case REFUND_SENT -> Role.CLIENT;
                    default -> null;
                };
            case COMPLETED -> null;
        };
    }

    /** All states in which this role has to act next, each as {@code STATUS/PAYMENT_STATUS}. */
    static String[] states(Role role) {
        return Arrays.stream(OrderStatus.values())
                .flatMap(status -> Stream.of(PaymentStatus.values()).map(payment -> new OrderState(status, payment)))
                .filter(state -> of(state) == role)
                .map(OrderState::toString)
                .toArray(String[]::new);
    }
}
