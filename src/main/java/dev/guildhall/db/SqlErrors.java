package dev.guildhall.db;

import dev.guildhall.failure.Failure;
import io.vertx.core.Future;
import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.io.IOException;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Translates what PostgreSQL and its connections report into refusals; the only place that knows SQLSTATEs. */
public final class SqlErrors {
    private static final String UNIQUE_VIOLATION = "23505";
    static final String LOCK_NOT_AVAILABLE = "55P03";

    private SqlErrors() {}

    /** The refusal that a failed statement amounts to, or the error itself where it is a fault of ours. */
    public static Throwable translate(Throwable error) {
        if (error instanceof PgException refused) {
            return isPassing(String.valueOf(refused.getSqlState())) ? Failure.Unavailable.database(error) : error;
        }
        if (error instanceof ClosedConnectionException
                || error instanceof IOException
                || error instanceof TimeoutException
                || error instanceof VertxException
                // What the driver says where a server that is to speak TLS does not: an exception of no class of its
                // own.
                || error.getClass() == Exception.class) {
            return Failure.Unavailable.database(error);
        }
        return error;
    }

    /** Recovers from a violated unique constraint, and from nothing else. */
    public static <T> Function<Throwable, Future<T>> ifTaken(String constraint, Supplier<Future<T>> then) {
        return error -> error instanceof PgException refused
                        && UNIQUE_VIOLATION.equals(refused.getSqlState())
                        && constraint.equals(refused.getConstraint())
                ? then.get()
                : Future.failedFuture(error);
    }

    /** Whether a row lock was waited for in vain. */
    public static boolean isLockTimeout(@Nullable Throwable error) {
        return error instanceof PgException refused && LOCK_NOT_AVAILABLE.equals(refused.getSqlState());
    }

    /** Whether there was no server, or one that is starting, stopping or full: another attempt may succeed. */
    static boolean isConnectionTrouble(String state) {
        return state.startsWith("08") || state.startsWith("53") || state.startsWith("57P");
    }

    /**
     * Connection lost (class 08), out of resources (53), stopped or starting or timed out (57), lock not granted (55P03),
     * rolled back for another's sake (40), read-only after a failover (25006). And what only connecting meets: a login
     * refused (28), a database that was renamed or dropped (3D000).
     *
     * @see <a href="https://www.postgresql.org/docs/current/errcodes-appendix.html">PostgreSQL error codes</a>
     */
    private static boolean isPassing(String state) {
        return state.startsWith("08")
                || state.startsWith("53")
                || state.startsWith("57")
                || state.startsWith("40")
                || state.startsWith("28")
                || state.equals("3D000")
                || state.equals(LOCK_NOT_AVAILABLE)
                || state.equals("25006");
    }
}
