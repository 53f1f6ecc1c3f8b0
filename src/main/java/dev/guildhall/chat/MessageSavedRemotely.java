package dev.guildhall.chat;

import dev.guildhall.bus.Topic;
import java.util.UUID;

/** Another node committed a message. */
public record MessageSavedRemotely(UUID id, UUID sender, UUID receiver) {
    public static final Topic<MessageSavedRemotely> TOPIC =
            new Topic<>("message.saved.remotely", MessageSavedRemotely.class);

    static MessageSavedRemotely of(Message message) {
        return new MessageSavedRemotely(message.id(), message.senderId(), message.receiverId());
    }
}
