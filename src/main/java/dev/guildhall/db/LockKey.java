package dev.guildhall.db;

/**
 * Names what writes lock, such as a row or an email. Of the writes with the same key two run at a time, and the others wait in
 * memory, without a connection.
 *
 * @param name such as {@code order} and its id
 * @param maxWaiting the write is refused if this many writes with the same key wait already
 */
public record LockKey(String name, int maxWaiting) {
    private static final int MAX_WAITING_TO_CHANGE = 8;
    private static final int MAX_WAITING_BRIEFLY = 64;

    /** For a write that changes the row. */
    public static LockKey changing(String kind, Object id) {
        return new LockKey(kind + " " + id, MAX_WAITING_TO_CHANGE);
    }

    /** For a write that locks the row only for a short time and that many clients may request at the same time. */
    public static LockKey briefly(String kind, Object id) {
        return new LockKey(kind + " " + id, MAX_WAITING_BRIEFLY);
    }
}
