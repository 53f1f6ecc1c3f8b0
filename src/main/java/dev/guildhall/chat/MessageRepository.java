package dev.guildhall.chat;

import dev.guildhall.auth.Caller;
import dev.guildhall.db.KeysetPosition;
import dev.guildhall.db.NamedStatement;
import dev.guildhall.db.Page;
import dev.guildhall.db.PageRequest;
import dev.guildhall.db.PagedSelect;
import dev.guildhall.db.Parameters;
import dev.guildhall.db.Rows;
import dev.guildhall.http.Ids;
import dev.guildhall.limit.Limits;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlResult;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Messages in PostgreSQL; the statements stand in {@link ChatSql}. */
final class MessageRepository {
    /** Violated by the second use of a client_msg_id. */
    static final String CLIENT_KEY = "messages_client_key";

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
        return NamedStatement.query(client, ChatSql.SEND)
                .mapTo(row -> saved(row, connection))
                .execute(toSend(sender, message, newAnHour)
                        .with("id", Ids.next())
                        .with("content", message.content())
                        .with("client_msg_id", message.clientMsgId()))
                .map(Rows::first);
    }

    /** The receiver as they are now, for saying why a message was not saved; empty if there is no such person. */
    Future<Optional<ReceiverSnapshot>> receiver(SqlClient client, UUID sender, NewMessage message, int newAnHour) {
        return NamedStatement.query(client, ChatSql.EXPLAIN_SEND)
                .mapTo(ReceiverSnapshot::from)
                .execute(toSend(sender, message, newAnHour))
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

    /** What a device that stands at {@code afterSeq} lacks, oldest first; no more than fits on a page. */
    Future<List<Message>> missing(SqlClient client, UUID caller, UUID peer, long afterSeq, int most) {
        return NamedStatement.query(client, ChatSql.MISSING)
                .mapTo(Message::from)
                .execute(pair(caller, peer).with("after_seq", afterSeq).with("rows", most))
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

    private static Parameters toSend(UUID sender, NewMessage message, int newAnHour) {
        return pair(sender, message.receiver())
                .with("order", message.order())
                .with("an_hour", newAnHour)
                .with("a_day", newAnHour * Limits.CONVERSATION_HOURS_A_DAY);
    }

    static Parameters pair(UUID caller, UUID peer) {
        return Parameters.of("caller", caller).with("peer", peer);
    }

    private static MessageSaved saved(Row row, @Nullable UUID connection) {
        return new MessageSaved(
                Message.from(row), row.getLong("receiver_unread"), row.getLong("sender_unread"), connection);
    }
}
