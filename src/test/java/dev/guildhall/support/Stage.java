package dev.guildhall.support;

import static dev.guildhall.support.Step.Part.CLIENT;
import static dev.guildhall.support.Step.Part.FREELANCER;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Every state an order can be in, each with a shortest way there through the API. */
@SuppressWarnings("ImmutableEnumChecker") // Every step in here is unmodifiable.
public enum Stage {
    PLACED("PENDING_PAYMENT", "PENDING", null, null),
    PAID("PAYMENT_SUBMITTED", "SUBMITTED", PLACED, new Step(CLIENT, "submit-payment", Map.of())),
    PAYMENT_REJECTED(
            "PENDING_PAYMENT",
            "REJECTED",
            PAID,
            new Step(FREELANCER, "reject-payment", Map.of("reason", "Nothing came."))),
    CONFIRMED("PAYMENT_CONFIRMED", "CONFIRMED", PAID, new Step(FREELANCER, "confirm-payment", Map.of())),
    STARTED("IN_PROGRESS", "CONFIRMED", CONFIRMED, new Step(FREELANCER, "start", Map.of())),
    SUBMITTED("SUBMITTED", "CONFIRMED", STARTED, new Step(FREELANCER, "submit-work", Map.of())),
    SENT_BACK("REVISION_REQUESTED", "CONFIRMED", SUBMITTED, new Step(CLIENT, "revision", Map.of())),
    COMPLETED("COMPLETED", "CONFIRMED", SUBMITTED, new Step(CLIENT, "approve", Map.of())),
    DISPUTED_UNCONFIRMED("DISPUTED", "SUBMITTED", PAID, new Step(CLIENT, "dispute", Map.of("reason", "I did pay."))),
    DISPUTED_CONFIRMED(
            "DISPUTED", "CONFIRMED", CONFIRMED, new Step(CLIENT, "dispute", Map.of("reason", "Nothing happens."))),
    CANCELLED_UNPAID("CANCELLED", "PENDING", PLACED, new Step(CLIENT, "cancel", Map.of("reason", "Not needed."))),
    CANCELLED_REJECTED(
            "CANCELLED", "REJECTED", PAYMENT_REJECTED, new Step(FREELANCER, "cancel", Map.of("reason", "Never paid."))),
    REFUND_DUE("CANCELLED", "REFUND_DUE", CONFIRMED, new Step(FREELANCER, "cancel", Map.of("reason", "I am ill."))),
    REFUNDED("CANCELLED", "REFUNDED", REFUND_DUE, new Step(CLIENT, "confirm-refund", Map.of()));

    private final String status;
    private final String paymentStatus;
    private final @Nullable Stage before;
    private final @Nullable Step step;

    Stage(String status, String paymentStatus, @Nullable Stage before, @Nullable Step step) {
        this.status = status;
        this.paymentStatus = paymentStatus;
        this.before = before;
        this.step = step;
    }

    public String status() {
        return status;
    }

    public String paymentStatus() {
        return paymentStatus;
    }

    /** What has to be done after the placing, in turn. */
    List<Step> way() {
        List<Step> way = new ArrayList<>();
        for (Stage stage = this; stage != null; stage = stage.before) {
            if (stage.step != null) {
                way.add(0, stage.step);
            }
        }
        return way;
    }
}
