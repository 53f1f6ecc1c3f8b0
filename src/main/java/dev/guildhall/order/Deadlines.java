package dev.guildhall.order;

import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** Until when something has to happen; null where that clock is not running. */
record Deadlines(
        @Nullable OffsetDateTime payBy,
        @Nullable OffsetDateTime deliverBy,
        @Nullable OffsetDateTime approveBy) {

    static Deadlines of(Order order, OrderTimeouts clocks) {
        OffsetDateTime since = order.statusSince();
        OffsetDateTime confirmed = order.paymentConfirmedAt();
        return switch (order.state().status()) {
            case PENDING_PAYMENT -> new Deadlines(since.plus(clocks.payWithin()), null, null);
            case PAYMENT_CONFIRMED, IN_PROGRESS, REVISION_REQUESTED ->
                new Deadlines(null, confirmed == null ? null : confirmed.plusDays(order.deliveryDays()), null);
            case SUBMITTED -> new Deadlines(null, null, since.plus(clocks.approveWithin()));
            case PAYMENT_SUBMITTED, COMPLETED, DISPUTED, CANCELLED -> new Deadlines(null, null, null);
        };
    }
}
