package dev.guildhall.chat;

import dev.guildhall.failure.Failure;
import dev.guildhall.failure.FieldCode;
import dev.guildhall.failure.FieldError;
import io.vertx.sqlclient.Row;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The data of a message's receiver that explains why the message was not saved.
 *
 * @param isOrderOfBoth true if the message has no order, or an order between sender and receiver
 * @param retryAfterS seconds until the sender may begin a new conversation; null: now
 */
record ReceiverSnapshot(
        boolean isActive, boolean isOrderOfBoth, @Nullable Integer retryAfterS) {

    static ReceiverSnapshot from(Row row) {
        return new ReceiverSnapshot(
                row.getBoolean("is_active"), row.getBoolean("is_order_theirs"), row.getInteger("retry_after_s"));
    }

    /** Empty if the message can be saved now. */
    Optional<Failure> refusal() {
        if (!isOrderOfBoth) {
            return Optional.of(new Failure.Invalid(
                    FieldError.field("order_id", FieldCode.NOT_ALLOWED, "This is no order of the two of you.")));
        }
        if (!isActive) {
            return Optional.of(new Failure.Conflict("user_inactive", "This person's account has been deactivated."));
        }
        // Not 429, since clients retry after a 429 automatically.
        return Optional.ofNullable(retryAfterS)
                .map(seconds -> new Failure.Conflict(
                        "too_many_new_conversations",
                        "You have begun many conversations with people you have no order with. Wait before the next one.",
                        Map.of("retry_after", Math.max(1, seconds))));
    }
}
