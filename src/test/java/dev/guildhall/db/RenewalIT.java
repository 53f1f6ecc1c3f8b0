package dev.guildhall.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.guildhall.support.Sql;
import dev.guildhall.support.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.SqlClient;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Connections that are unusable or at the end of their lifetime are replaced while the database is in use. */
@Tag("OPS-8")
class RenewalIT {
    private static final int TIMEOUT_S = 20;

    private final Vertx vertx = Vertx.vertx();
    private final TestDatabase testDatabase = TestDatabase.fresh();

    @AfterEach
    void close() throws Exception {
        vertx.close().await(TIMEOUT_S, TimeUnit.SECONDS);
        testDatabase.close();
    }

    @Test
    void writesAgainAfterAFailoverFromAReadOnlyServer() throws Exception {
        Database database = database(Pools.MAX_LIFETIME);
        try (Sql sql = testDatabase.sql()) {
            sql.update("create table notes (text text)");
            setReadOnly(sql, true);
            assertThatThrownBy(() -> write(database))
                    .isInstanceOfSatisfying(
                            PgException.class,
                            error -> assertThat(error.getSqlState()).isEqualTo("25006"));
            // The connections that are open now stay read-only, like connections to a server that has become a standby.
            setReadOnly(sql, false);
            for (int i = 0; i < 10 && !isWritable(database); i++) {
                assertThat(i).as("number of writes refused after the failover").isLessThan(9);
            }
            assertThat(sql.count("select from notes")).isPositive();
        }
    }

    @Test
    void retriesReadsAndTransactionsAfterATableWasAltered() throws Exception {
        Database database = database(Pools.MAX_LIFETIME);
        try (Sql sql = testDatabase.sql()) {
            sql.update("create table notes (text text)");
            for (int change = 0; change < 3; change++) {
                sql.update("alter table notes add column c" + change + " int");
                for (int i = 0; i < 10; i++) {
                    await(database.read(client ->
                            client.preparedQuery("select * from notes").execute()));
                    await(database.search(client ->
                            client.preparedQuery("select * from notes").execute()));
                    await(database.inTransaction(work -> work.client()
                            .preparedQuery("insert into notes (text) values ('n') returning *")
                            .execute()));
                }
            }
            assertThat(sql.count("select from notes")).isEqualTo(30);
        }
    }

    @Test
    void replacesEveryConnectionAfterItsLifetimeWithoutAFailedOperation() throws Exception {
        Database database = database(Duration.ofMillis(600));
        Set<Integer> reading = ConcurrentHashMap.newKeySet();
        Set<Integer> writing = new HashSet<>();
        AtomicBoolean isStopped = new AtomicBoolean();
        List<Future<Void>> readers = Stream.generate(() -> keepReading(database, reading, isStopped))
                .limit(8)
                .toList();
        long begun = System.nanoTime();
        while (reading.size() < 6 || writing.size() < 2) {
            assertThat(Duration.ofNanos(System.nanoTime() - begun))
                    .as("time in which only the connections %s for reads and %s for writes were used", reading, writing)
                    .isLessThan(Duration.ofSeconds(TIMEOUT_S));
            writing.add(await(database.write(work -> pid(work.client(), "select pg_backend_pid() as pid"))));
        }
        isStopped.set(true);
        for (Future<Void> reader : readers) {
            await(reader);
        }
    }

    @Test
    void opensNoMoreConnectionsThanConfigured() throws Exception {
        Database database = database(Pools.MAX_LIFETIME);
        await(database.startMonitor());
        List<Future<Void>> work = Stream.generate(() -> List.of(
                        database.read(client ->
                                client.preparedQuery("select pg_sleep(0.01)").execute()),
                        database.search(client ->
                                client.preparedQuery("select pg_sleep(0.01)").execute()),
                        database.write(held -> held.client()
                                .preparedQuery("select pg_sleep(0.01)")
                                .execute())))
                .limit(20)
                .flatMap(List::stream)
                .map(Future::<Void>mapEmpty)
                .toList();
        await(Future.join(work));
        try (Sql sql = testDatabase.sql()) {
            assertThat(
                            sql.count(
                                    "select from pg_stat_activity where application_name like 'guildhall%' and datname = current_database()"))
                    .as("connections of a node that may have eight and one for the monitor")
                    .isBetween(1, 9);
        }
    }

    private Database database(Duration maxLifetime) {
        return new Database(vertx, testDatabase.address(), 8, 0, maxLifetime, new SimpleMeterRegistry());
    }

    /** Several of these keep every connection for reads busy. The pool itself replaces only idle ones. */
    private static Future<Void> keepReading(Database database, Set<Integer> connections, AtomicBoolean isStopped) {
        return isStopped.get()
                ? Future.succeededFuture()
                : database.read(client -> pid(client, "select pg_backend_pid() as pid, pg_sleep(0.005)"))
                        .compose(pid -> {
                            connections.add(pid);
                            return keepReading(database, connections, isStopped);
                        });
    }

    private static Future<Integer> pid(SqlClient client, String sql) {
        return client.preparedQuery(sql)
                .execute()
                .map(rows -> rows.iterator().next().getInteger("pid"));
    }

    private void setReadOnly(Sql sql, boolean isReadOnly) {
        sql.update("alter database " + testDatabase.address().database() + " set default_transaction_read_only = "
                + isReadOnly);
    }

    private static boolean isWritable(Database database) throws Exception {
        try {
            write(database);
            return true;
        } catch (PgException e) {
            return false;
        }
    }

    private static void write(Database database) throws Exception {
        await(database.write(work -> work.client()
                .preparedQuery("insert into notes (text) values ('n')")
                .execute()));
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.await(TIMEOUT_S, TimeUnit.SECONDS);
    }
}
