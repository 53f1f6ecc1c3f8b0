package dev.guildhall.chat;

import io.vertx.sqlclient.Row;
import java.util.UUID;

/** The counters of a conversation from the view of one user. */
public record ConversationCounters(
        UUID userId, long lastSeq, long lastReadSeq, long peerLastReadSeq, long unreadCount) {

    static ConversationCounters from(Row row) {
        long last = row.getLong("last_seq");
        long read = row.getLong("last_read_seq");
        return new ConversationCounters(
                row.getUUID("peer"), last, read, row.getLong("peer_last_read_seq"), last - read);
    }
}
