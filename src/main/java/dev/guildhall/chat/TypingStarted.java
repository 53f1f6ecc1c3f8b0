package dev.guildhall.chat;

import dev.guildhall.bus.Topic;
import java.util.UUID;

/** Somebody is writing to somebody; never stored. */
public record TypingStarted(UUID writer, UUID peer) {
    public static final Topic<TypingStarted> TOPIC = new Topic<>("typing.started", TypingStarted.class);
}
