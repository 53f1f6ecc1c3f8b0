package dev.guildhall.chat;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.vertx.sqlclient.Row;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A conversation from the view of one user: the other user, the last message and the read marks of both. */
record Conversation(
        UUID userId,
        String fullName,
        @Nullable String avatarUrl,
        @Nullable Message lastMessage,
        long lastSeq,
        long lastReadSeq,
        long peerLastReadSeq,
        long unreadCount,
        @JsonIgnore @Nullable OffsetDateTime lastMessageAt) {

    static Conversation from(Row row) {
        ConversationCounters counters = ConversationCounters.from(row);
        return new Conversation(
                counters.userId(),
                row.getString("full_name"),
                row.getString("avatar_url"),
                row.getUUID("id") == null ? null : Message.from(row),
                counters.lastSeq(),
                counters.lastReadSeq(),
                counters.peerLastReadSeq(),
                counters.unreadCount(),
                row.getOffsetDateTime("last_message_at"));
    }
}
