package dev.guildhall.db;

import dev.guildhall.failure.Failure;
import io.vertx.core.Future;
import io.vertx.core.VertxException;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.io.IOException;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;

/** Translates errors of statements and connections into failures. {@link StartFailure} explains those of a start. */
public final class SqlErrors {
    private static final String UNIQUE_VIOLATION = "23505";
    static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final String READ_ONLY_TRANSACTION = "25006";
    private static final String FEATURE_NOT_SUPPORTED = "0A000";

    private SqlErrors() {}

    /** The {@link Failure} for the error of a statement, or the error itself if it is a bug. */
    public static Throwable translate(Throwable error) {
        if (error instanceof PgException pgError) {
            if (isContention(error)) {
                return Failure.Unavailable.busy(error);
            }
            return isTemporary(String.valueOf(pgError.getSqlState())) ? Failure.Unavailable.database(error) : error;
        }
        if (error instanceof ConnectionPoolTooBusyException) {
            return Failure.Unavailable.overloaded(error);
        }
        if (error instanceof ClosedConnectionException
                || error instanceof IOException
                || error instanceof TimeoutException
                || error instanceof VertxException
                // The driver reports a server without TLS as a plain Exception.
                || error.getClass() == Exception.class) {
            return Failure.Unavailable.database(error);
        }
        return error;
    }

    /** Recovers from a violation of this unique constraint, and from no other error. */
    public static <T> Function<Throwable, Future<T>> ifTaken(String constraint, Supplier<Future<T>> then) {
        return error -> error instanceof PgException pgError
                        && UNIQUE_VIOLATION.equals(pgError.getSqlState())
                        && constraint.equals(pgError.getConstraint())
                ? then.get()
                : Future.failedFuture(error);
    }

    /** Whether a statement has changed nothing because of one of its rows: it may not be written, or its lock was not free in time. */
    static boolean isRefusal(Throwable error) {
        return error instanceof PgException pgError
                && !isTemporary(String.valueOf(pgError.getSqlState()))
                && !isStalePlan(error);
    }

    /** Whether the connection broke, so that it is unknown whether the statement was executed. */
    public static boolean isConnectionLost(Throwable error) {
        return !(error instanceof PgException)
                && !(error instanceof Failure)
                && translate(error) instanceof Failure.Unavailable;
    }

    /** Whether a statement has waited too long for a row lock. */
    public static boolean isLockTimeout(Throwable error) {
        return hasState(error, LOCK_NOT_AVAILABLE);
    }

    /** Whether concurrent transactions stood in the way, so that the same may succeed at once. */
    public static boolean isContention(Throwable error) {
        return error instanceof PgException pgError && isContention(String.valueOf(pgError.getSqlState()));
    }

    /** Whether a write was refused by a read-only server, as after a failover. */
    static boolean isReadOnly(Throwable error) {
        return hasState(error, READ_ONLY_TRANSACTION);
    }

    /** Whether a prepared statement is invalid because its tables have changed ("cached plan must not change result type"). */
    static boolean isStalePlan(Throwable error) {
        return hasState(error, FEATURE_NOT_SUPPORTED);
    }

    private static boolean hasState(Throwable error, String state) {
        return error instanceof PgException pgError && state.equals(pgError.getSqlState());
    }

    /** Lock timeout (55P03), or rolled back because of a concurrent transaction (class 40). */
    private static boolean isContention(String state) {
        return state.equals(LOCK_NOT_AVAILABLE) || state.startsWith("40");
    }

    /** Whether the server could not be reached or was starting, stopping or full, so that a retry may succeed. */
    static boolean isConnectionError(String state) {
        return state.startsWith("08") || state.startsWith("53") || state.startsWith("57P");
    }

    /**
     * Connection lost (class 08), out of resources (53), stopped or starting or timed out (57), read-only after a failover
     * (25006). Only when connecting: login refused (28), database renamed or dropped (3D000).
     * @see <a href="https://www.postgresql.org/docs/current/errcodes-appendix.html">PostgreSQL error codes</a>
     */
    private static boolean isTemporary(String state) {
        return state.startsWith("08")
                || state.startsWith("53")
                || state.startsWith("57")
                || state.startsWith("28")
                || state.equals("3D000")
                || state.equals(READ_ONLY_TRANSACTION);
    }
}
