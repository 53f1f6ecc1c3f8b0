package dev.guildhall.db;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.guildhall.failure.Failure;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import io.vertx.sqlclient.Pool;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("OPS-30")
class SharedWritesTest {
    private final Vertx vertx = Vertx.vertx();
    /** Whose statements these would be; none is sent. */
    private final Pool pool =
            PgBuilder.pool().connectingTo(new PgConnectOptions()).using(vertx).build();
    /** The texts of the writes of each statement. */
    private final List<List<String>> statements = new ArrayList<>();

    private record Write(UUID id, String text) {}

    @AfterEach
    void close() throws Exception {
        vertx.close().await(10, SECONDS);
    }

    @Test
    void whatArrivesTogetherIsWrittenTogether() throws Exception {
        assertThat(write(SharedWritesTest::all, "a", "b", "c")).containsExactly("a", "b", "c");
        assertThat(statements).containsExactly(List.of("a", "b", "c"));
    }

    @Test
    void twoWritesWithTheSameKeyAreInDifferentStatements() throws Exception {
        assertThat(write(SharedWritesTest::all, "a", "b", "a")).containsExactly("a", "b", "a");
        assertThat(statements).containsExactly(List.of("a", "b"), List.of("a"));
    }

    @Test
    void whatIsLeftOutIsWrittenAlone() throws Exception {
        assertThat(write(
                        writes -> writes.size() == 1 ? all(writes) : all(writes.subList(0, writes.size() - 1)),
                        "a",
                        "b",
                        "c"))
                .containsExactly("a", "b", "c");
        assertThat(statements).containsExactly(List.of("a", "b", "c"), List.of("c"));
    }

    @Test
    void whatIsNotWrittenAloneEitherHasNoResult() throws Exception {
        assertThat(write(writes -> all(writes.subList(0, writes.size() - 1)), "a", "b"))
                .containsExactly("a", "none");
    }

    /** A duplicate, a lock that was not free in time, or a deadlock. */
    @ParameterizedTest
    @ValueSource(strings = {"23505", "55P03", "40P01"})
    void aRefusedStatementHasWrittenNothingSoThatEachIsWrittenAlone(String state) throws Exception {
        PgException refused = new PgException("the statement was refused", "ERROR", state, "");
        assertThat(write(writes -> writes.size() == 1 ? all(writes) : Future.failedFuture(refused), "a", "b"))
                .containsExactly("a", "b");
        assertThat(statements).containsExactly(List.of("a", "b"), List.of("a"), List.of("b"));
    }

    @Test
    void oneBadWriteCostsTheOthersFewStatements() throws Exception {
        PgException refused = new PgException("duplicate key", "ERROR", "23505", "");
        String[] texts = IntStream.range(0, 32).mapToObj(String::valueOf).toArray(String[]::new);
        assertThatThrownBy(() -> write(
                        writes -> writes.stream().anyMatch(write -> write.text().equals("31"))
                                ? Future.failedFuture(refused)
                                : all(writes),
                        texts))
                .isSameAs(refused);
        assertThat(statements).hasSize(1 + 2 * 5);
    }

    @Test
    void theRefusalOfOneWriteIsNotTheAnswerToAnother() throws Exception {
        Failure refusal = new Failure.NotFound("There is none.");
        assertThat(write(writes -> writes.size() == 1 ? all(writes) : Future.failedFuture(refusal), "a", "b"))
                .containsExactly("a", "b");
    }

    /** Too slow, or with a plan that its connection has to forget. */
    @ParameterizedTest
    @ValueSource(strings = {"57014", "0A000"})
    void nothingIsWrittenAgainAfterAnErrorThatIsNotOfAWrite(String state) {
        PgException failed = new PgException("the statement failed", "ERROR", state, "");
        assertThatThrownBy(() -> write(writes -> Future.failedFuture(failed), "a", "b"))
                .isSameAs(failed);
        assertThat(statements).containsExactly(List.of("a", "b"));
    }

    @Test
    void nothingIsWrittenAgainAfterTheConnectionWasLost() {
        assertThatThrownBy(() -> write(writes -> Future.failedFuture(ClosedConnectionException.INSTANCE), "a", "b"))
                .isInstanceOf(ClosedConnectionException.class);
        assertThat(statements).containsExactly(List.of("a", "b"));
    }

