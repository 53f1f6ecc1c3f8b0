package dev.guildhall.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.guildhall.support.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The connections that each event loop has for itself. */
class EventLoopPoolsIT {
    private static final int TIMEOUT_S = 20;
    private static final int CONNECTIONS = 16;
    private static final int ROUNDS = 500;

    private final TestDatabase testDatabase = TestDatabase.fresh();
    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));
    private final List<Context> eventLoops = new ArrayList<>();

    @BeforeEach
    void findTheEventLoops() throws Exception {
        assumeThat(Runtime.getRuntime().availableProcessors())
                .as("processors, since all event loops of one share its connections")
                .isGreaterThan(1);
        for (int i = 0; i < 2; i++) {
            Deployable verticle = context -> {
                eventLoops.add(context);
                return Future.succeededFuture();
            };
            await(vertx.deployVerticle(verticle));
        }
    }

    @AfterEach
    void close() throws Exception {
        await(vertx.close());
        testDatabase.close();
    }

    @Test
    void areNotThoseOfAnother() throws Exception {
        Database database = new Database(vertx, testDatabase.address(), CONNECTIONS, 0, new SimpleMeterRegistry());
        List<Set<Integer>> pids = new ArrayList<>();
        for (Context eventLoop : eventLoops) {
            pids.add(await(on(eventLoop, () -> pids(database))));
        }
        assertThat(pids.get(0)).as("connections of one event loop").doesNotContainAnyElementsOf(pids.get(1));
        await(database.close());
    }

    @Test
    void areNotThoseOfAnotherThatAsksForItsFirstAtTheSameMoment() throws Exception {
        TlsProbe tls = new TlsProbe(vertx, testDatabase.address());
        for (int round = 0; round < ROUNDS; round++) {
            Pools pools = new Pools(
                    vertx,
                    testDatabase.address(),
                    tls,
                    ConnectOptions.of(testDatabase.address()),
                    CONNECTIONS,
                    0,
                    Pools.MAX_LIFETIME);
            AtomicInteger asking = new AtomicInteger();
            List<Future<RenewablePool<Pool>>> found = eventLoops.stream()
                    .map(eventLoop -> on(eventLoop, () -> {
                        asking.incrementAndGet();
                        while (asking.get() < eventLoops.size()) {
                            Thread.onSpinWait();
                        }
                        return Future.succeededFuture(pools.writes());
                    }))
                    .toList();
            assertThat(await(found.get(0)))
                    .as("the connections of one event loop in round %s", round)
                    .isNotSameAs(await(found.get(1)));
            await(pools.close());
        }
    }

    /** Of more reads and writes than an event loop has connections, one after the other. */
    private static Future<Set<Integer>> pids(Database database) {
        List<Future<Integer>> reads = Stream.generate(() -> database.read(EventLoopPoolsIT::pid))
                .limit(CONNECTIONS)
                .toList();
        return Future.all(reads)
                .compose(read -> database.write(work -> pid(work.client())))
                .map(write -> Stream.concat(reads.stream().map(Future::result), Stream.of(write))
                        .collect(Collectors.toSet()));
    }

    private static Future<Integer> pid(SqlClient client) {
        return client.preparedQuery("select pg_backend_pid() as pid")
                .execute()
                .map(rows -> rows.iterator().next().getInteger("pid"));
    }

    private static <T> Future<T> on(Context eventLoop, Supplier<Future<T>> work) {
        Promise<T> promise = Promise.promise();
        eventLoop.runOnContext(now -> work.get().onComplete(promise));
        return promise.future();
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.await(TIMEOUT_S, TimeUnit.SECONDS);
    }
}
