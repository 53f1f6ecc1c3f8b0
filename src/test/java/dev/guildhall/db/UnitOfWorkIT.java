package dev.guildhall.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.guildhall.support.HeldCommits;
import dev.guildhall.support.Sql;
import dev.guildhall.support.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The callbacks of a write run after its commit, once, and never if it fails. */
class UnitOfWorkIT {
    private static final int TIMEOUT_S = 20;

    private static final TestDatabase testDatabase = TestDatabase.fresh();
    private static final Sql sql = testDatabase.sql();
    private static final Vertx vertx = Vertx.vertx();
    private static final Database database =
            new Database(vertx, testDatabase.address(), 8, 0, new SimpleMeterRegistry());

    private static final UUID FIRST = UUID.randomUUID();
    private static final UUID SECOND = UUID.randomUUID();

    private final List<List<UUID>> statements = new CopyOnWriteArrayList<>();
    private final List<String> callbacks = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void makeATable() {
        sql.update("create table notes (text text not null unique)");
    }

    @BeforeEach
    void empty() {
        sql.update("delete from notes");
    }

    @AfterAll
    static void close() throws Exception {
        vertx.close().await(TIMEOUT_S, TimeUnit.SECONDS);
        sql.close();
        testDatabase.close();
    }

    /** The ways to run a unit of work. */
    enum Way {
        STATEMENT {
            @Override
            <T> Future<T> run(Function<UnitOfWork, Future<T>> body) {
                return database.write(body);
            }
        },
        TRANSACTION {
            @Override
            <T> Future<T> run(Function<UnitOfWork, Future<T>> body) {
                return database.inTransaction(body);
            }
        },
        SHARED_TRANSACTION {
            @Override
            <T> Future<T> run(Function<UnitOfWork, Future<T>> body) {
                return database.write(work -> UnitOfWork.runInSharedTransaction(work.client(), body));
            }
        },
        STATEMENTS_HELD_TOGETHER {
            @Override
            <T> Future<T> run(Function<UnitOfWork, Future<T>> body) {
                return database.write(work -> work.atomically(body));
            }
        },
        STATEMENTS_HELD_TOGETHER_IN_A_TRANSACTION {
            @Override
            <T> Future<T> run(Function<UnitOfWork, Future<T>> body) {
                return database.inTransaction(work -> work.atomically(body));
            }
        },
        ATTEMPT {
            @Override
            <T> Future<T> run(Function<UnitOfWork, Future<T>> body) {
                return database.write(work -> work.attempt(() -> body.apply(work)));
            }
        },
        ATTEMPT_IN_A_TRANSACTION {
            @Override
            <T> Future<T> run(Function<UnitOfWork, Future<T>> body) {
                return database.inTransaction(work -> work.attempt(() -> body.apply(work)));
            }
        };

        abstract <T> Future<T> run(Function<UnitOfWork, Future<T>> body);
    }

    @Test
    @Tag("OPS-30")
    void aWriteThatASharedTransactionLeavesOutFails() throws Exception {
        List<Future<Optional<String>>> written =
                writeTwo((client, ids) -> Future.succeededFuture(Map.of(FIRST, "first")));
        assertThat(written.get(0).result()).contains("first");
        assertThat(written.get(1).cause()).isExactlyInstanceOf(SharedWrites.LeftOut.class);
        assertThat(statements).containsExactly(List.of(FIRST, SECOND));
    }

    @Test
    @Tag("OPS-30")
    void anErrorEndsASharedTransaction() throws Exception {
        assertThat(writeTwo(
                        (client, ids) -> client.query("select 1 / 0").execute().map(never -> Map.of())))
                .allSatisfy(
                        result -> assertThat(result.cause()).isExactlyInstanceOf(SharedWrites.TransactionFailed.class));
        assertThat(statements).containsExactly(List.of(FIRST, SECOND));
    }

    /** Its statement would wait for locks. */
    @Test
    @Tag("OPS-30")
    void aSingleWriteIsLeftOutOfASharedTransaction() throws Exception {
        SharedWrites<UUID, String> writes = new SharedWrites<>(id -> id, id -> id, (client, ids) -> {
            statements.add(ids);
            return Future.succeededFuture(Map.of(FIRST, "first"));
        });
        List<Future<?>> written = new ArrayList<>();
        await(Way.SHARED_TRANSACTION.run(work -> {
            written.add(writes.write(work, FIRST));
            return Future.join(written).transform(done -> Future.succeededFuture());
        }));
        assertThat(written.get(0).cause()).isExactlyInstanceOf(SharedWrites.LeftOut.class);
        assertThat(statements).isEmpty();
    }

    @Test
    @Tag("OPS-30")
    void aWriteThatIsLeftOutTakesNoCallbacksOfOthersWithIt() throws Exception {
        SharedWrites<UUID, String> writes =
                new SharedWrites<>(id -> id, id -> id, (client, ids) -> Future.succeededFuture(Map.of(FIRST, "first")));
        await(Way.SHARED_TRANSACTION.run(work -> Future.join(
                        work.attempt(() -> writes.write(work, FIRST)
                                .onSuccess(done -> work.afterCommit(() -> callbacks.add("first")))),
                        work.attempt(() -> writes.write(work, SECOND)
                                .onSuccess(done -> work.afterCommit(() -> callbacks.add("second")))))
                .transform(done -> Future.succeededFuture())));
        assertThat(callbacks).as("callbacks of the committed write").containsExactly("first");
    }

