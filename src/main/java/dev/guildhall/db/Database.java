package dev.guildhall.db;

import dev.guildhall.failure.Failure;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.SqlClient;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs statements on PostgreSQL. Reads are pipelined over a few connections. Writes have their own connections, because a write that
 * waits for a row lock would block all reads that follow it on the same connection. Searches have their own too, because they may be
 * slow.
 *
 * <p>All connections are replaced after a failover, when they may lead to the wrong server. Each connection is also replaced after
 * 45 minutes.
 */
public final class Database {
    /** How long one statement may run, in milliseconds; PostgreSQL cancels it after that. */
    private static final int STATEMENT_TIMEOUT_MS = 5_000;

    /**
     * In milliseconds, for each wait. PostgreSQL may wait twice for one row lock (first to be next in its queue), and a write may need
     * the locks of a user and of an order: all four waits fit into the statement timeout.
     */
    static final int LOCK_TIMEOUT_MS = 1_000;

    /**
     * How many reads are sent on one connection before the first result arrives: enough to keep PostgreSQL busy, and few enough that
     * all results fit into memory (a page of a list has at most 256 KiB of text).
     */
    private static final int MAX_PIPELINED_READS = 8;
    /** While no server accepts writes, more renewals would not help. */
    private static final long MIN_RENEWAL_INTERVAL_NS = TimeUnit.SECONDS.toNanos(1);

    private static final Logger LOG = LoggerFactory.getLogger(Database.class);

    private final Vertx vertx;
    private final DatabaseAddress address;
    private final PgConnectOptions options;
    private final TlsProbe tls;
    private final Pools pools;
    private final DatabaseMonitor monitor;
    private final OperationMetrics readMetrics;
    private final OperationMetrics searchMetrics;
    private final OperationMetrics writeMetrics;
    private final AtomicInteger renewals = new AtomicInteger();
    private final AtomicLong renewedAt = new AtomicLong(System.nanoTime() - MIN_RENEWAL_INTERVAL_NS);
    private final WriteQueues queues;

    /**
     * @param connections how many connections this node may open, without the one of the monitor
     * @param reserved how many of them are reserved for {@link #connect}
     */
    public Database(Vertx vertx, DatabaseAddress address, int connections, int reserved, MeterRegistry registry) {
        this(vertx, address, connections, reserved, Pools.MAX_LIFETIME, registry);
    }

    Database(
            Vertx vertx,
            DatabaseAddress address,
            int connections,
            int reserved,
            Duration maxLifetime,
            MeterRegistry registry) {
        this.vertx = vertx;
        this.readMetrics = new OperationMetrics("read", registry);
        this.searchMetrics = new OperationMetrics("search", registry);
        this.writeMetrics = new OperationMetrics("write", registry);
        this.queues = new WriteQueues(vertx, registry);
        this.address = address;
        this.options = ConnectOptions.of(address)
                .setCachePreparedStatements(true)
                // By default statements of 2,048 characters and more are prepared again each time, which costs a
                // round trip.
                .setPreparedStatementCacheSqlFilter(sql -> true)
                .setPipeliningLimit(MAX_PIPELINED_READS);
        options.addProperty("statement_timeout", String.valueOf(STATEMENT_TIMEOUT_MS))
                .addProperty("lock_timeout", String.valueOf(LOCK_TIMEOUT_MS))
                .addProperty("idle_in_transaction_session_timeout", String.valueOf(2 * STATEMENT_TIMEOUT_MS))
                // Our statements have the same plan whatever their parameters are, and to plan a list each time would
                // take longer than to run it.
                .addProperty("plan_cache_mode", "force_generic_plan")
                // PostgreSQL plans so without knowing the limit, and would use all of these for a page of a long list.
                // Our statements look each row up by an index.
                .addProperty("jit", "off")
                .addProperty("max_parallel_workers_per_gather", "0")
                .addProperty("enable_seqscan", "off")
                .addProperty("enable_hashjoin", "off")
                .addProperty("enable_mergejoin", "off")
                // For the rows of one page, such a cache takes longer to fill than it saves.
                .addProperty("enable_memoize", "off")
                // The rows that a statement reads by an index are in memory, or few: a bitmap takes longer to make.
                .addProperty("random_page_cost", "1.1");
        this.tls = new TlsProbe(vertx, address);
        this.pools = new Pools(vertx, address, tls, options, connections, reserved, maxLifetime);
        this.monitor = new DatabaseMonitor(vertx, pools.monitor(), this::renew, registry);
    }

