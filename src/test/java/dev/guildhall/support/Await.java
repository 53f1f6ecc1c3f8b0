package dev.guildhall.support;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waits for a condition by polling it. */
public final class Await {
    private static final Duration POLL_INTERVAL = Duration.ofMillis(10);

    private Await() {}

    /** Returns whether the condition became true in that time. */
    public static boolean until(Duration atMost, Condition condition) throws IOException {
        long start = System.nanoTime();
        while (!condition.holds()) {
            if (System.nanoTime() - start > atMost.toNanos()) {
                return false;
            }
            LockSupport.parkNanos(POLL_INTERVAL.toNanos());
        }
        return true;
    }

    @FunctionalInterface
    public interface Condition {
        boolean holds() throws IOException;
    }
}
