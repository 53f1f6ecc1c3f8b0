package dev.guildhall.user;

/** How many messages a person has not read, in all their conversations. */
public final class UnreadTotal {
    private UnreadTotal() {}

    /**
     * An expression, and no SQL function, since a call of one costs more than the rest of {@code GET /me}.
     *
     * @param user an expression for the person's id, such as {@code u.id}
     */
    public static String of(String user) {
        return """
                (select coalesce(sum(unread), 0)::bigint from (
                   select last_seq - low_read_seq as unread from conversations where user_low = %1$s
                   union all
                   select last_seq - high_read_seq from conversations where user_high = %1$s) c)
                """.formatted(user);
    }
}
