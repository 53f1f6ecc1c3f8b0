package dev.guildhall.chat;

import dev.guildhall.auth.Caller;
import dev.guildhall.db.NamedStatement;
import dev.guildhall.db.Rows;
import dev.guildhall.http.Ids;
import dev.guildhall.http.KeysetPosition;
import dev.guildhall.http.Page;
import dev.guildhall.http.PageRequest;
import dev.guildhall.http.PagedSelect;
import dev.guildhall.limit.Limits;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlResult;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Messages in PostgreSQL; the statements stand in {@link ChatSql}. */
final class MessageRepository {
    /** Violated by the second use of a client_msg_id. */
    static final String CLIENT_KEY = "messages_client_key";

    private static final KeysetPosition LAST = new KeysetPosition(String.valueOf(Long.MAX_VALUE), new UUID(0, 0));

    private static final String PRUNE_STARTS = """
            delete from conversation_starts where (sender_id, receiver_id) in (
              select sender_id, receiver_id from conversation_starts where started_at < now() - interval '1 day'
              order by started_at limit #{rows} for update skip locked)
            """;

    /**
     * Saves a message; empty if its receiver or its order will not do, or if it would begin one conversation too many.
     *
     * @param newAnHour how many conversations one person may begin in an hour; 0: any number
     */
    Future<Optional<MessageSaved>> send(
            SqlClient client, UUID sender, NewMessage message, @Nullable UUID connection, int newAnHour) {
        Map<String, @Nullable Object> parameters = toSend(sender, message, newAnHour);
        parameters.put("id", Ids.next());
        parameters.put("content", message.content());
        parameters.put("client_msg_id", message.clientMsgId());
        return NamedStatement.query(client, ChatSql.SEND)
                .mapTo(row -> saved(row, connection))
                .execute(parameters)
                .map(Rows::first);
    }

    /** What stands against a message that was not saved; empty if there is no such receiver. */
    Future<Optional<Obstacles>> obstacles(SqlClient client, UUID sender, NewMessage message, int newAnHour) {
        Map<String, @Nullable Object> parameters = toSend(sender, message, newAnHour);
        return NamedStatement.query(client, ChatSql.EXPLAIN_SEND)
                .mapTo(row -> new Obstacles(
                        row.getBoolean("is_active"),
                        row.getBoolean("is_order_theirs"),
                        row.getInteger("retry_after_s")))
                .execute(parameters)
                .map(Rows::first);
    }

    Future<Optional<Message>> findByClientId(SqlClient client, UUID sender, UUID clientMsgId) {
        return NamedStatement.query(client, ChatSql.FIND_BY_CLIENT_ID)
                .mapTo(Message::from)
                .execute(Map.of("caller", sender, "client_msg_id", clientMsgId))
                .map(Rows::first);
    }

    /** The conversation of two people, newest first, within the given bounds; empty if there is no such peer. */
    Future<Optional<Page<Message>>> list(
            SqlClient client, UUID caller, UUID peer, long afterSeq, long beforeSeq, PageRequest page) {
        Map<String, @Nullable Object> parameters = pair(caller, peer);
        parameters.putAll(page.keyset(LAST));
        parameters.put("after_seq", afterSeq);
        parameters.put("before_seq", beforeSeq);
        return page(
                client,
                ChatSql.LIST,
                parameters,
                page,
                message -> new KeysetPosition(String.valueOf(message.seq()), message.id()));
    }

    /** The messages about an order, newest first; empty if the caller may not see it. */
    Future<Optional<Page<Message>>> listOfOrder(SqlClient client, UUID order, Caller caller, PageRequest page) {
        Map<String, @Nullable Object> parameters = new HashMap<>(page.keyset(KeysetPosition.NEWEST));
        parameters.put("order", order);
        parameters.put("caller", caller.id());
        parameters.put("is_admin", caller.isAdmin());
        return page(
                client,
                ChatSql.LIST_OF_ORDER,
                parameters,
                page,
                message -> KeysetPosition.at(message.createdAt(), message.id()));
    }

    /** What a device that stands at {@code afterSeq} lacks, oldest first; no more than fits on a page. */
    Future<List<Message>> missing(SqlClient client, UUID caller, UUID peer, long afterSeq, int most) {
        Map<String, @Nullable Object> parameters = pair(caller, peer);
        parameters.put("after_seq", afterSeq);
        parameters.put("rows", most);
        return NamedStatement.query(client, ChatSql.MISSING)
                .mapTo(Message::from)
                .execute(parameters)
                .map(Rows::list);
    }

    /**
     * These messages with their counters as they stand now, in the order in which they were written. They are read in as many
     * statements as there are pages of them, so that the connection carries other reads in between.
     */
    Future<List<MessageSaved>> byIds(SqlClient client, Collection<UUID> ids) {
        return NamedStatement.query(client, ChatSql.BY_IDS)
                .execute(Map.of("ids", ids.toArray(UUID[]::new)))
                .map(Rows::list)
                .compose(rows -> {
                    List<MessageSaved> page =
                            rows.stream().map(row -> saved(row, null)).toList();
                    if (rows.isEmpty() || !PagedSelect.hasNext(rows.get(rows.size() - 1))) {
                        return Future.succeededFuture(page);
                    }
                    Set<UUID> rest = new HashSet<>(ids);
                    page.forEach(saved -> rest.remove(saved.message().id()));
                    return byIds(client, rest)
                            .map(others -> Stream.concat(page.stream(), others.stream())
                                    .toList());
                });
    }

    /** Forgets some of the beginnings of conversations that count no more; how many. */
    Future<Integer> pruneStarts(SqlClient client, int most) {
        return NamedStatement.update(client, PRUNE_STARTS)
                .execute(Map.of("rows", most))
                .map(SqlResult::rowCount);
    }

    private static Map<String, @Nullable Object> toSend(UUID sender, NewMessage message, int newAnHour) {
        Map<String, @Nullable Object> parameters = pair(sender, message.receiver());
        parameters.put("order", message.order());
        parameters.put("an_hour", newAnHour);
        parameters.put("a_day", newAnHour * Limits.CONVERSATION_HOURS_A_DAY);
        return parameters;
    }

    static Map<String, @Nullable Object> pair(UUID caller, UUID peer) {
        Map<String, @Nullable Object> parameters = new HashMap<>();
        parameters.put("caller", caller);
        parameters.put("peer", peer);
        return parameters;
    }

    private static Future<Optional<Page<Message>>> page(
            SqlClient client,
            String sql,
            Map<String, @Nullable Object> parameters,
            PageRequest page,
            Function<Message, KeysetPosition> position) {
        return NamedStatement.query(client, sql)
                .execute(parameters)
                .map(rows -> page.pageOrNone(rows, "id", Message::from, position));
    }

    private static MessageSaved saved(Row row, @Nullable UUID connection) {
        return new MessageSaved(
                Message.from(row), row.getLong("receiver_unread"), row.getLong("sender_unread"), connection);
    }

    /** @param retryAfterS when the sender may begin another conversation; null: now */
    record Obstacles(
            boolean isReceiverActive,
            boolean isOrderTheirs,
            @Nullable Integer retryAfterS) {}
}
