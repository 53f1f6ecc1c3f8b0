package dev.guildhall.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.guildhall.support.HeldCommits;
import dev.guildhall.support.Sql;
import dev.guildhall.support.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** When what others are to be told of a write is told. */
class UnitOfWorkIT {
    private static final int TIMEOUT_S = 20;

    private static final TestDatabase testDatabase = TestDatabase.fresh();
    private static final Sql sql = testDatabase.sql();
    private static final Vertx vertx = Vertx.vertx();
    private static final Database database =
            new Database(vertx, testDatabase.address(), 8, 0, new SimpleMeterRegistry());

    private final List<String> told = new CopyOnWriteArrayList<>();

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

    /** The ways in which a unit of writing may be run. */
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

    @ParameterizedTest
    @EnumSource
    void isToldInTurnAndOnceWhenAllIsCommitted(Way way) throws Exception {
        try (HeldCommits commits = HeldCommits.of(testDatabase, "notes")) {
            Future<?> done = way.run(work -> {
                work.afterCommit(() -> told.add("before it is written"));
                return insert(work, "note").map(inserted -> {
                    work.afterCommit(() -> told.add("after it is written"));
                    return inserted;
                });
            });
            commits.await(1);
            assertThat(told).as("told before it was committed").isEmpty();
            commits.letGo();
            await(done);
        }
        assertThat(told).as("told once it is committed").containsExactly("before it is written", "after it is written");
        assertThat(notes()).containsExactly("note");
    }

    @ParameterizedTest
    @EnumSource
    void isNeverToldWhereTheCommitFails(Way way) {
        try (HeldCommits commits = HeldCommits.of(testDatabase, "notes")) {
            Future<?> done = way.run(work -> {
                work.afterCommit(() -> told.add("before it is written"));
                return insert(work, "note").map(inserted -> {
                    work.afterCommit(() -> told.add("after it is written"));
                    return inserted;
                });
            });
            commits.await(1);
            commits.refuse();
            assertThatThrownBy(() -> await(done), "what becomes of a COMMIT that fails")
                    .hasMessageContaining("this commit was to fail");
        }
        assertThat(told).as("told though it was not committed").isEmpty();
        assertThat(notes()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void isNeverToldWhereItFailsAfterwards(Way way) {
        Future<?> done = way.run(work -> insert(work, "note").compose(inserted -> {
            work.afterCommit(() -> told.add("after it is written"));
            return Future.failedFuture("and no more of it");
        }));
        assertThatThrownBy(() -> await(done)).hasMessageContaining("and no more of it");
        assertThat(told).as("told though all of it failed").isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"TRANSACTION", "STATEMENTS_HELD_TOGETHER", "STATEMENTS_HELD_TOGETHER_IN_A_TRANSACTION"})
    void takesEffectAsAWholeOrNotAtAll(Way way) {
        Future<?> done = way.run(work -> insert(work, "note").compose(one -> insert(work, "note")));
        assertThatThrownBy(() -> await(done)).hasMessageContaining("notes_text_key");
        assertThat(notes()).as("left of what failed at its second step").isEmpty();

        Future<?> refused =
                way.run(work -> insert(work, "note").compose(one -> Future.failedFuture("and no more of it")));
        assertThatThrownBy(() -> await(refused)).hasMessageContaining("and no more of it");
        assertThat(notes()).as("left of what failed though nothing broke").isEmpty();
    }

    @Test
    void isToldWhenTheOuterOneIsCommittedWhereOneIsWithinAnother() throws Exception {
        try (HeldCommits commits = HeldCommits.of(testDatabase, "notes")) {
            Future<?> done = database.inTransaction(work -> work.atomically(inner -> {
                        inner.afterCommit(() -> told.add("the inner one"));
                        return insert(inner, "inner");
                    })
                    .compose(inner -> insert(work, "outer")));
            commits.await(1);
            assertThat(notes()).as("committed before the outer one").isEmpty();
            assertThat(told).as("told before the outer one is committed").isEmpty();
            commits.letGo();
            await(done);
        }
        assertThat(told).containsExactly("the inner one");
        assertThat(notes()).containsExactly("inner", "outer");
    }

    /** A transaction goes on after an attempt that failed, and what the attempt would have told is as undone as what it wrote. */
    @ParameterizedTest
    @EnumSource(names = {"STATEMENT", "TRANSACTION"})
    void isNotToldOfAnAttemptThatWasUndone(Way way) throws Exception {
        sql.update("insert into notes values ('taken')");
        await(way.run(work -> insert(work, "note")
                .compose(inserted -> {
                    work.afterCommit(() -> told.add("the note"));
                    return work.attempt(() -> {
                        work.afterCommit(() -> told.add("the attempt"));
                        return insert(work, "taken");
                    });
                })
                .recover(taken -> {
                    work.afterCommit(() -> told.add("that it was taken"));
                    return insert(work, "another");
                })));
        assertThat(told).as("told after an attempt was undone").containsExactly("the note", "that it was taken");
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
