package dev.guildhall.chat;

import dev.guildhall.bus.Topic;
import java.util.UUID;

/** A user has moved their read mark forward. */
public record MessageRead(UUID reader, UUID peer, long upToSeq) {
    public static final Topic<MessageRead> TOPIC = new Topic<>("message.read", MessageRead.class);
}
