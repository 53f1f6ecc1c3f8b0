package dev.guildhall.bus;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Lines that wait to be sent to other nodes. Any thread adds, one takes. */
final class NotifyQueue {
    /** About a second's worth of what the bridge can carry. */
    static final int MAX_WAITING = 20_000;

    /** PostgreSQL takes 7,999 bytes in a notification. */
    static final int MAX_BYTES = 7_800;

    private static final int MAX_LINE = MAX_BYTES / 2;

    private final Queue<String> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger size = new AtomicInteger();

    /** False if the line is refused: too many are waiting, or it is too long. */
    boolean add(String line) {
        if (line.length() > MAX_LINE) {
            return false;
        }
        if (size.incrementAndGet() > MAX_WAITING) {
            size.decrementAndGet();
            return false;
        }
        waiting.add(line);
        return true;
    }

    /** The given first line and as many of the waiting lines as fit into one notification. All are ASCII, so a char is a byte. */
    Batch next(String first) {
        StringBuilder text = new StringBuilder(first);
        int lines = 0;
        for (String line = waiting.peek();
                line != null && text.length() + 1 + line.length() <= MAX_BYTES;
                line = waiting.peek()) {
            text.append('\n').append(line);
            waiting.remove();
            lines++;
        }
        size.addAndGet(-lines);
        return new Batch(text.toString(), lines, waiting.peek() != null);
    }

    int size() {
        return size.get();
    }

    /** @param isFull whether another line was waiting that did not fit */
    record Batch(String text, int lines, boolean isFull) {}
}
