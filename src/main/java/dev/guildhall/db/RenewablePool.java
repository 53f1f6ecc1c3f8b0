package dev.guildhall.db;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A pool whose connections can all be replaced while it is in use, which the pools of Vert.x cannot do: new work gets new
 * connections, and the old ones are closed after the work on them has ended.
 */
final class RenewablePool<C extends SqlClient> {
    private static final Logger LOG = LoggerFactory.getLogger(RenewablePool.class);

    private final Supplier<C> open;
    private volatile Generation<C> current;

    RenewablePool(Supplier<C> open) {
        this.open = open;
        this.current = new Generation<>(open.get());
    }

    <T> Future<T> use(Function<C, Future<T>> work) {
        Generation<C> generation = acquire();
        Future<T> result;
        try {
            result = work.apply(generation.client);
        } catch (RuntimeException e) {
            result = Future.failedFuture(e);
        }
        return result.onComplete(done -> generation.release());
    }

    /** How many units of work use the pool now. */
    int load() {
        return current.users.get() - 1;
    }

    synchronized void renew() {
        Generation<C> old = current;
        current = new Generation<>(open.get());
        old.release();
    }

    Future<Void> close() {
        return current.client.close();
    }

    private Generation<C> acquire() {
        while (true) {
            Generation<C> generation = current;
            if (generation.acquire()) {
                return generation;
            }
        }
    }

    private static final class Generation<C extends SqlClient> {
        private final C client;
        /** The pool itself counts as one user until it is renewed; at zero the client is closed. */
        private final AtomicInteger users = new AtomicInteger(1);

        private Generation(C client) {
            this.client = client;
        }

        private boolean acquire() {
            return users.getAndUpdate(count -> count == 0 ? 0 : count + 1) > 0;
        }

        private void release() {
            if (users.decrementAndGet() == 0) {
                client.close().onFailure(error -> LOG.debug("Cannot close replaced database connections", error));
            }
        }
    }
}
