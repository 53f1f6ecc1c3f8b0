package dev.guildhall.chat;

import dev.guildhall.bus.Topic;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message was committed.
 *
 * @param receiverUnread number of messages in the conversation that the receiver has not read
 * @param senderUnread the same for the sender: 0 when the message is saved, but perhaps more when it is delivered later
 * @param connection the socket that sent it, which gets an acknowledgement instead; null: sent by REST
 */
public record MessageSaved(
        Message message,
        long receiverUnread,
        long senderUnread,
        @Nullable UUID connection) {
    public static final Topic<MessageSaved> TOPIC = new Topic<>("message.saved", MessageSaved.class);
}
