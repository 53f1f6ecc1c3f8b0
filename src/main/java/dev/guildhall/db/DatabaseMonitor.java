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
 * Asks once a second whether the database can be written to, on a connection outside of the other pools: so the answer depends
 * neither on how busy they are nor on how often somebody wants to know.
 */
final class DatabaseMonitor {
    private static final long INTERVAL_MS = 1_000;
    private static final long CHECK_TIMEOUT_MS = 2_000;
    /** Two seconds, and the time until the check that follows them. */
    private static final long UNWRITABLE_AFTER_NS = TimeUnit.MILLISECONDS.toNanos(2_500);

    private static final String IS_READ_ONLY =
            "select pg_is_in_recovery() or current_setting('transaction_read_only')::boolean as is_read_only";

    private static final Logger LOG = LoggerFactory.getLogger(DatabaseMonitor.class);

    private final Vertx vertx;
    private final RenewablePool<Pool> connection;
    private final Runnable recovered;
    private volatile long writableAt = System.nanoTime() - UNWRITABLE_AFTER_NS;
    private volatile @Nullable Throwable problem;
    private volatile boolean isStopped;

    /**
     * @param connection a pool of one
     * @param recovered called when the database can be written to after it could not
     */
    DatabaseMonitor(Vertx vertx, RenewablePool<Pool> connection, Runnable recovered, MeterRegistry registry) {
        this.vertx = vertx;
        this.connection = connection;
        this.recovered = recovered;
        Gauge.builder("database.writable", this, monitor -> monitor.problem().isEmpty() ? 1 : 0)
                .description("Whether the database can be written to")
                .register(registry);
    }

    /** What has kept the database from being written to for the last two seconds; empty where nothing has. */
    Optional<Throwable> problem() {
        return System.nanoTime() - writableAt < UNWRITABLE_AFTER_NS ? Optional.empty() : Optional.ofNullable(problem);
    }

    /** Completes after the first check, whatever it has found. */
    Future<Void> start() {
        return check().onComplete(checked -> {
            if (!isStopped) {
                vertx.setTimer(INTERVAL_MS, tick -> start().onFailure(this::failed));
            }
        });
    }

    void stop() {
        isStopped = true;
    }

    private Future<Void> check() {
        return connection
                .use(pool -> pool.query(IS_READ_ONLY).execute())
                .timeout(CHECK_TIMEOUT_MS, TimeUnit.MILLISECONDS)
                .map(rows -> rows.iterator().next().getBoolean("is_read_only"))
                .onSuccess(isReadOnly -> {
                    if (isReadOnly) {
                        failed(new IllegalStateException("it is read-only"));
                    } else {
                        succeeded();
                    }
                })
                .onFailure(this::failed)
                .<Void>mapEmpty()
                .otherwiseEmpty();
    }

    private void succeeded() {
        writableAt = System.nanoTime();
        if (problem != null) {
            problem = null;
            LOG.info("The database can be written to again");
            recovered.run();
        }
    }

    private void failed(Throwable error) {
        if (problem == null && !isStopped) {
            LOG.warn("The database cannot be written to: {}", error.toString());
        }
        problem = error;
        // After a failover another connection may lead to another server.
        connection.renew();
    }
}
