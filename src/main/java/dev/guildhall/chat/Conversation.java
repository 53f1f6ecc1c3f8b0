package dev.guildhall.chat;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.vertx.sqlclient.Row;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A conversation in a list, seen from one of the two: with whom, what was said last, and how far both have read. */
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
