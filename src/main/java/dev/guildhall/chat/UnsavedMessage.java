package dev.guildhall.chat;

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
    Set<UUID> conversation() {
        return Set.of(sender, message.receiver());
    }
}
