package dev.guildhall.order;

import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** The deadlines of an order; null if the deadline does not apply in the current status. */
record Deadlines(
        @Nullable OffsetDateTime payBy,
        @Nullable OffsetDateTime deliverBy,
        @Nullable OffsetDateTime approveBy) {

    static Deadlines of(Order order, OrderTimeouts timeouts) {
        OffsetDateTime since = order.statusSince();

        return switch (order.state().status()) {
            case PENDING_PAYMENT -> new Deadlines(since.plus(timeouts.payWithin()), null, null);
            case PAYMENT_CONFIRMED, IN_PROGRESS, REVISION_REQUESTED -> new Deadlines(null, order.deliverBy(), null);
            case SUBMITTED -> new Deadlines(null, null, since.plus(timeouts.approveWithin()));
            case PAYMENT_SUBMITTED, COMPLETED, DISPUTED, CANCELLED -> new Deadlines(null, null, null);
        };
    }
}
