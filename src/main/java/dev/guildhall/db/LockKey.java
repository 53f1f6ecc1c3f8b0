package dev.guildhall.db;

/**
 * Names a row that writes lock, so that those of them that would only wait for each other do not take up connections.
 *
 * @param name of the row, such as {@code order} and its id
 * @param maxWaiting how many writes may wait for it in memory when this one joins them; beyond it this one is refused
 */
public record LockKey(String name, int maxWaiting) {
    private static final int MAX_WAITING_TO_CHANGE = 8;
    private static final int MAX_WAITING_TO_SHARE = 64;

    /** For a write that changes the row. */
    public static LockKey changing(String kind, Object id) {
        return new LockKey(kind + " " + id, MAX_WAITING_TO_CHANGE);
    }

    /** For a write that locks the row only briefly on its way, and that many may rightly ask for at once. */
    public static LockKey sharing(String kind, Object id) {
        return new LockKey(kind + " " + id, MAX_WAITING_TO_SHARE);
    }
}
