package dev.guildhall.chat;

import dev.guildhall.auth.Caller;
import dev.guildhall.db.KeysetPosition;
import dev.guildhall.db.NamedStatement;
import dev.guildhall.db.Page;
import dev.guildhall.db.PageRequest;
import dev.guildhall.db.PagedSelect;
import dev.guildhall.db.Parameters;
import dev.guildhall.db.Rows;
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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Messages in PostgreSQL; the statements are in {@link ChatSql}. */
final class MessageRepository {
    /** Violated if a sender uses a client_msg_id again. */
    static final String CLIENT_MSG_ID_CONSTRAINT = "messages_client_key";

    private static final String PRUNE_STARTS = """
            delete from conversation_starts where (sender_id, receiver_id) in (
              select sender_id, receiver_id from conversation_starts where started_at < now() - interval '1 day'
              order by started_at limit #{rows} for update skip locked)
            """;

    private final int maxNewPerHour;

    /** @param maxNewPerHour limit of new conversations of one user in an hour; 0: no limit */
    MessageRepository(int maxNewPerHour) {
        this.maxNewPerHour = maxNewPerHour;
    }

    /**
     * Saves messages in different conversations, and returns them by their ids. One whose receiver or order is not valid is not saved, and
     * neither is one that would exceed the limit of new conversations. Of several, one is not saved either that belongs to a conversation
     * that is locked, or begins one while the number of these is limited.
     */
    Future<Map<UUID, MessageSaved>> send(SqlClient client, List<UnsavedMessage> messages) {
        return messages.size() == 1 ? sendOne(client, messages.get(0)) : sendSeveral(client, messages);
    }

    private Future<Map<UUID, MessageSaved>> sendOne(SqlClient client, UnsavedMessage unsaved) {
        NewMessage message = unsaved.message();
        return NamedStatement.query(client, ChatSql.SEND)
                .mapTo(row -> saved(row, unsaved.connection()))
                .execute(sendParameters(unsaved.sender(), message)
                        .with("id", unsaved.id())
                        .with("content", message.content())
                        .with("client_msg_id", message.clientMsgId()))
                .map(rows -> Rows.byId(rows, saved -> saved.message().id()));
    }

    Future<Map<UUID, MessageSaved>> sendSeveral(SqlClient client, List<UnsavedMessage> messages) {
        Map<UUID, @Nullable UUID> connections = new HashMap<>();
        messages.forEach(each -> connections.put(each.id(), each.connection()));
        return NamedStatement.query(client, ChatSql.SEND_ALL)
                .mapTo(row -> saved(row, connections.get(row.getUUID("id"))))
                .execute(UnsavedMessage.COLUMNS.parameters(messages).with("max_per_hour", maxNewPerHour))
                .map(rows -> Rows.byId(rows, saved -> saved.message().id()));
    }

    /** The current receiver, to explain why a message was not saved; empty if there is no such user. */
    Future<Optional<ReceiverSnapshot>> findReceiver(SqlClient client, UUID sender, NewMessage message) {
        return NamedStatement.query(client, ChatSql.EXPLAIN_SEND)
                .mapTo(ReceiverSnapshot::from)
                .execute(sendParameters(sender, message))
                .map(Rows::first);
    }

    Future<Optional<Message>> findByClientId(SqlClient client, UUID sender, UUID clientMsgId) {
        return NamedStatement.query(client, ChatSql.FIND_BY_CLIENT_ID)
                .mapTo(Message::from)
                .execute(Map.of("caller", sender, "client_msg_id", clientMsgId))
                .map(Rows::first);
    }

    /** The messages of two users between the two numbers, newest first; empty if there is no such peer. */
    Future<Optional<Page<Message>>> list(
            SqlClient client, UUID caller, UUID peer, long afterSeq, long beforeSeq, PageRequest page) {
        Parameters parameters = pair(caller, peer)
                .with(page.parameters(KeysetPosition.at(Long.MAX_VALUE)))
                .with("after_seq", afterSeq)
                .with("before_seq", beforeSeq);
        return NamedStatement.query(client, ChatSql.LIST)
                .execute(parameters)
                .map(rows -> page.pageOrNone(rows, "id", Message::from, message -> KeysetPosition.at(message.seq())));
    }

    /** The messages about an order, newest first; empty if the caller may not see it. */
    Future<Optional<Page<Message>>> listOfOrder(SqlClient client, UUID order, Caller caller, PageRequest page) {
        return NamedStatement.query(client, ChatSql.LIST_OF_ORDER)
                .execute(Parameters.ofCaller(caller.id(), caller.isAdmin())
                        .with("order", order)
                        .with(page.parameters(KeysetPosition.NEWEST)))
                .map(rows -> page.pageOrNone(
                        rows, "id", Message::from, message -> KeysetPosition.at(message.createdAt(), message.id())));
    }

    /** The messages after {@code afterSeq}, oldest first; fewer than {@code limit} if their text is long. */
    Future<List<Message>> findMissing(SqlClient client, UUID caller, UUID peer, long afterSeq, int limit) {
        return NamedStatement.query(client, ChatSql.MISSING)
                .mapTo(Message::from)
                .execute(pair(caller, peer).with("after_seq", afterSeq).with("rows", limit))
                .map(Rows::list);
    }

    /**
     * These messages with their current counters, in the order in which they were written. Reads each page with a separate
     * statement, so that other reads can use the connection in between.
     */
    Future<List<MessageSaved>> findByIds(SqlClient client, Collection<UUID> ids) {
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
                    return findByIds(client, rest)
                            .map(others -> Stream.concat(page.stream(), others.stream())
                                    .toList());
                });
    }

    /** Deletes old starts of conversations that no longer count for the limit; returns how many. */
    Future<Integer> pruneStarts(SqlClient client, int limit) {
        return NamedStatement.update(client, PRUNE_STARTS)
                .execute(Map.of("rows", limit))
                .map(SqlResult::rowCount);
    }

    private Parameters sendParameters(UUID sender, NewMessage message) {
        return pair(sender, message.receiver())
                .with("order", message.order())
                .with("max_per_hour", maxNewPerHour)
                .with("max_per_day", maxNewPerHour * Limits.CONVERSATION_HOURS_A_DAY);
    }

    static Parameters pair(UUID caller, UUID peer) {
        return Parameters.of("caller", caller).with("peer", peer);
    }

    private static MessageSaved saved(Row row, @Nullable UUID connection) {
        return new MessageSaved(
                Message.from(row), row.getLong("receiver_unread"), row.getLong("sender_unread"), connection);
    }
}
