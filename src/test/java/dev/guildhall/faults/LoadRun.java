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

/** How far the run has got, known to everybody who takes part; who fails ends it for all. */
final class LoadRun {
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private final AtomicInteger effects = new AtomicInteger();
    private final Map<String, AtomicInteger> tally = new ConcurrentHashMap<>();
    private volatile boolean isWriting = true;
    private volatile String phase = "calm";

    /** Whether anything new is to be said or done. */
    boolean isWriting() {
        return isWriting;
    }

    void stopWriting() {
        isWriting = false;
    }

    boolean isOver() {
        return over.getCount() == 0;
    }

    void end() {
        over.countDown();
    }

    void fail(Throwable reason) {
        if (failure.compareAndSet(null, reason)) {
            end();
        }
    }

    void enter(String name) {
        phase = name;
    }

    /** Something was acknowledged. */
    void effect() {
        effects.incrementAndGet();
    }

    void count(String what) {
        tally.computeIfAbsent(phase + " " + what, first -> new AtomicInteger()).incrementAndGet();
    }

    Map<String, AtomicInteger> tally() {
        return new TreeMap<>(tally);
    }

    /** Returns after that time, or throws once the run has ended, with what it failed by. */
    void pause(long ms) {
        try {
            if (over.await(ms, TimeUnit.MILLISECONDS)) {
                throw over();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw over();
        }
    }

    private CancellationException over() {
        CancellationException over = new CancellationException();
        over.initCause(failure.get());
        return over;
    }

    /** Waits until so much more was acknowledged: whatever happened, work goes on. */
    void awaitEffects(int more) {
        int enough = effects.get() + more;
        await("only " + effects.get() + " effects", 60, () -> effects.get() >= enough);
    }

    void await(String otherwise, int seconds, BooleanSupplier condition) {
        if (!isReached(seconds, condition)) {
            throw new AssertionError(otherwise);
        }
    }

    @CanIgnoreReturnValue
    boolean isReached(int seconds, BooleanSupplier condition) {
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
