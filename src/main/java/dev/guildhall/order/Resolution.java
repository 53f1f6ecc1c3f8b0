package dev.guildhall.order;

import dev.guildhall.failure.FieldCode;
import dev.guildhall.failure.FieldError;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How an admin ends a dispute.
 *
 * @param paymentMade for a cancelled order, whether the client had paid; null: true if the freelancer had confirmed the payment
 * @param refundMade for a cancelled order, whether the client got the refund; null: not said
 * @param refundAmount how much the freelancer owes; null: as before, or the whole amount
 */
record Resolution(
        OrderStatus outcome,
        @Nullable Boolean paymentMade,
        @Nullable Boolean refundMade,
        @Nullable BigDecimal refundAmount) {

    boolean matches(Transition row) {
        return row.to().status() == outcome
                && (outcome != OrderStatus.CANCELLED
                        || row.to().payment() == paymentAfter(row.from().payment()));
    }

    /** What contradicts the outcome, whatever the dispute is about. */
    List<FieldError> contradictions() {
        List<FieldError> errors = new ArrayList<>();
        boolean isCancelled = outcome == OrderStatus.CANCELLED;
        boolean isUnpaid = Boolean.FALSE.equals(paymentMade);
        boolean isRefunded = Boolean.TRUE.equals(refundMade);
        if (!isCancelled && isUnpaid) {
            errors.add(FieldError.field(
                    "payment_made", FieldCode.NOT_ALLOWED, "With this outcome the payment counts as made."));
        }
        if (refundMade != null && !isCancelled || isRefunded && isUnpaid) {
            errors.add(FieldError.field(
                    "refund_made", FieldCode.NOT_ALLOWED, "Nothing is to be paid back with this outcome."));
        }
        if (refundAmount != null && (!isCancelled || isUnpaid || isRefunded)) {
            errors.add(FieldError.field("refund_amount", FieldCode.NOT_ALLOWED, "No refund is due with this outcome."));
        }
        return errors;
    }

    /** What is missing or not allowed in a dispute about an order with this payment status. */
    List<FieldError> errorsIn(PaymentStatus disputed) {
        List<FieldError> errors = new ArrayList<>();
        if (outcome == OrderStatus.CANCELLED && disputed == PaymentStatus.REFUND_SENT && refundMade == null) {
            errors.add(FieldError.field("refund_made", FieldCode.REQUIRED, "Required: did the client get the refund?"));
        }
        if (disputed == PaymentStatus.REFUND_SENT && Boolean.FALSE.equals(paymentMade)) {
            errors.add(FieldError.field(
                    "payment_made",
                    FieldCode.NOT_ALLOWED,
                    "The freelancer says to have sent back what the client paid."));
        }
        boolean isRefundDue = disputed == PaymentStatus.REFUND_DUE || disputed == PaymentStatus.REFUND_SENT;
        if (!isRefundDue && refundMade != null) {
            errors.add(FieldError.field("refund_made", FieldCode.NOT_ALLOWED, "No refund was due in this dispute."));
        }
        if (refundAmount != null && disputed == PaymentStatus.SUBMITTED && !Boolean.TRUE.equals(paymentMade)) {
            errors.add(FieldError.field(
                    "refund_amount",
                    FieldCode.NOT_ALLOWED,
                    "Only with payment_made, since the payment was not confirmed."));
        }
        return errors;
    }

    /** Null if this decision is not one about an order with this payment status. */
    private @Nullable PaymentStatus paymentAfter(PaymentStatus disputed) {
        return switch (disputed) {
            case SUBMITTED, CONFIRMED -> {
                boolean made = paymentMade == null ? disputed == PaymentStatus.CONFIRMED : paymentMade;
                if (refundMade != null || refundAmount != null && !made) {
                    yield null;
                }
                yield made ? PaymentStatus.REFUND_DUE : PaymentStatus.REJECTED;
            }
            case REFUND_DUE -> {
                PaymentStatus paid =
                        Boolean.TRUE.equals(refundMade) ? PaymentStatus.REFUNDED : PaymentStatus.REFUND_DUE;
                yield Boolean.FALSE.equals(paymentMade) ? PaymentStatus.REJECTED : paid;
            }
            case REFUND_SENT -> {
                if (refundMade == null || Boolean.FALSE.equals(paymentMade)) {
                    yield null;
                }
                yield refundMade ? PaymentStatus.REFUNDED : PaymentStatus.REFUND_DUE;
            }
            default -> null;
        };
    }
}
