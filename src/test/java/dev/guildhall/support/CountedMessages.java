package dev.guildhall.support;

import java.util.UUID;

/** The counters of a conversation as after messages that a test inserts directly into the database. */
public final class CountedMessages {
    /**
     * A statement for a {@code with} clause, which returns {@code last_seq}. Parameters: the sender, the receiver, how many more messages
     * there are.
     */
    public static final String COUNT = """
            insert into conversations as c (user_low, user_high, last_seq, low_read_seq, high_read_seq)
            select least(sender, receiver), greatest(sender, receiver), n,
                   case when sender < receiver then n else 0 end, case when sender < receiver then 0 else n end
            from (values (?::uuid, ?::uuid, ?::bigint)) sent (sender, receiver, n)
            on conflict (user_low, user_high) do update set
              last_seq = c.last_seq + excluded.last_seq,
              low_read_seq = case when excluded.low_read_seq > 0 then c.last_seq + excluded.last_seq else c.low_read_seq end,
              high_read_seq = case when excluded.high_read_seq > 0 then c.last_seq + excluded.last_seq else c.high_read_seq end
            returning last_seq
            """;

    private CountedMessages() {}

    public static void count(Sql sql, UUID sender, UUID receiver, int messages) {
        sql.rows(COUNT, sender, receiver, messages);
    }
}
