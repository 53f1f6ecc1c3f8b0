package dev.guildhall.realtime;

import dev.guildhall.db.Ids;
import dev.guildhall.support.CountedMessages;
import dev.guildhall.support.Person;
import dev.guildhall.support.Sql;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Messages without an event, since they are inserted directly into the database. */
final class InsertedMessages {
    private InsertedMessages() {}

    /**
     * Inserts this many, with the next numbers of the conversation. Their ids are in the same order, since the safety net reads by
     * id and begins to push before it has read all.
     */
    static void insert(Sql sql, Person sender, Person receiver, int count, String content) {
        sql.update(
                "with c as (" + CountedMessages.COUNT + """
                )
                insert into messages (id, sender_id, receiver_id, seq, content)
                select id, ?, ?, last_seq - ? + n, ? from c, unnest(?::uuid[]) with ordinality as ids (id, n)
                """,
                sender.id(),
                receiver.id(),
                count,
                sender.id(),
                receiver.id(),
                count,
                content,
                Stream.generate(Ids::next)
                        .limit(count)
                        .map(UUID::toString)
                        .sorted()
                        .collect(Collectors.joining(",", "{", "}")));
    }
}
