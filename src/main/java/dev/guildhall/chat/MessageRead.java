package dev.guildhall.chat;

import dev.guildhall.bus.Topic;
import java.util.UUID;

/** Somebody has read a conversation further than before. */
public record MessageRead(UUID reader, UUID peer, long upToSeq) {
    public static final Topic<MessageRead> TOPIC = new Topic<>("message.read", MessageRead.class);
}
