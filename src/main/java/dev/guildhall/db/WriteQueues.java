package dev.guildhall.db;

import dev.guildhall.failure.Failure;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Timer;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Limits the writes with the same {@link LockKey} to two at a time; the others wait in memory. A write that waits for a row lock holds a
 * connection, and without this limit a few clients that change one row could take all connections of the node.
 */
final class WriteQueues {
    static final int MAX_RUNNING = 2;
    /** In milliseconds; the same as for a connection. */
    static final int MAX_WAIT_MS = 2_000;

    /** In milliseconds; PostgreSQL cancels a write earlier, so a result that has not arrived by then never will. */
    private static final int MAX_RUN_MS = 15_000;

    private final Vertx vertx;
    private final int maxRunMs;
    /** Guarded by this, like the queues in it. A key without a running write has no entry. */
    private final Map<String, WriteQueue> queues = new HashMap<>();

    WriteQueues(Vertx vertx, MeterRegistry registry) {
        this(vertx, MAX_RUN_MS, registry);
    }

    WriteQueues(Vertx vertx, int maxRunMs, MeterRegistry registry) {
        this.vertx = vertx;
        this.maxRunMs = maxRunMs;
        Gauge.builder("database.writes.queued", this, WriteQueues::countWaiting)
                .description("Writes that wait in memory for others of the same order, conversation, gig, user or key")
                .register(registry);
    }

    /**
     * Runs the write as soon as fewer than {@link #MAX_RUNNING} writes of its key run, in the order of the calls.
     *
     * @param refusal the failure if too many writes wait already, or if this one waits longer than {@link #MAX_WAIT_MS}
     */
    <T> Future<T> run(LockKey key, Supplier<Failure> refusal, Supplier<Future<T>> write) {
        Waiter waiter = null;
        synchronized (this) {
            WriteQueue queue = queues.computeIfAbsent(key.name(), first -> new WriteQueue());
            if (queue.running < MAX_RUNNING) {
                queue.running++;
            } else if (queue.waiters.size() < key.maxWaiting()) {
                waiter = new Waiter(vertx.getOrCreateContext(), vertx.timer(MAX_WAIT_MS, TimeUnit.MILLISECONDS));
                queue.waiters.add(waiter);
            } else {
                return Future.failedFuture(refusal.get());
            }
        }
        return waiter == null ? runNow(key, write) : await(key, waiter, refusal).compose(go -> runNow(key, write));
    }

    private Future<Void> await(LockKey key, Waiter waiter, Supplier<Failure> refusal) {
        return waiter.limit()
                .transform(limit -> limit.succeeded() && removeWaiter(key, waiter)
                        ? Future.failedFuture(refusal.get())
                        : Future.succeededFuture());
    }

    private <T> Future<T> runNow(LockKey key, Supplier<Future<T>> write) {
        Future<T> running;
        try {
            running = write.get();
        } catch (RuntimeException e) {
            running = Future.failedFuture(e);
        }
        return running.timeout(maxRunMs, TimeUnit.MILLISECONDS).onComplete(done -> startNext(key));
    }

    private void startNext(LockKey key) {
        Waiter next;
        synchronized (this) {
            WriteQueue queue = Objects.requireNonNull(queues.get(key.name()));
            next = queue.waiters.poll();
            if (next == null && --queue.running == 0) {
                queues.remove(key.name());
            }
        }
        if (next != null) {
            next.context().runOnContext(now -> next.limit().cancel());
        }
    }

    /** Returns whether the waiter was still in the queue. */
    private synchronized boolean removeWaiter(LockKey key, Waiter waiter) {
        WriteQueue queue = queues.get(key.name());
        return queue != null && queue.waiters.remove(waiter);
    }

    synchronized int countWaiting() {
        return queues.values().stream().mapToInt(queue -> queue.waiters.size()).sum();
    }

    /** The keys that have a running write. */
    synchronized Set<String> names() {
        return Set.copyOf(queues.keySet());
    }

    private static final class WriteQueue {
        private final Deque<Waiter> waiters = new ArrayDeque<>();
        private int running;
    }

    /**
     * @param context of the caller, on which the write has to run
     * @param limit cancelled when it is its turn; a future of that context, so that what depends on it stays there
     */
    private record Waiter(Context context, Timer limit) {}
}
