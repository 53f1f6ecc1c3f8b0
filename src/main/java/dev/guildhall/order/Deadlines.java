package dev.guildhall.order;

import java.time.Duration;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** Until when something has to happen; null where that clock is not running. */
record Deadlines(
        @Nullable OffsetDateTime payBy,
        @Nullable OffsetDateTime deliverBy,
        @Nullable OffsetDateTime approveBy) {
    private static final Duration TO_PAY = Duration.ofDays(7);
    private static final Duration TO_APPROVE = Duration.ofDays(14);

    static Deadlines of(Order order) {
        OffsetDateTime since = order.statusSince();
        OffsetDateTime confirmed = order.paymentConfirmedAt();
        return switch (order.state().status()) {
            case PENDING_PAYMENT -> new Deadlines(since.plus(TO_PAY), null, null);
            case PAYMENT_CONFIRMED, IN_PROGRESS, REVISION_REQUESTED ->
                new Deadlines(null, confirmed == null ? null : confirmed.plusDays(order.deliveryDays()), null);
            case SUBMITTED -> new Deadlines(null, null, since.plus(TO_APPROVE));
            case PAYMENT_SUBMITTED, COMPLETED, DISPUTED, CANCELLED -> new Deadlines(null, null, null);
        };
    }
}
