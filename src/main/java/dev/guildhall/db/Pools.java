package dev.guildhall.db;

import io.vertx.core.Context;
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
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The connections of this node. Each event loop has some of those for reads and for writes, as far as there are enough for all, because
 * to hand a statement and its result from one event loop to another costs as much as to send it. All event loops share the connections
 * for searches, and that of the monitor.
 * Each connection is replaced after 45 minutes.
 */
final class Pools {
    /** How long a statement waits for a connection, in milliseconds. */
    private static final int CONNECTION_TIMEOUT_MS = 2_000;
    /** How many statements may wait for a connection of each kind; more are refused immediately. */
    static final int MAX_WAITING = 1_000;

    /** Firewalls and NAT may drop an idle connection after some minutes without notice to either side. */
    private static final Duration MAX_IDLE = Duration.ofMinutes(4);

    static final Duration MAX_LIFETIME = Duration.ofMinutes(45);
    /** In seconds. The monitor sends a statement every second, so its connection is broken if it is idle for longer. */
    private static final int MAX_MONITOR_IDLE_S = 5;
    /** An event loop gets connections of its own only if at least this many are for writes, so that it rarely needs those of another. */
    private static final int MIN_WRITE_CONNECTIONS = 2;

    private final Vertx vertx;
    private final TlsProbe tls;
    private final List<EventLoopPools> eventLoops;
    private final Map<Thread, EventLoopPools> byThread = new ConcurrentHashMap<>();
    private final AtomicInteger served = new AtomicInteger();
    private final RenewablePool<Pool> searches;
    private final RenewablePool<Pool> monitor;
    private final long renewalTimer;
    private int nextRenewedRead;

    /**
     * @param size the maximum number of connections, without the one of the monitor
     * @param reserved how many of them are not for the pools
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
        int parts = Math.max(
                1,
                Math.min(
                        Runtime.getRuntime().availableProcessors(),
                        Math.min(readConnections, writeConnections / MIN_WRITE_CONNECTIONS)));
        NetClientOptions network = ConnectOptions.network(address);
        PoolOptions singleConnection = poolOptions(1, maxLifetime);
        this.eventLoops = IntStream.range(0, parts)
                .mapToObj(part -> new EventLoopPools(
                        // One connection a pool, so that each can be replaced separately: a pipelined one is hardly
                        // ever idle, and the pool closes idle ones only.
                        Stream.generate(() -> new RenewablePool<>(() -> PgBuilder.client()
                                        .using(vertx)
                                        .connectingTo(() -> tls.adapt(options).map(SqlConnectOptions.class::cast))
                                        .with(network)
                                        .with(singleConnection)
                                        .withConnectHandler(FlushConsolidation::install)
                                        .build()))
                                .limit(share(readConnections, part, parts))
                                .toList(),
                        pool(options, network, poolOptions(share(writeConnections, part, parts), maxLifetime)),
                        share(writeConnections, part, parts)))
                .toList();
        this.searches = pool(searchOptions(options), network, poolOptions(searchConnections, maxLifetime));
        this.monitor = pool(
                new PgConnectOptions(options).addProperty("application_name", address.applicationName() + " monitor"),
                ConnectOptions.network(address).setIdleTimeout(MAX_MONITOR_IDLE_S),
                singleConnection);
        long interval = maxLifetime.toMillis() / readConnections;
        // Random, so that nodes that were started together do not renew at the same time.
        this.renewalTimer =
                vertx.setPeriodic(1 + ThreadLocalRandom.current().nextLong(interval), interval, tick -> renewOneRead());
    }

    /** How many of these connections are those of one part; the first parts have one more if they do not divide evenly. */
    private static int share(int connections, int part, int parts) {
        return connections / parts + (part < connections % parts ? 1 : 0);
    }

    /** A search chooses between indexes in its own SQL. */
    private static PgConnectOptions searchOptions(PgConnectOptions options) {
        return new PgConnectOptions(options)
                .addProperty("cpu_index_tuple_cost", "0.05")
                // A bitmap of most gigs, exact to the row.
                .addProperty("work_mem", "16MB");
    }

