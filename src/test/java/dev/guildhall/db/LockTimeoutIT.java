package dev.guildhall.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.guildhall.support.Sql;
import dev.guildhall.support.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A write that gets no lock is refused as busy, not stopped by the statement timeout, which would say that the database is away. */
@Tag("OPS-10")
class LockTimeoutIT {
    private static final int TIMEOUT_S = 20;
    /** How long before its end a wait is ended by the test. */
    private static final int BEFORE_TIMEOUT_MS = 150;

    private static final String LOCK_USER = "select from users_of_test where id = 1 for update";
    private static final String LOCK_ORDER = "select from orders_of_test where id = 1 for update";
    private static final String LOCK_BOTH =
            "select from users_of_test u join orders_of_test o on o.id = u.id for update of u, o";

    private final Vertx vertx = Vertx.vertx();
    private final TestDatabase testDatabase = TestDatabase.fresh();
    private final Sql sql = testDatabase.sql();

    @BeforeEach
    void makeTables() {
        sql.update("create table users_of_test as select 1 as id");
        sql.update("create table orders_of_test as select 1 as id");
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().await(TIMEOUT_S, TimeUnit.SECONDS);
        sql.close();
        testDatabase.close();
    }

    @Test
    void appliesAlsoToTheLastOfAllWaitsOfAWriteThatLocksAUserAndAnOrder() {
        Database database = new Database(vertx, testDatabase.address(), 8, 0, new SimpleMeterRegistry());
        try (Sql user = testDatabase.sql();
                Sql nextOfUser = testDatabase.sql();
                Sql order = testDatabase.sql();
                Sql nextOfOrder = testDatabase.sql()) {
            hold(user, LOCK_USER);
            CompletableFuture<Void> firstInQueue = waitUntilCancelled(nextOfUser, LOCK_USER);
            hold(order, LOCK_ORDER);
            CompletableFuture<Void> secondInQueue = waitUntilCancelled(nextOfOrder, LOCK_ORDER);
            sql.awaitWaitingForLocks(2);

            Future<?> write = write(database, LOCK_BOTH);
            awaitAlmostTimedOut("tuple", write);
            cancel(LOCK_USER, firstInQueue);
            awaitAlmostTimedOut("transactionid", write);
            user.rollback();
            awaitAlmostTimedOut("tuple", write);
            cancel(LOCK_ORDER, secondInQueue);

            assertThatThrownBy(() -> {
                        Object unused = write.await(TIMEOUT_S, TimeUnit.SECONDS);
                    })
                    .isInstanceOfSatisfying(
                            PgException.class,
                            error -> assertThat(error.getSqlState()).isEqualTo(SqlErrors.LOCK_NOT_AVAILABLE));
            order.rollback();
        }
    }

    @Test
    void doesNotHaveToPassBeforeOtherWritesOfTheSameEventLoop() throws Exception {
        Database database = new Database(vertx, testDatabase.address(), 8, 0, new SimpleMeterRegistry());
        try (Sql user = testDatabase.sql()) {
            hold(user, LOCK_USER);
            Future<?> other = onOneEventLoop(() -> {
                List<Future<?>> waiting = Stream.<Future<?>>generate(() -> write(database, LOCK_USER))
                        .limit(2)
                        .toList();
                return write(database, LOCK_ORDER).map(done -> waiting.stream().noneMatch(Future::isComplete));
            });
            assertThat(other.await(TIMEOUT_S, TimeUnit.SECONDS))
                    .as("a write was done while two others of its event loop waited for a lock")
                    .isEqualTo(true);
            user.rollback();
        }
    }

    private <T> Future<T> onOneEventLoop(Supplier<Future<T>> work) {
        Promise<T> promise = Promise.promise();
        vertx.getOrCreateContext().runOnContext(now -> work.get().onComplete(promise));
        return promise.future();
    }

    private static Future<?> write(Database database, String statement) {
        return database.write(work -> work.client().preparedQuery(statement).execute());
    }

    private static void hold(Sql holder, String statement) {
        holder.begin();
        holder.rows(statement);
    }

    private static CompletableFuture<Void> waitUntilCancelled(Sql waiter, String statement) {
        return CompletableFuture.runAsync(
                () -> assertThatThrownBy(() -> waiter.rows(statement)).hasMessageContaining("user request"));
    }

    private void cancel(String statement, CompletableFuture<Void> waiter) {
        sql.rows("select pg_cancel_backend(pid) from pg_stat_activity where query = ?", statement);
        waiter.join();
    }

    /** Until the write has waited for this kind of lock for almost as long as it may. */
    private void awaitAlmostTimedOut(String lock, Future<?> write) {
        while (sql.count("""
                        select from pg_locks join pg_stat_activity using (pid)
                        where not granted and locktype = ? and query = ?
                          and clock_timestamp() - waitstart > ? * interval '1 ms'
                        """, lock, LOCK_BOTH, Database.LOCK_TIMEOUT_MS - BEFORE_TIMEOUT_MS) == 0) {
            if (write.isComplete()) {
                return;
            }
        }
    }
}