    @Test
    void theNextStatementWaitsForTheOneBefore() throws Exception {
        Promise<Map<UUID, String>> first = Promise.promise();
        SharedWrites<Write, String> writes =
                shared(written -> written.get(0).text().equals("first") ? first.future() : all(written));
        Promise<List<List<String>>> seen = Promise.promise();
        vertx.runOnContext(now -> {
            UnitOfWork.run(pool, work -> writes.write(work, new Write(UUID.randomUUID(), "first")));
            vertx.runOnContext(started -> {
                UnitOfWork.run(pool, work -> writes.write(work, new Write(UUID.randomUUID(), "second")));
                UnitOfWork.run(pool, work -> writes.write(work, new Write(UUID.randomUUID(), "third")));
                vertx.runOnContext(later -> seen.complete(List.copyOf(statements)));
            });
        });
        assertThat(seen.future().await(10, SECONDS)).containsExactly(List.of("first"));
        first.complete(Map.of());
        assertThat(write(writes, "fourth")).containsExactly("fourth");
        assertThat(statements.get(1)).startsWith("second", "third");
    }

    @Test
    void aSlowStatementHoldsUpTheNextOneForAMomentOnly() throws Exception {
        Promise<Void> started = Promise.promise();
        Promise<Map<UUID, String>> never = Promise.promise();
        SharedWrites<Write, String> writes = shared(written -> {
            boolean isSlow = written.get(0).text().equals("slow");
            if (isSlow) {
                started.complete();
            }
            return isSlow ? never.future() : all(written);
        });
        vertx.runOnContext(now ->
                UnitOfWork.run(pool, work -> writes.write(work, new Write(UUID.randomUUID(), "slow"))));
        started.future().await(10, SECONDS);
        assertThat(write(writes, "next")).containsExactly("next");
    }

    @Test
    void notMoreThanThreeStatementsRun() throws Exception {
        BlockingQueue<Promise<Map<UUID, String>>> running = new LinkedBlockingQueue<>();
        SharedWrites<Write, String> writes = shared(written -> {
            Promise<Map<UUID, String>> result = Promise.promise();
            running.add(result);
            return result.future();
        });
        Context loop = vertx.getOrCreateContext();
        Promise<Integer> atTheEnd = Promise.promise();
        for (int i = 0; i < SharedWrites.MAX_RUNNING; i++) {
            loop.runOnContext(now ->
                    UnitOfWork.run(pool, work -> writes.write(work, new Write(UUID.randomUUID(), "slow"))));
            assertThat(running.poll(10, SECONDS)).isNotNull();
        }
        loop.runOnContext(now -> {
            UnitOfWork.run(pool, work -> writes.write(work, new Write(UUID.randomUUID(), "next")));
            // After the timer of the last statement, which is on the same event loop.
            vertx.timer(SharedWrites.NEXT_AFTER_MS + 1, MILLISECONDS)
                    .onSuccess(later -> atTheEnd.complete(statements.size()));
        });
        assertThat(atTheEnd.future().await(10, SECONDS)).isEqualTo(SharedWrites.MAX_RUNNING);
    }

    @Test
    void aStatementThatCannotBeMadeHoldsUpNoOther() throws Exception {
        Function<List<Write>, Future<Map<UUID, String>>> statement = writes -> {
            if (writes.get(0).text().equals("bad")) {
                throw new IllegalArgumentException("not a parameter");
            }
            return all(writes);
        };
        SharedWrites<Write, String> writes = shared(statement);
        for (int i = 0; i < 2 * SharedWrites.MAX_RUNNING; i++) {
            assertThatThrownBy(() -> write(writes, "bad")).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> write(writes, "bad", "good")).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(write(writes, "good")).containsExactly("good");
    }

    private List<String> write(Function<List<Write>, Future<Map<UUID, String>>> statement, String... texts)
            throws Exception {
        return write(shared(statement), texts);
    }

    /** Makes all these writes in one turn of an event loop. */
    private List<String> write(SharedWrites<Write, String> writes, String... texts) throws Exception {
        Promise<List<Optional<String>>> written = Promise.promise();
        vertx.runOnContext(now -> Future.all(Stream.of(texts)
                        .map(text ->
                                UnitOfWork.run(pool, work -> writes.write(work, new Write(UUID.randomUUID(), text))))
                        .toList())
                .map(all -> all.<Optional<String>>list())
                .onComplete(written));
        return written.future().await(10, SECONDS).stream()
                .map(result -> result.orElse("none"))
                .toList();
    }

    private SharedWrites<Write, String> shared(Function<List<Write>, Future<Map<UUID, String>>> statement) {
        return new SharedWrites<>(Write::id, Write::text, (client, writes) -> {
            statements.add(writes.stream().map(Write::text).toList());
            return statement.apply(writes);
        });
    }

    private static Future<Map<UUID, String>> all(List<Write> writes) {
        return Future.succeededFuture(writes.stream().collect(Collectors.toMap(Write::id, Write::text)));
    }
}