    private RenewablePool<Pool> pool(PgConnectOptions options, NetClientOptions network, PoolOptions size) {
        return new RenewablePool<>(() -> PgBuilder.pool()
                .using(vertx)
                .connectingTo(() -> tls.adapt(options).map(SqlConnectOptions.class::cast))
                .with(network)
                .with(size)
                .build());
    }

    private static PoolOptions poolOptions(int size, Duration maxLifetime) {
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

    /** Pipelined, so only for statements that take no locks. */
    RenewablePool<SqlClient> reads() {
        return ofThisThread().leastLoadedRead();
    }

    RenewablePool<Pool> searches() {
        return searches;
    }

    /** Returns the connections of another event loop if all of this one are in use, as these may all wait for locks. */
    RenewablePool<Pool> writes() {
        EventLoopPools own = ofThisThread();
        return own.hasFreeWrite()
                ? own.writes
                : eventLoops.stream()
                        .filter(EventLoopPools::hasFreeWrite)
                        .findFirst()
                        .orElse(own)
                        .writes;
    }

    /** The driver opens a connection on the event loop that needs it first, so connections that one event loop has for itself stay on it. */
    private EventLoopPools ofThisThread() {
        return Context.isOnEventLoopThread()
                ? byThread.computeIfAbsent(
                        Thread.currentThread(), first -> eventLoops.get(served.getAndIncrement() % eventLoops.size()))
                : eventLoops.get(0);
    }

    /** Has one connection. */
    RenewablePool<Pool> monitor() {
        return monitor;
    }

    /** Runs one statement on each connection for reads and one in each other pool of this event loop, to check that they can connect. */
    Future<Void> tryAll() {
        EventLoopPools own = ofThisThread();
        return Future.all(Stream.concat(own.reads.stream(), Stream.of(searches, own.writes))
                        .map(pool -> pool.use(client -> client.query("select 1").execute()))
                        .toList())
                .mapEmpty();
    }

    void renew() {
        allReads().forEach(RenewablePool::renew);
        searches.renew();
        eventLoops.forEach(pools -> pools.writes.renew());
    }

    private void renewOneRead() {
        List<RenewablePool<SqlClient>> reads = allReads();
        reads.get(nextRenewedRead).renew();
        nextRenewedRead = (nextRenewedRead + 1) % reads.size();
    }

    private List<RenewablePool<SqlClient>> allReads() {
        return eventLoops.stream().flatMap(pools -> pools.reads.stream()).toList();
    }

    Future<Void> close() {
        vertx.cancelTimer(renewalTimer);
        return Future.join(Stream.of(
                                allReads().stream(),
                                eventLoops.stream().map(pools -> pools.writes),
                                Stream.of(searches, monitor))
                        .flatMap(pools -> pools)
                        .map(RenewablePool::close)
                        .toList())
                .mapEmpty();
    }

    /** Connections for one event loop, or for several if there are not enough connections. */
    private static final class EventLoopPools {
        private final List<RenewablePool<SqlClient>> reads;
        private final RenewablePool<Pool> writes;
        private final int writeConnections;
        private volatile int lastRead;

        private EventLoopPools(List<RenewablePool<SqlClient>> reads, RenewablePool<Pool> writes, int writeConnections) {
            this.reads = reads;
            this.writes = writes;
            this.writeConnections = writeConnections;
        }

        private boolean hasFreeWrite() {
            return writes.load() < writeConnections;
        }

        /**
         * A read does not wait behind a slow one while another connection is free. Of several the next one, since the last one may have
         * just been lost.
         */
        private RenewablePool<SqlClient> leastLoadedRead() {
            int last = lastRead;
            int least = last;
            for (int i = 1; i <= reads.size(); i++) {
                int next = (last + i) % reads.size();
                if (i == 1 || reads.get(next).load() < reads.get(least).load()) {
                    least = next;
                }
            }
            lastRead = least;
            return reads.get(least);
        }
    }
}
