package dev.guildhall.chat;

import dev.guildhall.bus.Topic;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message stands in the database.
 *
 * @param receiverUnread how many messages of the conversation its receiver has not read
 * @param senderUnread and its sender, who has read everything when it is saved, but perhaps not any more when it is told
 * @param connection the socket it came by, which is told by an acknowledgement instead; null: it came by REST
 */
public record MessageSaved(
        Message message,
        long receiverUnread,
        long senderUnread,
        @Nullable UUID connection) {
    public static final Topic<MessageSaved> TOPIC = new Topic<>("message.saved", MessageSaved.class);
}
