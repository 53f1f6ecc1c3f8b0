package dev.guildhall.bench;

import io.vertx.core.Context;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Begins actions at a fixed rate, however long they take: a server that stalls is not asked less often. */
final class OpenLoop {
    private static final long SECOND_NS = TimeUnit.SECONDS.toNanos(1);

    private OpenLoop() {}

    /** Blocks until the last action was handed to the event loop. */
    static void run(Context loop, int rate, int seconds, Action action) {
        long start = System.nanoTime();
        int n = 0;
        while (n < rate * seconds) {
            long due = start + n * SECOND_NS / rate;
            long early = due - System.nanoTime();
            if (early > 0) {
                LockSupport.parkNanos(early);
            } else {
                int number = n++;
                loop.runOnContext(now -> action.begin(number, due));
            }
        }
    }

    interface Action {
        /** @param due when it should begin, by {@link System#nanoTime}; latency counts from then */
        void begin(int number, long due);
    }
}
