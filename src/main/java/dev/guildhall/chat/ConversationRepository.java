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

/** The counters of conversations in PostgreSQL; the statements stand in {@link ChatSql}. */
final class ConversationRepository {

    /** Latest first. */
    Future<Page<Conversation>> list(SqlClient client, UUID caller, PageRequest page) {
        return NamedStatement.query(client, ChatSql.CONVERSATIONS)
                .execute(page.parameters(KeysetPosition.NEWEST).with("caller", caller))
                .map(rows -> page.page(
                        rows,
                        Conversation::from,
                        conversation -> KeysetPosition.at(
                                Objects.requireNonNull(conversation.lastMessageAt()), conversation.userId())));
    }

    /** Zeros where nothing was said yet; empty if there is no such peer. */
    Future<Optional<Conversation>> find(SqlClient client, UUID caller, UUID peer) {
        return NamedStatement.query(client, ChatSql.CONVERSATION)
                .mapTo(Conversation::from)
                .execute(MessageRepository.pair(caller, peer))
                .map(Rows::first);
    }

    /** Moves the caller's mark forward, never back nor beyond the last message; empty if nothing was said yet. */
    Future<Optional<ChatService.Reading>> read(SqlClient client, UUID caller, UUID peer, long upToSeq) {
        return NamedStatement.query(client, ChatSql.READ)
                .mapTo(row -> new ChatService.Reading(
                        row.getLong("last_seq"), row.getLong("last_read_seq"), row.getBoolean("has_moved")))
                .execute(MessageRepository.pair(caller, peer).with("up_to_seq", upToSeq))
                .map(Rows::first);
    }

    Future<ChatService.Overview> overview(SqlClient client, UUID caller, int most) {
        return NamedStatement.query(client, ChatSql.HELLO)
                .mapTo(row -> Map.entry(ConversationCounters.from(row), row.getLong("unread_total")))
                .execute(Map.of("caller", caller, "most", most))
                .map(Rows::list)
                .map(rows -> new ChatService.Overview(
                        rows.stream().map(Map.Entry::getKey).toList(),
                        rows.isEmpty() ? 0 : rows.get(0).getValue()));
    }

    /** The most recent conversations and the named ones, most recent first. */
    Future<List<ConversationCounters>> toSync(SqlClient client, UUID caller, int most, Collection<UUID> named) {
        return NamedStatement.query(client, ChatSql.TO_SYNC)
                .mapTo(ConversationCounters::from)
                .execute(Map.of("caller", caller, "most", most, "named", named.toArray(UUID[]::new)))
                .map(Rows::list);
    }
}
