package dev.guildhall.db;

import dev.guildhall.failure.Failure;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.pgclient.SslMode;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlClient;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The way to PostgreSQL. Reads are pipelined over a few connections; writes have connections of their own, since one that
 * waits for a row lock would hold up every read behind it in the pipe; and so have searches, which may be slow.
 */
public final class Database {
    /** How long one statement may run, in milliseconds; PostgreSQL itself ends what takes longer. */
    private static final int STATEMENT_TIMEOUT_MS = 5_000;

    /** PostgreSQL may wait twice for one row, first for its place in the queue; both fit into the statement timeout. */
    private static final int LOCK_TIMEOUT_MS = 2_000;

    private static final int CONNECT_TIMEOUT_MS = 2_000;
    /** Reads sent ahead on one connection before their answers have come. */
    private static final int PIPELINED_READS = 256;
    /** Statements waiting for a connection; beyond it they are refused at once. */
    private static final int WAITING = 1_000;

    private final Vertx vertx;
    private final PgConnectOptions options;
    private final SqlClient reads;
    private final Pool searches;
    private final Pool writes;
    private final Usage reading;
    private final Usage searching;
    private final Usage writing;
    private final WriteQueues queues;

    /**
     * @param connections how many this node may have open
     * @param reserved how many of them are left for {@link #connect}
     */
    public Database(Vertx vertx, DatabaseAddress address, int connections, int reserved, MeterRegistry registry) {
        this.vertx = vertx;
        this.reading = new Usage("read", registry);
        this.searching = new Usage("search", registry);
        this.writing = new Usage("write", registry);
        this.queues = new WriteQueues(vertx, registry);
        this.options = new PgConnectOptions()
                .setHost(address.host())
                .setPort(address.port())
                .setDatabase(address.database())
                .setUser(address.user())
                .setPassword(address.password())
                .setSslMode(SslMode.of(address.sslMode()))
                .setCachePreparedStatements(true)
                // By default statements of 2,048 characters and more are prepared anew each time, in a round trip of
                // its own.
                .setPreparedStatementCacheSqlFilter(sql -> true)
                .setPipeliningLimit(PIPELINED_READS);
        Map.of(
                        "application_name", "guildhall",
                        // Compiling takes longer than any statement of ours should, and strikes where an estimate is
                        // too high.
                        "jit", "off",
                        "statement_timeout", String.valueOf(STATEMENT_TIMEOUT_MS),
                        "lock_timeout", String.valueOf(LOCK_TIMEOUT_MS),
                        "idle_in_transaction_session_timeout", String.valueOf(2 * STATEMENT_TIMEOUT_MS))
                .forEach(options::addProperty);
        NetClientOptions network =
                new NetClientOptions().setConnectTimeout(CONNECT_TIMEOUT_MS).setTcpKeepAlive(true);
        int readConnections = Math.max(1, connections / 4);
        int searchConnections = Math.max(1, connections / 8);
        this.reads = PgBuilder.client()
                .using(vertx)
                .connectingTo(options)
                .with(network)
                .with(bounded(readConnections))
                .build();
        this.searches = pool(vertx, forSearching(options), network, searchConnections);
        this.writes = pool(
                vertx, options, network, Math.max(1, connections - readConnections - searchConnections - reserved));
    }

    /** A search finds its way while it runs, so it is planned once, and for indexes that are in memory. */
    private static PgConnectOptions forSearching(PgConnectOptions options) {
        return new PgConnectOptions(options)
                .addProperty("plan_cache_mode", "force_generic_plan")
                .addProperty("enable_seqscan", "off")
                .addProperty("random_page_cost", "1.1");
    }

    private static Pool pool(Vertx vertx, PgConnectOptions options, NetClientOptions network, int connections) {
        return PgBuilder.pool()
                .using(vertx)
                .connectingTo(options)
                .with(network)
                .with(bounded(connections))
                .build();
    }

    private static PoolOptions bounded(int size) {
        return new PoolOptions()
                .setMaxSize(size)
                .setMaxWaitQueueSize(WAITING)
                .setConnectionTimeout(CONNECT_TIMEOUT_MS)
                .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS);
    }

    /** Runs statements that change nothing and take no locks. */
    public <T> Future<T> read(Function<SqlClient, Future<T>> body) {
        return reading.of(() -> body.apply(reads));
    }

    /**
     * Runs reads whose cost depends on what is asked: each has a connection to itself, and no other kind of read waits for it.
     * No table is read from end to end.
     */
    public <T> Future<T> search(Function<SqlClient, Future<T>> body) {
        return searching.of(() -> body.apply(searches));
    }

    /** Runs one unit of writing, each statement of it committed by itself. */
    public <T> Future<T> write(Function<Work, Future<T>> body) {
        return writing.of(() -> Work.statement(writes, body));
    }

    /** The same in its turn among the writes that lock the same row. */
    public <T> Future<T> write(LockKey key, Function<Work, Future<T>> body) {
        return queues.run(key, Failure.Unavailable::busy, () -> write(body));
    }

    /** Runs one unit of writing in a transaction, rolled back if its future fails. */
    public <T> Future<T> inTransaction(Function<Work, Future<T>> body) {
        return writing.of(() -> Work.transaction(writes, body));
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
     * @param applicationName what it is called in {@code pg_stat_activity}
     */
    public Future<PgConnection> connect(String applicationName, Map<String, String> settings) {
        PgConnectOptions own = new PgConnectOptions(options).addProperty("application_name", applicationName);
        settings.forEach(own::addProperty);
        Future<PgConnection> connecting = PgConnection.connect(vertx, own);
        return connecting
                .timeout(CONNECT_TIMEOUT_MS, TimeUnit.MILLISECONDS)
                .onFailure(late -> connecting.onSuccess(PgConnection::close));
    }

    Future<Void> close() {
        return Future.join(reads.close(), searches.close(), writes.close()).mapEmpty();
    }
}