    /** Makes both writes in one shared transaction. */
    private List<Future<Optional<String>>> writeTwo(
            BiFunction<SqlClient, List<UUID>, Future<Map<UUID, String>>> statement) throws Exception {
        SharedWrites<UUID, String> writes = new SharedWrites<>(id -> id, id -> id, (client, ids) -> {
            statements.add(ids);
            return statement.apply(client, ids);
        });
        List<Future<Optional<String>>> written = new ArrayList<>();
        await(Way.SHARED_TRANSACTION.run(work -> {
            written.add(writes.write(work, FIRST));
            written.add(writes.write(work, SECOND));
            return Future.join(written).transform(done -> Future.succeededFuture());
        }));
        return written;
    }

    @ParameterizedTest
    @EnumSource
    void runsCallbacksInOrderAndOnceAfterTheCommit(Way way) throws Exception {
        try (HeldCommits commits = HeldCommits.of(testDatabase, "notes")) {
            Future<?> done = way.run(work -> {
                work.afterCommit(() -> callbacks.add("before it is written"));
                return insert(work, "note").map(inserted -> {
                    work.afterCommit(() -> callbacks.add("after it is written"));
                    return inserted;
                });
            });
            commits.await(1);
            assertThat(callbacks).as("callbacks run before the commit").isEmpty();
            commits.release();
            await(done);
        }
        assertThat(callbacks)
                .as("callbacks run after the commit")
                .containsExactly("before it is written", "after it is written");
        assertThat(notes()).containsExactly("note");
    }

    @ParameterizedTest
    @EnumSource
    void runsNoCallbackIfTheCommitFails(Way way) {
        try (HeldCommits commits = HeldCommits.of(testDatabase, "notes")) {
            Future<?> done = way.run(work -> {
                work.afterCommit(() -> callbacks.add("before it is written"));
                return insert(work, "note").map(inserted -> {
                    work.afterCommit(() -> callbacks.add("after it is written"));
                    return inserted;
                });
            });
            commits.await(1);
            commits.fail();
            assertThatThrownBy(() -> await(done), "the result of a COMMIT that fails")
                    .hasMessageContaining("this commit was to fail");
        }
        assertThat(callbacks).as("callbacks run although the commit failed").isEmpty();
        assertThat(notes()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void runsNoCallbackIfTheUnitOfWorkFailsLater(Way way) {
        Future<?> done = way.run(work -> insert(work, "note").compose(inserted -> {
            work.afterCommit(() -> callbacks.add("after it is written"));
            return Future.failedFuture("and no more of it");
        }));
        assertThatThrownBy(() -> await(done)).hasMessageContaining("and no more of it");
        assertThat(callbacks)
                .as("callbacks run although the unit of work failed")
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"TRANSACTION", "STATEMENTS_HELD_TOGETHER", "STATEMENTS_HELD_TOGETHER_IN_A_TRANSACTION"})
    void commitsAllOrNothing(Way way) {
        Future<?> done = way.run(work -> insert(work, "note").compose(one -> insert(work, "note")));
        assertThatThrownBy(() -> await(done)).hasMessageContaining("notes_text_key");
        assertThat(notes()).as("rows left after the second statement failed").isEmpty();

        Future<?> refused =
                way.run(work -> insert(work, "note").compose(one -> Future.failedFuture("and no more of it")));
        assertThatThrownBy(() -> await(refused)).hasMessageContaining("and no more of it");
        assertThat(notes()).as("rows left after a failure outside the database").isEmpty();
    }

    @Test
    void runsCallbacksOfAnInnerUnitAfterTheCommitOfTheOuterOne() throws Exception {
        try (HeldCommits commits = HeldCommits.of(testDatabase, "notes")) {
            Future<?> done = database.inTransaction(work -> work.atomically(inner -> {
                        inner.afterCommit(() -> callbacks.add("inner"));
                        return insert(inner, "inner");
                    })
                    .compose(inner -> insert(work, "outer")));
            commits.await(1);
            assertThat(notes())
                    .as("rows committed before the outer unit of work")
                    .isEmpty();
            assertThat(callbacks)
                    .as("callbacks run before the commit of the outer unit of work")
                    .isEmpty();
            commits.release();
            await(done);
        }
        assertThat(callbacks).containsExactly("inner");
        assertThat(notes()).containsExactly("inner", "outer");
    }

    /** A transaction continues after a failed attempt. The callbacks of the attempt are dropped, and its writes are rolled back. */
    @ParameterizedTest
    @EnumSource(names = {"STATEMENT", "TRANSACTION"})
    void runsNoCallbackOfAnAttemptThatWasRolledBack(Way way) throws Exception {
        sql.update("insert into notes values ('taken')");
        await(way.run(work -> insert(work, "note")
                .compose(inserted -> {
                    work.afterCommit(() -> callbacks.add("the note"));
                    return work.attempt(() -> {
                        work.afterCommit(() -> callbacks.add("the attempt"));
                        return insert(work, "taken");
                    });
                })
                .recover(taken -> {
                    work.afterCommit(() -> callbacks.add("that it was taken"));
                    return insert(work, "another");
                })));
        assertThat(callbacks)
                .as("callbacks run after an attempt was rolled back")
                .containsExactly("the note", "that it was taken");
        assertThat(notes()).containsExactly("another", "note", "taken");
    }

    private static Future<Void> insert(UnitOfWork work, String text) {
        return NamedStatement.update(work.client(), "insert into notes values (#{text})")
                .execute(Map.of("text", text))
                .mapEmpty();
    }

    private static List<String> notes() {
        return sql.rows("select text from notes order by text").stream()
                .map(row -> String.valueOf(row.get("text")))
                .toList();
    }

    private static void await(Future<?> done) throws Exception {
        Object unused = done.await(TIMEOUT_S, TimeUnit.SECONDS);
    }
}
