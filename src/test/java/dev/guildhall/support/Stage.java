package dev.guildhall.support;

import static dev.guildhall.support.OrderStep.Role.ADMIN;
import static dev.guildhall.support.OrderStep.Role.CLIENT;
import static dev.guildhall.support.OrderStep.Role.FREELANCER;
import static dev.guildhall.support.OrderStep.Role.SYSTEM;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Every kind of state that an order can have, each with a shortest series of actions that leads there. */
@SuppressWarnings("ImmutableEnumChecker") // Every step in here is unmodifiable.
public enum Stage {
    PLACED("PENDING_PAYMENT", "PENDING", null, null),
    PAID("PAYMENT_SUBMITTED", "SUBMITTED", PLACED, new OrderStep(CLIENT, "submit-payment", Map.of())),
    PAYMENT_REJECTED(
            "PENDING_PAYMENT",
            "REJECTED",
            PAID,
            new OrderStep(FREELANCER, "reject-payment", Map.of("reason", "Nothing came."))),
    CONFIRMED("PAYMENT_CONFIRMED", "CONFIRMED", PAID, new OrderStep(FREELANCER, "confirm-payment", Map.of())),
    STARTED("IN_PROGRESS", "CONFIRMED", CONFIRMED, new OrderStep(FREELANCER, "start", Map.of())),
    SUBMITTED("SUBMITTED", "CONFIRMED", STARTED, new OrderStep(FREELANCER, "submit-work", Map.of())),
    SENT_BACK("REVISION_REQUESTED", "CONFIRMED", SUBMITTED, new OrderStep(CLIENT, "revision", Map.of())),
    COMPLETED("COMPLETED", "CONFIRMED", SUBMITTED, new OrderStep(CLIENT, "approve", Map.of())),
    /** The same statuses as COMPLETED, but without the word of the client, who can appeal. */
    AUTO_APPROVED("COMPLETED", "CONFIRMED", SUBMITTED, new OrderStep(SYSTEM, "auto-approve", Map.of())),
    DISPUTED_UNCONFIRMED(
            "DISPUTED", "SUBMITTED", PAID, new OrderStep(CLIENT, "dispute", Map.of("reason", "I did pay."))),
    DISPUTED_CONFIRMED(
            "DISPUTED", "CONFIRMED", CONFIRMED, new OrderStep(CLIENT, "dispute", Map.of("reason", "Nothing happens."))),
    CANCELLED_UNPAID("CANCELLED", "PENDING", PLACED, new OrderStep(CLIENT, "cancel", Map.of("reason", "Not needed."))),
    CANCELLED_REJECTED(
            "CANCELLED",
            "REJECTED",
            PAYMENT_REJECTED,
            new OrderStep(FREELANCER, "cancel", Map.of("reason", "Never paid."))),
    /** The same statuses as CANCELLED_REJECTED, but by the word of the client, and so it is not disputed again. */
    WITHDRAWN("CANCELLED", "REJECTED", DISPUTED_UNCONFIRMED, new OrderStep(CLIENT, "withdraw-payment", Map.of())),
    REFUND_DUE(
            "CANCELLED", "REFUND_DUE", CONFIRMED, new OrderStep(FREELANCER, "cancel", Map.of("reason", "I am ill."))),
    REFUNDED("CANCELLED", "REFUNDED", REFUND_DUE, new OrderStep(CLIENT, "confirm-refund", Map.of())),
    DISPUTED_REFUND_DUE(
            "DISPUTED", "REFUND_DUE", REFUND_DUE, new OrderStep(CLIENT, "dispute", Map.of("reason", "No money came."))),
    REFUND_SENT("CANCELLED", "REFUND_SENT", REFUND_DUE, new OrderStep(FREELANCER, "submit-refund", Map.of())),
    DISPUTED_REFUND_SENT(
            "DISPUTED", "REFUND_SENT", REFUND_SENT, new OrderStep(CLIENT, "dispute", Map.of("reason", "It did not."))),
    /** The same statuses as REFUNDED, but without the word of the client, who can appeal. */
    AUTO_REFUNDED("CANCELLED", "REFUNDED", REFUND_SENT, new OrderStep(SYSTEM, "auto-confirm-refund", Map.of())),
    /** The same statuses as REFUND_DUE, but an admin has decided it, and so it is not disputed again. */
    REFUND_DECIDED(
            "CANCELLED",
            "REFUND_DUE",
            DISPUTED_CONFIRMED,
            new OrderStep(ADMIN, "resolve", Map.of("outcome", "CANCELLED", "note", "Give it back.")));

    /** All disputes are opened by the client, and answered, so that an admin can decide. */
    private static final OrderStep ANSWER =
            new OrderStep(FREELANCER, "add-statement", Map.of("text", "It is not as they say."));

    private final String status;
    private final String paymentStatus;
    private final @Nullable Stage previous;
    private final @Nullable OrderStep step;

    Stage(String status, String paymentStatus, @Nullable Stage previous, @Nullable OrderStep step) {
        this.status = status;
        this.paymentStatus = paymentStatus;
        this.previous = previous;
        this.step = step;
    }

    public String status() {
        return status;
    }

    public boolean hasStatusesOf(Stage other) {
        return status.equals(other.status) && paymentStatus.equals(other.paymentStatus);
    }

    public String paymentStatus() {
        return paymentStatus;
    }

    /** The actions after the order was placed, in their order. */
    List<OrderStep> steps() {
        List<OrderStep> steps = new ArrayList<>();
        for (Stage stage = this; stage != null; stage = stage.previous) {
            if (stage.step != null) {
                if (stage.step.action().equals("dispute")) {
                    steps.add(0, ANSWER);
                }
                steps.add(0, stage.step);
            }
        }
        return steps;
    }
}
