package dev.guildhall.chat;

import dev.guildhall.db.RequestColumns;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message on its way to the database.
 *
 * @param connection the socket that sent it; null: sent by REST
 */
record UnsavedMessage(
        UUID id, UUID sender, NewMessage message, @Nullable UUID connection) {
    static final RequestColumns<UnsavedMessage> COLUMNS = RequestColumns.<UnsavedMessage>none()
            .with("id", "uuid", UUID[]::new, UnsavedMessage::id)
            .with("sender_id", "uuid", UUID[]::new, UnsavedMessage::sender)
            .with(
                    "receiver_id",
                    "uuid",
                    UUID[]::new,
                    unsaved -> unsaved.message().receiver())
            .with("order_id", "uuid", UUID[]::new, unsaved -> unsaved.message().order())
            .with("content", "text", String[]::new, unsaved -> unsaved.message().content())
            .with(
                    "client_msg_id",
                    "uuid",
                    UUID[]::new,
                    unsaved -> unsaved.message().clientMsgId());

    Set<UUID> conversation() {
        return Set.of(sender, message.receiver());
    }
}
