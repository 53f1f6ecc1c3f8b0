package dev.guildhall.db;

import dev.guildhall.failure.Failure;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Timer;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes several writes by one statement: those that an event loop receives together, and all that arrive while the statement before
 * them runs. How many wait is limited by the requests and sockets of the node.
 *
 * @param <W> a write
 * @param <R> its result
 */
public final class SharedWrites<W, R> {
    /**
     * How many shared statements of one kind run at a time in one pool: one more than {@link WriteQueues} lets writes of one row
     * run. Not counted are the halves of a statement that has failed, and the writes that a statement has left out.
     */
    public static final int MAX_RUNNING = 3;

    /** In milliseconds. A statement that takes longer, as one that waits for a lock does, no longer holds up the next one. */
    static final int NEXT_AFTER_MS = 20;

    /** Limit of writes in one statement, so that the first of them does not wait long for the last. */
    private static final int MAX_TOGETHER = 50;

    /** In milliseconds; half as long as for a connection, for which its statement may have to wait after that. */
    private static final int MAX_WAIT_MS = 1_000;

    private final Function<W, UUID> id;
    private final Function<W, Object> conflictKey;
    private final BiFunction<SqlClient, List<W>, Future<Map<UUID, R>>> statement;

    /** Guarded by this, like the queues in it. A pool without a running statement and without waiters has no entry. */
    private final Map<SqlClient, PoolQueue> queues = new HashMap<>();

    /**
     * @param conflictKey two writes with the same one are never in one statement
     * @param statement writes all that are allowed, or none if it fails; returns the results by the ids of the writes. A single write
     *     waits for the locks that it needs. One of several that would have to wait is left out, and made alone afterwards.
     */
    public SharedWrites(
            Function<W, UUID> id,
            Function<W, Object> conflictKey,
            BiFunction<SqlClient, List<W>, Future<Map<UUID, R>>> statement) {
        this.id = id;
        this.conflictKey = conflictKey;
        this.statement = statement;
    }

    /**
     * Makes a write; empty if its statement finds it not allowed. Fails with {@code busy} if it waits longer than {@value #MAX_WAIT_MS}
     * ms. In a transaction that it shares with others, fails with {@link LeftOut} instead of being made alone, and with
     * {@link TransactionFailed} after an error. To be called on an event loop.
     */
    public Future<Optional<R>> write(UnitOfWork work, W write) {
        SqlClient client = work.client();
        if (work.isInTransactionOfItsOwn()) {
            return writeAlone(client, write);
        }
        Context context = Vertx.currentContext();
        Waiter<W, R> waiter =
                new Waiter<>(write, context.owner().timer(MAX_WAIT_MS, TimeUnit.MILLISECONDS), Promise.promise());
        if (add(client, waiter)) {
            // Not at once, so that what the event loop receives together is written together.
            context.runOnContext(received -> writeNext(context.owner(), client));
        }
        return waiter.limit()
                .transform(limit -> limit.succeeded() && remove(client, waiter)
                        ? Future.failedFuture(Failure.Unavailable.busy())
                        : waiter.result().future());
    }

    /** Returns whether a statement may start. */
    private synchronized boolean add(SqlClient client, Waiter<W, R> waiter) {
        PoolQueue queue = queues.computeIfAbsent(client, first -> new PoolQueue());
        queue.waiters.add(waiter);
        return queue.maySend();
    }

    /** Returns whether the write still waited. */
    private synchronized boolean remove(SqlClient client, Waiter<W, R> waiter) {
        PoolQueue queue = queues.get(client);
        return queue != null && queue.waiters.remove(waiter);
    }

    private void writeNext(Vertx vertx, SqlClient client) {
        PoolQueue queue;
        List<Waiter<W, R>> next;
        synchronized (this) {
            queue = queues.get(client);
            if (queue == null || !queue.maySend()) {
                return;
            }
            next = queue.take();
        }
        next.forEach(waiter -> waiter.limit().cancel());
        Timer late = vertx.timer(NEXT_AFTER_MS, TimeUnit.MILLISECONDS);
        late.onSuccess(now -> {
            stopWaitingFor(queue, next);
            writeNext(vertx, client);
        });
        write(client, next).onComplete(done -> {
            late.cancel();
            end(client, queue, next);
            writeNext(vertx, client);
        });
    }

    private synchronized void stopWaitingFor(PoolQueue queue, List<Waiter<W, R>> statement) {
        if (queue.newest == statement) {
            queue.newest = null;
        }
    }

    private synchronized void end(SqlClient client, PoolQueue queue, List<Waiter<W, R>> statement) {
        stopWaitingFor(queue, statement);
        if (--queue.running == 0 && queue.waiters.isEmpty()) {
            queues.remove(client);
        }
    }

