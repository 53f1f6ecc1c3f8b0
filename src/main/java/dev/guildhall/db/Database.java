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
 * The way to PostgreSQL. Reads are pipelined over a few connections; writes have connections of their own, since one that
 * waits for a row lock would hold up every read behind it in the pipe; and so have searches, which may be slow.
 *
 * <p>All connections are replaced where they may lead to a server that is not the right one any more, and each of them every 30 to
 * 60 minutes.
 */
public final class Database {
    /** How long one statement may run, in milliseconds; PostgreSQL itself ends what takes longer. */
    private static final int STATEMENT_TIMEOUT_MS = 5_000;

    /** PostgreSQL may wait twice for one row, first for its place in the queue; both fit into the statement timeout. */
    private static final int LOCK_TIMEOUT_MS = 2_000;

    /**
     * Reads sent ahead on one connection before their answers have come: enough to keep PostgreSQL busy, and few enough that the
     * rows of all of them fit into memory, a page of a list having 256 KiB of text at most.
     */
    private static final int MAX_PIPELINED_READS = 8;
    /** As long as nothing can be written, new connections would not help either. */
    private static final long RENEWED_AT_MOST_EVERY_NS = TimeUnit.SECONDS.toNanos(1);

    private static final Logger LOG = LoggerFactory.getLogger(Database.class);

    private final Vertx vertx;
    private final DatabaseAddress address;
    private final PgConnectOptions options;
    private final TlsProbe tls;
    private final Pools pools;
    private final DatabaseMonitor monitor;
    private final OperationMetrics reading;
    private final OperationMetrics searching;
    private final OperationMetrics writing;
    private final AtomicInteger renewals = new AtomicInteger();
    private final AtomicLong renewedAt = new AtomicLong(System.nanoTime() - RENEWED_AT_MOST_EVERY_NS);
    private final WriteQueues queues;

    /**
     * @param connections how many this node may have open, the one of the monitor apart
     * @param reserved how many of them are left for {@link #connect}
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
        this.reading = new OperationMetrics("read", registry);
        this.searching = new OperationMetrics("search", registry);
        this.writing = new OperationMetrics("write", registry);
        this.queues = new WriteQueues(vertx, registry);
        this.address = address;
        this.options = ConnectOptions.of(address)
                .setCachePreparedStatements(true)
                // By default statements of 2,048 characters and more are prepared anew each time, in a round trip of
                // its own.
                .setPreparedStatementCacheSqlFilter(sql -> true)
                .setPipeliningLimit(MAX_PIPELINED_READS);
        Map.of(
                        // Compiling takes longer than any statement of ours should, and strikes where an estimate is
                        // too high.
                        "jit", "off",
                        "statement_timeout", String.valueOf(STATEMENT_TIMEOUT_MS),
                        "lock_timeout", String.valueOf(LOCK_TIMEOUT_MS),
                        "idle_in_transaction_session_timeout", String.valueOf(2 * STATEMENT_TIMEOUT_MS))
                .forEach(options::addProperty);
        this.tls = new TlsProbe(vertx, address);
        this.pools = new Pools(vertx, address, tls, options, connections, reserved, maxLifetime);
        this.monitor = new DatabaseMonitor(vertx, pools.monitor(), this::renew, registry);
    }

    /** Runs statements that change nothing and take no locks. */
    public <T> Future<T> read(Function<SqlClient, Future<T>> body) {
        return run(reading, () -> pools.reads().use(body));
    }

    /**
     * Runs reads whose cost depends on what is asked: each has a connection to itself, and no other kind of read waits for it.
     * No table is read from end to end.
     */
    public <T> Future<T> search(Function<SqlClient, Future<T>> body) {
        return run(searching, () -> pools.searches().use(body::apply));
    }

    /** Runs one unit of writing, each statement of it committed by itself. */
    public <T> Future<T> write(Function<UnitOfWork, Future<T>> body) {
        return run(writing, () -> pools.writes().use(pool -> UnitOfWork.statement(pool, body)));
    }

    /** The same in its turn among the writes that lock the same row. */
    public <T> Future<T> write(LockKey key, Function<UnitOfWork, Future<T>> body) {
        return queues.run(key, Failure.Unavailable::busy, () -> write(body));
    }

    /** Runs one unit of writing in a transaction, rolled back if its future fails. */
    public <T> Future<T> inTransaction(Function<UnitOfWork, Future<T>> body) {
        return run(writing, () -> pools.writes().use(pool -> UnitOfWork.transaction(pool, body)));
    }

    /** What has kept this database from being written to for the last two seconds; empty where nothing has. */
    public Optional<Throwable> problem() {
        return monitor.problem();
    }

    /**
     * Starts writes that lock the same row one after the other, a few at a time.
     *
     * @param refusal what a write fails with where too many wait already, or its turn does not come in time
     */
    public <T> Future<T> inTurn(LockKey key, Supplier<Failure> refusal, Supplier<Future<T>> write) {
        return queues.run(key, refusal, write);
    }

    /**
     * A connection outside of the pools, for who lives as long as the node; it is the caller's to close.
     *
     * @param purpose what stands behind our name in {@code pg_stat_activity}
     */
    public Future<PgConnection> connect(String purpose, Map<String, String> settings) {
        PgConnectOptions own = new PgConnectOptions(options)
                .addProperty("application_name", address.applicationName() + " " + purpose);
        settings.forEach(own::addProperty);
        Future<PgConnection> connecting = tls.fit(own).compose(fitting -> PgConnection.connect(vertx, fitting));
        return connecting
                .timeout(ConnectOptions.timeoutMs(address), TimeUnit.MILLISECONDS)
                .onFailure(late -> connecting.onSuccess(PgConnection::close));
    }

    DatabaseAddress address() {
        return address;
    }

    /** The schema that the tables are in. */
    public String schema() {
        return address.schema() == null ? Schema.PUBLIC : address.schema();
    }

    /** Whether there can be connections; the failure says why not. */
    Future<Void> tryPools() {
        return pools.tryAll();
    }

    /** Completes once it is known whether the database can be written to. */
    Future<Void> startMonitor() {
        return monitor.start();
    }

    Future<Void> close() {
        monitor.stop();
        return pools.close().eventually(tls::close);
    }

    /**
     * Runs a unit of work, and once more, on new connections, where a changed table has made its prepared statements useless. That
     * repeats no effect: a transaction was rolled back, and else a unit has no statement that follows one which had an effect.
     */
    private <T> Future<T> run(OperationMetrics usage, Supplier<Future<T>> work) {
        int before = renewals.get();
        return usage.measure(() -> work.get().recover(error -> {
            if (SqlErrors.isStalePlan(error)) {
                if (renewals.get() == before) {
                    renew();
                }
                return work.get();
            }
            if (SqlErrors.isReadOnly(error)) {
                renewUnlessJustDone();
            }
            return Future.failedFuture(error);
        }));
    }

    private void renewUnlessJustDone() {
        long last = renewedAt.get();
        long now = System.nanoTime();
        if (now - last > RENEWED_AT_MOST_EVERY_NS && renewedAt.compareAndSet(last, now)) {
            LOG.warn("A connection leads to a read-only server: replacing all database connections");
            renew();
        }
    }

    private void renew() {
        renewals.incrementAndGet();
        pools.renew();
    }
}
