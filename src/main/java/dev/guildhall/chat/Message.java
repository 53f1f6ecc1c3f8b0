package dev.guildhall.chat;

import dev.guildhall.db.Columns;
import io.vertx.sqlclient.Row;
import java.time.OffsetDateTime;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message as it is stored and as it is sent to clients.
 *
 * @param seq number of the message within the conversation: 1, 2, 3, …
 * @param orderId the order it is about; null: none
 * @param clientMsgId made by the sender's client, so that a retry can be recognised
 */
public record Message(
        UUID id,
        long seq,
        UUID senderId,
        UUID receiverId,
        @Nullable UUID orderId,
        String content,
        @Nullable UUID clientMsgId,
        OffsetDateTime createdAt) {

    /** From the messages table as {@code m}. */
    static final Columns COLUMNS = Columns.of(
                    "m.id", "m.seq", "m.sender_id", "m.receiver_id", "m.order_id", "m.client_msg_id", "m.created_at")
            .withText("m.content");

    static Message from(Row row) {
        return new Message(
                row.getUUID("id"),
                row.getLong("seq"),
                row.getUUID("sender_id"),
                row.getUUID("receiver_id"),
                row.getUUID("order_id"),
                row.getString("content"),
                row.getUUID("client_msg_id"),
                row.getOffsetDateTime("created_at"));
    }

    boolean isSameAs(NewMessage other) {
        return receiverId.equals(other.receiver())
                && content.equals(other.content())
                && Objects.equals(orderId, other.order());
    }
}