    private Future<?> write(SqlClient client, List<Waiter<W, R>> waiters) {
        if (client instanceof SqlConnection) {
            return writeInSharedTransaction(client, waiters);
        }
        return waiters.size() == 1 ? writeAlone(client, waiters.get(0)) : writeTogether(client, waiters);
    }

    private Future<?> writeInSharedTransaction(SqlClient client, List<Waiter<W, R>> waiters) {
        if (waiters.size() == 1) {
            // The statement of a single write waits for locks.
            waiters.get(0).result().fail(new LeftOut());
            return Future.succeededFuture();
        }
        return execute(client, waiters.stream().map(Waiter::write).toList())
                .onSuccess(results -> waiters.forEach(waiter -> {
                    R result = results.get(id.apply(waiter.write()));
                    if (result == null) {
                        waiter.result().fail(new LeftOut());
                    } else {
                        waiter.result().complete(Optional.of(result));
                    }
                }))
                .onFailure(error -> waiters.forEach(waiter -> waiter.result().fail(new TransactionFailed(error))));
    }

    private Future<?> writeTogether(SqlClient client, List<Waiter<W, R>> waiters) {
        return execute(client, waiters.stream().map(Waiter::write).toList()).onComplete(written -> {
            if (written.succeeded()) {
                waiters.forEach(waiter -> complete(client, waiter, written.result()));
            } else if (isOfOneWrite(written.cause())) {
                // In halves, so that one bad write does not make all others pay for a statement of their own.
                int half = waiters.size() / 2;
                write(client, waiters.subList(0, half));
                write(client, waiters.subList(half, waiters.size()));
            } else {
                waiters.forEach(waiter -> waiter.result().fail(written.cause()));
            }
        });
    }

    /** Whether the statement has changed nothing because of one of its writes. */
    private static boolean isOfOneWrite(Throwable error) {
        return SqlErrors.isRefusal(error) || error instanceof Failure && !(error instanceof Failure.Unavailable);
    }

    private void complete(SqlClient client, Waiter<W, R> waiter, Map<UUID, R> results) {
        R result = results.get(id.apply(waiter.write()));
        if (result == null) {
            writeAlone(client, waiter);
        } else {
            waiter.result().complete(Optional.of(result));
        }
    }

    private Future<Optional<R>> writeAlone(SqlClient client, Waiter<W, R> waiter) {
        return writeAlone(client, waiter.write()).onComplete(waiter.result());
    }

    private Future<Optional<R>> writeAlone(SqlClient client, W write) {
        return execute(client, List.of(write)).map(results -> Optional.ofNullable(results.get(id.apply(write))));
    }

    private Future<Map<UUID, R>> execute(SqlClient client, List<W> writes) {
        try {
            return statement.apply(client, writes);
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    private final class PoolQueue {
        private final Deque<Waiter<W, R>> waiters = new ArrayDeque<>();
        private int running;
        /** The writes of the newest statement, while the next one waits for it. */
        private @Nullable List<Waiter<W, R>> newest;

        boolean maySend() {
            return !waiters.isEmpty() && newest == null && running < MAX_RUNNING;
        }

        /** Takes the writes of the next statement: the first ones in the order of the calls, one of each conflict key. */
        List<Waiter<W, R>> take() {
            List<Waiter<W, R>> taken = new ArrayList<>();
            Set<Object> conflictKeys = new HashSet<>();
            for (Iterator<Waiter<W, R>> each = waiters.iterator(); each.hasNext() && taken.size() < MAX_TOGETHER; ) {
                Waiter<W, R> waiter = each.next();
                if (conflictKeys.add(conflictKey.apply(waiter.write()))) {
                    taken.add(waiter);
                    each.remove();
                }
            }
            newest = taken;
            running++;
            return taken;
        }
    }

    /**
     * @param limit cancelled when the write no longer waits; a future of the caller's event loop, so that what depends on it stays there
     */
    private record Waiter<W, R>(W write, Timer limit, Promise<Optional<R>> result) {}

    /** A write of a shared transaction is not allowed, or would have to wait for a lock. It has changed nothing. */
    public static final class LeftOut extends RuntimeException {
        private static final long serialVersionUID = 1;

        private LeftOut() {
            super("the write has to be made alone", null, false, false);
        }
    }

    /** A shared transaction cannot continue, because of the cause. */
    public static final class TransactionFailed extends RuntimeException {
        private static final long serialVersionUID = 1;

        private TransactionFailed(Throwable cause) {
            super("the shared transaction has failed", cause, false, false);
        }
    }
}
