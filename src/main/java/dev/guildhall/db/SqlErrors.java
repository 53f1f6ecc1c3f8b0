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
    private static final String READ_ONLY_TRANSACTION = "25006";
    private static final String FEATURE_NOT_SUPPORTED = "0A000";

    private SqlErrors() {}

    /** The refusal that a failed statement amounts to, or the error itself where it is a fault of ours. */
    public static Throwable translate(Throwable error) {
        if (error instanceof PgException refused) {
            String state = String.valueOf(refused.getSqlState());
            if (isContention(state)) {
                return Failure.Unavailable.busy(error);
            }
            return isPassing(state) ? Failure.Unavailable.database(error) : error;
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

    /** Whether the connection broke, which says nothing about the statement. */
    public static boolean isConnectionLost(Throwable error) {
        return !(error instanceof PgException)
                && !(error instanceof Failure)
                && translate(error) instanceof Failure.Unavailable;
    }

    /** Whether a row lock was waited for in vain. */
    public static boolean isLockTimeout(@Nullable Throwable error) {
        return error instanceof PgException refused && LOCK_NOT_AVAILABLE.equals(refused.getSqlState());
    }

    /** Whether a server that takes no writes was asked to write, as after a failover. */
    static boolean isReadOnly(Throwable error) {
        return has(error, READ_ONLY_TRANSACTION);
    }

    /** Whether a prepared statement has been overtaken by a change of its tables ("cached plan must not change result type"). */
    static boolean isStalePlan(Throwable error) {
        return has(error, FEATURE_NOT_SUPPORTED);
    }

    private static boolean has(Throwable error, String state) {
        return error instanceof PgException refused && state.equals(refused.getSqlState());
    }

    /** Lock not granted in time (55P03), or rolled back because of a concurrent transaction (class 40). */
    private static boolean isContention(String state) {
        return state.equals(LOCK_NOT_AVAILABLE) || state.startsWith("40");
    }

    /** Whether there was no server, or one that is starting, stopping or full: another attempt may succeed. */
    static boolean isConnectionTrouble(String state) {
        return state.startsWith("08") || state.startsWith("53") || state.startsWith("57P");
    }

    /**
     * Connection lost (class 08), out of resources (53), stopped or starting or timed out (57), read-only after a failover
     * (25006). And what only connecting meets: a login refused (28), a database that was renamed or dropped (3D000).
     *
     * @see <a href="https://www.postgresql.org/docs/current/errcodes-appendix.html">PostgreSQL error codes</a>
     */
    private static boolean isPassing(String state) {
        return state.startsWith("08")
                || state.startsWith("53")
                || state.startsWith("57")
                || state.startsWith("28")
                || state.equals("3D000")
                || state.equals(READ_ONLY_TRANSACTION);
    }
}
