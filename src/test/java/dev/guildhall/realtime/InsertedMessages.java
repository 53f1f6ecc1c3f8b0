package dev.guildhall.realtime;

import dev.guildhall.support.Person;
import dev.guildhall.support.Sql;

/** Messages without an event, since they are inserted directly into the database. */
final class InsertedMessages {
    private InsertedMessages() {}

    /** Inserts this many, with the next numbers of the conversation. */
    static void insert(Sql sql, Person sender, Person receiver, int count, String content) {
        sql.update(
                """
                with c as (
                  insert into conversations as c (user_low, user_high, last_seq)
                  values (least(?, ?), greatest(?, ?), ?)
                  on conflict (user_low, user_high) do update set last_seq = c.last_seq + excluded.last_seq
                  returning last_seq)
                insert into messages (id, sender_id, receiver_id, seq, content)
                select gen_random_uuid(), ?, ?, last_seq - ? + n, ? from c, generate_series(1, ?) n
                """,
                sender.id(),
                receiver.id(),
                sender.id(),
                receiver.id(),
                (long) count,
                sender.id(),
                receiver.id(),
                count,
                content,
                count);
    }
}
