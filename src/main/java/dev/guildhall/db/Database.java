package dev.guildhall.db;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlClient;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * The way to PostgreSQL. Reads are pipelined over a few connections; writes have connections of their own, since one that
 * waits for a row lock would hold up every read behind it in the pipe; and so have searches, which may be slow.
 */
public final class Database {
    /** How long one statement may run, in milliseconds; PostgreSQL itself ends what takes longer. */
    private static final int STATEMENT_TIMEOUT_MS = 5_000;

    private static final int LOCK_TIMEOUT_MS = 3_000;
    /** How long a statement waits for a connection. */
    private static final int CONNECTION_TIMEOUT_MS = 2_000;
    /** Reads sent ahead on one connection before their answers have come. */
    private static final int PIPELINED_READS = 256;
    /** Statements waiting for a connection; beyond it they are refused at once. */
    private static final int WAITING = 1_000;

    private final Vertx vertx;
    private final DatabaseAddress address;
    private final PgConnectOptions options;
    private final SqlClient reads;
    private final Pool searches;
    private final Pool writes;
    private final Usage reading;
    private final Usage searching;
    private final Usage writing;

    /**
     * @param connections how many this node may have open
     * @param reserved how many of them are left for {@link #connect}
     */
    public Database(Vertx vertx, DatabaseAddress address, int connections, int reserved, MeterRegistry registry) {
        this.vertx = vertx;
        this.reading = new Usage("read", registry);
        this.searching = new Usage("search", registry);
        this.writing = new Usage("write", registry);
        this.address = address;
        this.options = ConnectOptions.of(address)
                .setCachePreparedStatements(true)
                // By default statements of 2,048 characters and more are prepared anew each time, in a round trip of
                // its own.
                .setPreparedStatementCacheSqlFilter(sql -> true)
                .setPipeliningLimit(PIPELINED_READS);
        Map.of(
                        // Compiling takes longer than any statement of ours should, and strikes where an estimate is
                        // too high.
                        "jit", "off",
                        "statement_timeout", String.valueOf(STATEMENT_TIMEOUT_MS),
                        "lock_timeout", String.valueOf(LOCK_TIMEOUT_MS),
                        "idle_in_transaction_session_timeout", String.valueOf(2 * STATEMENT_TIMEOUT_MS))
                .forEach(options::addProperty);
        NetClientOptions network = ConnectOptions.network(address);
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
                .setConnectionTimeout(CONNECTION_TIMEOUT_MS)
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

    /** Runs one unit of writing in a transaction, rolled back if its future fails. */
    public <T> Future<T> inTransaction(Function<Work, Future<T>> body) {
        return writing.of(() -> Work.transaction(writes, body));
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
        Future<PgConnection> connecting = PgConnection.connect(vertx, own);
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

    /** Runs one statement in each of the pools, so that it is known whether they can connect. */
    Future<Void> tryPools() {
        String statement = "select 1";
        return Future.all(
                        reads.query(statement).execute(),
                        searches.query(statement).execute(),
                        writes.query(statement).execute())
                .mapEmpty();
    }

    Future<Void> close() {
        return Future.join(reads.close(), searches.close(), writes.close()).mapEmpty();
    }
}
