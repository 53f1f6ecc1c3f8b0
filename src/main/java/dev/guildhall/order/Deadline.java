package dev.guildhall.order;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Duration;
import java.util.Locale;

/** A deadline of an order that starts with a move. The database computes when it is over, by the same timeouts. */
enum Deadline {
    PAY_BY,
    CONFIRM_BY,
    APPROVE_BY,
    ABANDON_BY,
    REFUND_BY,
    APPEAL_BY,
    RESPOND_BY;

    @JsonValue
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** How long it runs in an order with this payment status. */
    Duration within(OrderTimeouts timeouts, PaymentStatus payment) {
        return switch (this) {
            case PAY_BY -> timeouts.payWithin();
            case CONFIRM_BY ->
                payment == PaymentStatus.REFUND_SENT ? timeouts.approveWithin() : timeouts.confirmWithin();
            case APPROVE_BY -> timeouts.approveWithin();
            case ABANDON_BY -> timeouts.abandonWithin();
            case REFUND_BY -> timeouts.refundWithin();
            case APPEAL_BY -> timeouts.appealWithin();
            case RESPOND_BY -> timeouts.respondWithin();
        };
    }
}
