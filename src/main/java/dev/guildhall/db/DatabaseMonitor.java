package dev.guildhall.db;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks once a second whether the database can be written to. It has its own connection, so that the result depends neither on the
 * load of the other pools nor on how often it is read.
 */
final class DatabaseMonitor {
    private static final long INTERVAL_MS = 1_000;
    private static final long CHECK_TIMEOUT_MS = 2_000;
    /** Two seconds, and half a second for the next check to finish. */
    private static final long UNWRITABLE_AFTER_NS = TimeUnit.MILLISECONDS.toNanos(2_500);

    private static final String IS_READ_ONLY =
            "select pg_is_in_recovery() or current_setting('transaction_read_only')::boolean as is_read_only";

    private static final Logger LOG = LoggerFactory.getLogger(DatabaseMonitor.class);

    private final Vertx vertx;
    private final RenewablePool<Pool> pool;
    private final Runnable onRecovered;
    private volatile long writableAt = System.nanoTime() - UNWRITABLE_AFTER_NS;
    private volatile @Nullable Throwable problem;
    private volatile boolean isStopped;

    /**
     * @param pool of one connection
     * @param onRecovered called when the database can be written to again
     */
    DatabaseMonitor(Vertx vertx, RenewablePool<Pool> pool, Runnable onRecovered, MeterRegistry registry) {
        this.vertx = vertx;
        this.pool = pool;
        this.onRecovered = onRecovered;
        Gauge.builder("database.writable", this, monitor -> monitor.problem().isEmpty() ? 1 : 0)
                .description("Whether the database can be written to")
                .register(registry);
    }

    /** Why the database could not be written to for the last two seconds; empty if it could. */
    Optional<Throwable> problem() {
        return System.nanoTime() - writableAt < UNWRITABLE_AFTER_NS ? Optional.empty() : Optional.ofNullable(problem);
    }

    /** Completes after the first check, also if that has failed. */
    Future<Void> start() {
        return check().onComplete(checked -> {
            if (!isStopped) {
                vertx.setTimer(INTERVAL_MS, tick -> start());
            }
        });
    }

    void stop() {
        isStopped = true;
    }

    private Future<Void> check() {
        return pool.use(pool -> pool.query(IS_READ_ONLY).execute())
                .timeout(CHECK_TIMEOUT_MS, TimeUnit.MILLISECONDS)
                .map(rows -> rows.iterator().next().getBoolean("is_read_only"))
                .onSuccess(isReadOnly -> {
                    if (isReadOnly) {
                        recordFailure(new IllegalStateException("it is read-only"));
                    } else {
                        recordSuccess();
                    }
                })
                .onFailure(this::recordFailure)
                .<Void>mapEmpty()
                .otherwiseEmpty();
    }

    private void recordSuccess() {
        writableAt = System.nanoTime();
        if (problem != null) {
            problem = null;
            LOG.info("The database can be written to again");
            onRecovered.run();
        }
    }

    private void recordFailure(Throwable error) {
        if (problem == null && !isStopped) {
            LOG.warn("The database cannot be written to: {}", error.toString());
        }
        problem = error;
        // After a failover a new connection may lead to a different server.
        pool.renew();
    }
}
