package dev.guildhall.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Timer;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets requests that ask for the same at the same time share one reply. No reply is older than its request: who asks while a read runs
 * waits for its end, or for {@value #NEXT_AFTER_MS} ms, and the next read is for all who wait.
 *
 * <p>Each event loop has one of its own. How many wait is limited by {@link RequestLimit}.
 */
final class SharedReads {
    /** How long the first of those who wait waits for the read before, in milliseconds. */
    private static final int NEXT_AFTER_MS = 20;

    private final Vertx vertx;
    /** The newest read of each URI, until it ends or the next one begins. */
    private final Map<String, Running> newest = new HashMap<>();

    SharedReads(Vertx vertx) {
        this.vertx = vertx;
    }

    /** To be called on the event loop. */
    Future<Reply> read(String uri, Supplier<Future<Reply>> read) {
        Running running = newest.get(uri);
        if (running == null) {
            return start(uri, read);
        }
        if (running.next == null) {
            Timer late = vertx.timer(NEXT_AFTER_MS, TimeUnit.MILLISECONDS);
            late.onSuccess(now -> startNext(uri, running));
            running.next = new Next(read, Promise.promise(), late);
        }
        Next next = running.next;
        // A future of this event loop, as the timer is one, so that what depends on it stays here.
        return next.late().transform(begun -> next.reply().future());
    }

    private Future<Reply> start(String uri, Supplier<Future<Reply>> read) {
        Running running = new Running();
        newest.put(uri, running);
        Future<Reply> reply;
        try {
            reply = read.get();
        } catch (RuntimeException refusal) {
            reply = Future.failedFuture(refusal);
        }
        return reply.onComplete(done -> startNext(uri, running));
    }

    /** At the end of a read, or before that if it is late. */
    private void startNext(String uri, Running running) {
        if (newest.remove(uri, running) && running.next != null) {
            running.next.late().cancel();
            start(uri, running.next.read()).onComplete(running.next.reply());
        }
    }

    private static final class Running {
        /** Null if nobody waits. */
        private @Nullable Next next;
    }

    private record Next(Supplier<Future<Reply>> read, Promise<Reply> reply, Timer late) {}
}
