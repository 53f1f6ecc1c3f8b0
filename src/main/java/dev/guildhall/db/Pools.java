package dev.guildhall.db;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnectOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** The connections of this node, by what they are used for. Each of them is replaced every 30 to 60 minutes. */
final class Pools {
    /** How long a statement waits for a connection. */
    private static final int CONNECTION_TIMEOUT_MS = 2_000;
    /** Statements waiting for a connection of one kind; beyond it they are refused at once. */
    private static final int MAX_WAITING = 1_000;

    /** Networks between us and PostgreSQL may forget a silent connection after some minutes without telling either side. */
    private static final Duration MAX_IDLE = Duration.ofMinutes(4);

    static final Duration MAX_LIFETIME = Duration.ofMinutes(45);
    /** The monitor speaks every second, so a connection of its own that is silent for this long is dead. */
    private static final int MONITOR_IDLE_S = 5;

    private final Vertx vertx;
    private final TlsProbe tls;
    private final List<RenewablePool<SqlClient>> reads;
    private final RenewablePool<Pool> searches;
    private final RenewablePool<Pool> writes;
    private final RenewablePool<Pool> monitor;
    private final AtomicInteger nextRead = new AtomicInteger();
    private final long renewalTimer;
    private int nextRenewedRead;

    /**
     * @param size how many connections there may be, the one of the monitor apart
     * @param reserved how many of them are left for others
     */
    Pools(
            Vertx vertx,
            DatabaseAddress address,
            TlsProbe tls,
            PgConnectOptions options,
            int size,
            int reserved,
            Duration maxLifetime) {
        this.vertx = vertx;
        this.tls = tls;
        int readConnections = Math.max(1, size / 4);
        int searchConnections = Math.max(1, size / 8);
        int writeConnections = Math.max(1, size - readConnections - searchConnections - reserved);
        NetClientOptions network = ConnectOptions.network(address);
        PoolOptions alone = pooled(1, maxLifetime);
        // One each, so that they can be replaced one by one: a pipelined connection is hardly ever idle.
        this.reads = Stream.generate(() -> new RenewablePool<>(() -> PgBuilder.client()
                        .using(vertx)
                        .connectingTo(() -> tls.fit(options).map(SqlConnectOptions.class::cast))
                        .with(network)
                        .with(alone)
                        .build()))
                .limit(readConnections)
                .toList();
        this.searches = pool(forSearching(options), network, pooled(searchConnections, maxLifetime));
        this.writes = pool(options, network, pooled(writeConnections, maxLifetime));
        this.monitor = pool(
                new PgConnectOptions(options).addProperty("application_name", address.applicationName() + " monitor"),
                ConnectOptions.network(address).setIdleTimeout(MONITOR_IDLE_S),
                alone);
        long interval = maxLifetime.toMillis() / readConnections;
        // Nodes that were started together do not do it together.
        this.renewalTimer =
                vertx.setPeriodic(1 + ThreadLocalRandom.current().nextLong(interval), interval, tick -> renewOneRead());
    }

    /** A search finds its way while it runs, so it is planned once, and for indexes that are in memory. */
    private static PgConnectOptions forSearching(PgConnectOptions options) {
        return new PgConnectOptions(options)
                .addProperty("plan_cache_mode", "force_generic_plan")
                .addProperty("enable_seqscan", "off")
                .addProperty("random_page_cost", "1.1");
    }

    private RenewablePool<Pool> pool(PgConnectOptions options, NetClientOptions network, PoolOptions size) {
        return new RenewablePool<>(() -> PgBuilder.pool()
                .using(vertx)
                .connectingTo(() -> tls.fit(options).map(SqlConnectOptions.class::cast))
                .with(network)
                .with(size)
                .build());
    }

    private static PoolOptions pooled(int size, Duration maxLifetime) {
        return new PoolOptions()
                .setMaxSize(size)
                .setMaxWaitQueueSize(MAX_WAITING)
                .setConnectionTimeout(CONNECTION_TIMEOUT_MS)
                .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS)
                .setIdleTimeout((int) MAX_IDLE.toMillis())
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setMaxLifetime((int) maxLifetime.toMillis())
                .setMaxLifetimeUnit(TimeUnit.MILLISECONDS);
    }

    /** Pipelined: for statements that wait for nothing. */
    RenewablePool<SqlClient> reads() {
        return reads.get(Math.floorMod(nextRead.getAndIncrement(), reads.size()));
    }

    RenewablePool<Pool> searches() {
        return searches;
    }

    RenewablePool<Pool> writes() {
        return writes;
    }

    /** Of one connection. */
    RenewablePool<Pool> monitor() {
        return monitor;
    }

    /** Runs one statement on each connection for reads and one in each other pool, so that it is known whether they can connect. */
    Future<Void> tryAll() {
        return Future.all(Stream.concat(reads.stream(), Stream.of(searches, writes))
                        .map(pool -> pool.use(client -> client.query("select 1").execute()))
                        .toList())
                .mapEmpty();
    }

    void renew() {
        reads.forEach(RenewablePool::renew);
        searches.renew();
        writes.renew();
    }

    private void renewOneRead() {
        reads.get(nextRenewedRead).renew();
        nextRenewedRead = (nextRenewedRead + 1) % reads.size();
    }

    Future<Void> close() {
        vertx.cancelTimer(renewalTimer);
        return Future.join(Stream.concat(reads.stream(), Stream.of(searches, writes, monitor))
                        .map(RenewablePool::close)
                        .toList())
                .mapEmpty();
    }
}
