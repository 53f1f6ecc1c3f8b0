package dev.guildhall.chat;

import dev.guildhall.failure.Failure;
import dev.guildhall.failure.FieldCode;
import dev.guildhall.failure.FieldError;
import io.vertx.sqlclient.Row;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * As much of a message's receiver as it takes to say why it was not saved.
 *
 * @param isOrderOfBoth whether the message is about no order, or about one between sender and receiver
 * @param retryAfterS in how many seconds the sender may begin another conversation; null: now
 */
record ReceiverSnapshot(
        boolean isActive, boolean isOrderOfBoth, @Nullable Integer retryAfterS) {

    static ReceiverSnapshot from(Row row) {
        return new ReceiverSnapshot(
                row.getBoolean("is_active"), row.getBoolean("is_order_theirs"), row.getInteger("retry_after_s"));
    }

    /** Empty if nothing stands against the message any more. */
    Optional<Failure> refusal() {
        if (!isOrderOfBoth) {
            return Optional.of(new Failure.Invalid(
                    FieldError.field("order_id", FieldCode.NOT_ALLOWED, "This is no order of the two of you.")));
        }
        if (!isActive) {
            return Optional.of(new Failure.Conflict("user_inactive", "This person's account has been deactivated."));
        }
        // No 429, which clients repeat by themselves.
        return Optional.ofNullable(retryAfterS)
                .map(seconds -> new Failure.Conflict(
                        "too_many_new_conversations",
                        "You have begun many conversations with people you have no order with. Wait before the next one.",
                        Map.of("retry_after", Math.max(1, seconds))));
    }
}
