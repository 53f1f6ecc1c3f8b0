package dev.guildhall.chat;

import dev.guildhall.db.SqlErrors;
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
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * Stores messages that are sent at the same time by one statement: those that an event loop receives together, and, while {@value
 * #MAX_RUNNING} statements of a pool run, all that wait for the next one. What a shared statement leaves out is sent alone afterwards.
 * How many wait is limited by the requests and sockets of the node.
 */
final class SendQueue {
    /** One more than the writes that can wait for the lock of one conversation. */
    static final int MAX_RUNNING = 3;

    /** Limit of messages in one statement, so that the first of them does not wait long for the last. */
    static final int MAX_TOGETHER = 50;

    /** In milliseconds; half as long as for a connection, for which its statement may have to wait after that. */
    private static final int MAX_WAIT_MS = 1_000;

    private final MessageRepository messages;

    /** Guarded by this, like the queues in it. A pool without a running statement has no entry. */
    private final Map<SqlClient, PoolQueue> queues = new HashMap<>();

    SendQueue(MessageRepository messages) {
        this.messages = messages;
    }

    /**
     * Saves a message; empty if its receiver or order is not valid, or if it would exceed the limit of new conversations. Fails with {@code
     * busy} if it waits longer than {@value #MAX_WAIT_MS} ms. To be called on an event loop.
     */
    Future<Optional<MessageSaved>> send(SqlClient client, UnsavedMessage message) {
        if (client instanceof SqlConnection) {
            // A transaction has its own connection.
            return messages.send(client, message);
        }
        Context context = Vertx.currentContext();
        Waiter waiter =
                new Waiter(message, context.owner().timer(MAX_WAIT_MS, TimeUnit.MILLISECONDS), Promise.promise());
        if (add(client, waiter)) {
            // Not at once, so that what the event loop receives together is stored together.
            context.runOnContext(received -> sendNext(client));
        }
        return waiter.limit()
                .transform(limit -> limit.succeeded() && remove(client, waiter)
                        ? Future.failedFuture(Failure.Unavailable.busy())
                        : waiter.result().future());
    }

    /** Returns whether another statement may run. */
    private synchronized boolean add(SqlClient client, Waiter waiter) {
        PoolQueue queue = queues.computeIfAbsent(client, first -> new PoolQueue());
        queue.waiters.add(waiter);
        if (queue.running == MAX_RUNNING) {
            return false;
        }
        queue.running++;
        return true;
    }

    /** Returns whether the message still waited. */
    private synchronized boolean remove(SqlClient client, Waiter waiter) {
        PoolQueue queue = queues.get(client);
        return queue != null && queue.waiters.remove(waiter);
    }

    private void sendNext(SqlClient client) {
        List<Waiter> next;
        synchronized (this) {
            PoolQueue queue = Objects.requireNonNull(queues.get(client));
            next = queue.take();
            if (next.isEmpty() && --queue.running == 0) {
                queues.remove(client);
            }
        }
        next.forEach(waiter -> waiter.limit().cancel());
        if (next.size() == 1) {
            sendAlone(client, next.get(0)).onComplete(done -> sendNext(client));
        } else if (!next.isEmpty()) {
            sendTogether(client, next);
        }
    }

    private void sendTogether(SqlClient client, List<Waiter> waiters) {
        messages.sendAll(client, waiters.stream().map(Waiter::message).toList()).onComplete(sent -> {
            sendNext(client);
            for (Waiter waiter : waiters) {
                MessageSaved saved =
                        sent.succeeded() ? sent.result().get(waiter.message().id()) : null;
                if (saved != null) {
                    waiter.result().complete(Optional.of(saved));
                } else if (sent.succeeded() || SqlErrors.isRefusal(sent.cause())) {
                    sendAlone(client, waiter);
                } else {
                    waiter.result().fail(sent.cause());
                }
            }
        });
    }

    private Future<Optional<MessageSaved>> sendAlone(SqlClient client, Waiter waiter) {
        return messages.send(client, waiter.message()).onComplete(waiter.result());
    }

    private static final class PoolQueue {
        private final Deque<Waiter> waiters = new ArrayDeque<>();
        private int running;

        /** The next messages in the order of the calls, one of each conversation. */
        List<Waiter> take() {
            List<Waiter> taken = new ArrayList<>();
            Set<Set<UUID>> conversations = new HashSet<>();
            for (Iterator<Waiter> each = waiters.iterator(); each.hasNext() && taken.size() < MAX_TOGETHER; ) {
                Waiter waiter = each.next();
                if (conversations.add(waiter.message().conversation())) {
                    taken.add(waiter);
                    each.remove();
                }
            }
            return taken;
        }
    }

    /**
     * @param limit cancelled when the message no longer waits; a future of the caller's event loop, so that what depends on it stays there
     */
    private record Waiter(UnsavedMessage message, Timer limit, Promise<Optional<MessageSaved>> result) {}
}
