package dev.guildhall.postgres;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waits by polling, for conditions without a notification: a lock of a process, its end, a line in its file. */
final class Poll {
    private static final Duration INTERVAL = Duration.ofMillis(10);

    private Poll() {}

    interface Condition {
        boolean holds() throws IOException;
    }

    /** Blocks until the condition holds or the timeout has passed, and returns whether it holds. */
    static boolean await(Duration timeout, Condition condition) throws IOException {
        long start = System.nanoTime();
        while (!condition.holds()) {
            if (System.nanoTime() - start > timeout.toNanos()) {
                return false;
            }
            pause(INTERVAL);
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
