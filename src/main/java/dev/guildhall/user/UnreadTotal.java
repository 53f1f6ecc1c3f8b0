package dev.guildhall.user;

/** The number of unread messages of a user, in all conversations. */
public final class UnreadTotal {
    private UnreadTotal() {}

    /**
     * An SQL expression; not an SQL function, since a function call costs more than the rest of {@code GET /me}.
     *
     * @param user an expression for the id of the user, such as {@code u.id}
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
