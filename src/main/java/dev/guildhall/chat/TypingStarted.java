package dev.guildhall.chat;

import dev.guildhall.bus.Topic;
import java.util.UUID;

/** A user is typing a message to another user; never stored. */
public record TypingStarted(UUID writer, UUID peer) {
    public static final Topic<TypingStarted> TOPIC = new Topic<>("typing.started", TypingStarted.class);
}
