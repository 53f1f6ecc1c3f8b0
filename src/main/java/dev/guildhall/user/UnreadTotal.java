package dev.guildhall.user;

/** The number of unread messages of a user, in all conversations. */
public final class UnreadTotal {
    private UnreadTotal() {}

    /**
     * An SQL expression; not an SQL function, since a function call costs more than the rest of {@code GET /me}. Whoever has unread messages
     * in a conversation has read less of it than the other.
     *
     * @param user an expression for the id of the user, such as {@code u.id}
     */
    public static String of(String user) {
        return """
                (select coalesce(sum(c.last_seq - least(c.low_read_seq, c.high_read_seq)), 0)::bigint
                 from conversations c where c.unread_by = %s)
                """.formatted(user);
    }
}
