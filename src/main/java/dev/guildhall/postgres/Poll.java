package dev.guildhall.postgres;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waiting for what cannot call us back: a lock of another process, its end, a line in a file that it writes. */
final class Poll {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(10);

    private Poll() {}

    interface Condition {
        boolean holds() throws IOException;
    }

    /** Whether the condition came to hold in that time; blocks the calling thread until then. */
    static boolean await(Duration atMost, Condition condition) throws IOException {
        long start = System.nanoTime();
        while (!condition.holds()) {
            if (System.nanoTime() - start > atMost.toNanos()) {
                return false;
            }
            pause(BETWEEN_LOOKS);
        }
        return true;
    }

    static void pause(Duration duration) throws InterruptedIOException {
        LockSupport.parkNanos(duration.toNanos());
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("Interrupted while waiting for the embedded PostgreSQL");
        }
    }
}
