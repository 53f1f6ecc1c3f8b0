package dev.guildhall.chat;

import dev.guildhall.db.KeysetPosition;
import dev.guildhall.db.NamedStatement;
import dev.guildhall.db.Page;
import dev.guildhall.db.PageRequest;
import dev.guildhall.db.Rows;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** The counters of conversations in PostgreSQL; the statements are in {@link ChatSql}. */
final class ConversationRepository {

    /** The most recent conversation comes first. */
    Future<Page<Conversation>> list(SqlClient client, UUID caller, PageRequest page) {
        return NamedStatement.query(client, ChatSql.CONVERSATIONS)
                .execute(page.parameters(KeysetPosition.NEWEST).with("caller", caller))
                .map(rows -> page.page(
                        rows,
                        Conversation::from,
                        conversation -> KeysetPosition.at(
                                Objects.requireNonNull(conversation.lastMessageAt()), conversation.userId())));
    }

    /** All counters are 0 if there are no messages yet; empty if there is no such peer. */
    Future<Optional<Conversation>> find(SqlClient client, UUID caller, UUID peer) {
        return NamedStatement.query(client, ChatSql.CONVERSATION)
                .mapTo(Conversation::from)
                .execute(MessageRepository.pair(caller, peer))
                .map(Rows::first);
    }

    /** Moves the caller's read mark forward, never back or beyond the last message; empty if there are no messages yet. */
    Future<Optional<ChatService.ReadMark>> markRead(SqlClient client, UUID caller, UUID peer, long upToSeq) {
        return NamedStatement.query(client, ChatSql.MARK_READ)
                .mapTo(row -> new ChatService.ReadMark(
                        row.getLong("last_seq"), row.getLong("last_read_seq"), row.getBoolean("has_moved")))
                .execute(MessageRepository.pair(caller, peer).with("up_to_seq", upToSeq))
                .map(Rows::first);
    }

    Future<ChatService.Overview> findOverview(SqlClient client, UUID caller, int limit) {
        return NamedStatement.query(client, ChatSql.OVERVIEW)
                .mapTo(row -> Map.entry(ConversationCounters.from(row), row.getLong("unread_total")))
                .execute(Map.of("caller", caller, "limit", limit))
                .map(Rows::list)
                .map(rows -> new ChatService.Overview(
                        rows.stream().map(Map.Entry::getKey).toList(),
                        rows.isEmpty() ? 0 : rows.get(0).getValue()));
    }

    /** The most recent conversations and the requested ones, most recent first. */
    Future<List<ConversationCounters>> listToSync(
            SqlClient client, UUID caller, int limit, Collection<UUID> requested) {
        return NamedStatement.query(client, ChatSql.TO_SYNC)
                .mapTo(ConversationCounters::from)
                .execute(Map.of("caller", caller, "limit", limit, "requested", requested.toArray(UUID[]::new)))
                .map(Rows::list);
    }
}
