package dev.guildhall.faults;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The state of a run, shared by all threads of the load. The first failure ends the run for all of them. */
final class LoadRun {
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final CountDownLatch end = new CountDownLatch(1);
    private final AtomicInteger acknowledgedWrites = new AtomicInteger();
    private final Map<String, AtomicInteger> counts = new ConcurrentHashMap<>();
    private volatile boolean isWriting = true;
    private volatile String phase = "calm";

    /** Whether the load should begin new writes. */
    boolean isWriting() {
        return isWriting;
    }

    void stopWriting() {
        isWriting = false;
    }

    boolean hasEnded() {
        return end.getCount() == 0;
    }

    void end() {
        end.countDown();
    }

    void fail(Throwable reason) {
        if (failure.compareAndSet(null, reason)) {
            end();
        }
    }

    void startPhase(String name) {
        phase = name;
    }

    /** Counts an acknowledged write. */
    void countWrite() {
        acknowledgedWrites.incrementAndGet();
    }

    void count(String what) {
        counts.computeIfAbsent(phase + " " + what, first -> new AtomicInteger()).incrementAndGet();
    }

    Map<String, AtomicInteger> counts() {
        return new TreeMap<>(counts);
    }

    /**
     * Returns after this time.
     *
     * @throws CancellationException as soon as the run has ended; its cause is the failure that ended it, if any
     */
    void pause(long ms) {
        try {
            if (end.await(ms, TimeUnit.MILLISECONDS)) {
                throw ended();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ended();
        }
    }

    private CancellationException ended() {
        CancellationException ended = new CancellationException();
        ended.initCause(failure.get());
        return ended;
    }

    /** Waits until this many more writes were acknowledged, which shows that work goes on. */
    void awaitWrites(int more) {
        int enough = acknowledgedWrites.get() + more;
        await(
                "no " + more + " more acknowledged writes within 60 s, after " + acknowledgedWrites.get(),
                60,
                () -> acknowledgedWrites.get() >= enough);
    }

    void await(String message, int seconds, BooleanSupplier condition) {
        if (!becomesTrue(seconds, condition)) {
            throw new AssertionError(message);
        }
    }

    @CanIgnoreReturnValue
    boolean becomesTrue(int seconds, BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (!condition.getAsBoolean()) {
            Throwable reason = failure.get();
            if (reason != null) {
                throw new AssertionError("the load failed", reason);
            }
            if (System.nanoTime() > deadline) {
                return false;
            }
            pause(20);
        }
        return true;
    }
}
