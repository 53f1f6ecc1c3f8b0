package dev.guildhall.chat;

import dev.guildhall.bus.Topic;
import java.util.UUID;

/** A message stands in the database, where another node has put it. */
public record MessageSavedElsewhere(UUID id, UUID sender, UUID receiver) {
    public static final Topic<MessageSavedElsewhere> TOPIC =
            new Topic<>("message.saved.elsewhere", MessageSavedElsewhere.class);

    static MessageSavedElsewhere of(Message message) {
        return new MessageSavedElsewhere(message.id(), message.senderId(), message.receiverId());
    }
}