    /** Runs statements that change nothing and take no locks. */
    public <T> Future<T> read(Function<SqlClient, Future<T>> body) {
        return run(readMetrics, () -> pools.reads().use(body));
    }

    /**
     * Runs reads whose cost depends on the parameters. Each has a connection for itself, so that other reads do not wait for it.
     */
    public <T> Future<T> search(Function<SqlClient, Future<T>> body) {
        return run(searchMetrics, () -> pools.searches().use(body::apply));
    }

    /** Runs one unit of work; each of its statements is committed separately. */
    public <T> Future<T> write(Function<UnitOfWork, Future<T>> body) {
        return run(writeMetrics, () -> pools.writes().use(pool -> UnitOfWork.run(pool, body)));
    }

    /** Like {@link #write(Function)}, but waits in a queue for other writes that lock the same row. */
    public <T> Future<T> write(LockKey key, Function<UnitOfWork, Future<T>> body) {
        return queues.run(key, Failure.Unavailable::busy, () -> write(body));
    }

    /** Runs one unit of work in a transaction, which is rolled back if the future of the body fails. */
    public <T> Future<T> inTransaction(Function<UnitOfWork, Future<T>> body) {
        return run(writeMetrics, () -> pools.writes().use(pool -> UnitOfWork.runInTransaction(pool, body)));
    }

    /** Why the database could not be written to for the last two seconds; empty if it could. */
    public Optional<Throwable> problem() {
        return monitor.problem();
    }

    /**
     * Queues writes that lock the same row, so that at most {@value WriteQueues#MAX_RUNNING} of them run at a time.
     *
     * @param refusal the failure if too many writes wait already, or if this one waits too long
     */
    public <T> Future<T> inTurn(LockKey key, Supplier<Failure> refusal, Supplier<Future<T>> write) {
        return queues.run(key, refusal, write);
    }

    /**
     * Opens a connection outside the pools, for long use; the caller has to close it.
     *
     * @param purpose appended to the application name in {@code pg_stat_activity}
     */
    public Future<PgConnection> connect(String purpose, Map<String, String> settings) {
        PgConnectOptions ownOptions = new PgConnectOptions(options)
                .addProperty("application_name", address.applicationName() + " " + purpose);
        settings.forEach(ownOptions::addProperty);
        Future<PgConnection> connecting =
                tls.adapt(ownOptions).compose(adapted -> PgConnection.connect(vertx, adapted));
        return connecting
                .timeout(ConnectOptions.timeoutMs(address), TimeUnit.MILLISECONDS)
                .onFailure(late -> connecting.onSuccess(PgConnection::close));
    }

    DatabaseAddress address() {
        return address;
    }

    /** The schema of the tables. */
    public String schema() {
        return address.schema() == null ? Schema.PUBLIC : address.schema();
    }

    /** Fails with the cause if the pools cannot connect. */
    Future<Void> tryPools() {
        return pools.tryAll();
    }

    /** Completes after the first check whether the database can be written to. */
    Future<Void> startMonitor() {
        return monitor.start();
    }

    Future<Void> close() {
        monitor.stop();
        return pools.close().eventually(tls::close);
    }

    /**
     * Runs a unit of work. If a changed table has made its prepared statements invalid, runs it once more on new connections. Nothing
     * is done twice: a transaction was rolled back, and a unit without a transaction has no statement after one that has written.
     */
    private <T> Future<T> run(OperationMetrics metrics, Supplier<Future<T>> work) {
        int renewalsBefore = renewals.get();
        return metrics.measure(() -> work.get().recover(error -> {
            if (SqlErrors.isStalePlan(error)) {
                if (renewals.get() == renewalsBefore) {
                    renew();
                }
                return work.get();
            }
            if (SqlErrors.isReadOnly(error)) {
                renewAtMostOncePerSecond();
            }
            return Future.failedFuture(error);
        }));
    }

    private void renewAtMostOncePerSecond() {
        long last = renewedAt.get();
        long now = System.nanoTime();
        if (now - last > MIN_RENEWAL_INTERVAL_NS && renewedAt.compareAndSet(last, now)) {
            LOG.warn("A database connection leads to a read-only server, replacing all database connections");
            renew();
        }
    }

    private void renew() {
        renewals.incrementAndGet();
        pools.renew();
    }
}
