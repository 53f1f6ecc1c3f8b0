package dev.guildhall.db;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.guildhall.failure.Failure;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.FutureInternal;
import io.vertx.core.internal.VertxInternal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("OPS-10")
class WriteQueuesTest {
    private static final LockKey ORDER = LockKey.changing("order", "one");

    private final Vertx vertx = Vertx.vertx();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final WriteQueues queues = new WriteQueues(vertx, registry);
    /** The writes that are running, in the order in which they were started. */
    private final BlockingQueue<Running> running = new LinkedBlockingQueue<>();

    private record Running(int number, Promise<Integer> result) {}

    @AfterEach
    void close() throws Exception {
        vertx.close().await(10, SECONDS);
    }

    @Test
    void runsTwoQueuesEightAndRefusesTheRestAtOnce() {
        List<Future<Integer>> answers =
                IntStream.range(0, 24).mapToObj(this::write).toList();
        assertThat(running).extracting(Running::number).containsExactly(0, 1);
        assertThat(waiting()).isEqualTo(8);
        assertThat(answers.subList(0, 10)).noneMatch(Future::isComplete);
        assertThat(answers.subList(10, 24)).allSatisfy(WriteQueuesTest::expectBusy);
    }

    @Test
    void startsWritesInTheOrderOfTheirArrival() throws Exception {
        List<Future<Integer>> answers =
                IntStream.range(0, 10).mapToObj(this::write).toList();
        List<Integer> started = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            Running next = next();
            started.add(next.number());
            next.result().complete(next.number());
        }
        assertThat(started).isSorted().hasSize(10);
        assertThat(Future.all(answers).await(10, SECONDS).<Integer>list()).isEqualTo(started);
    }

    /** The timeouts of a future without one are on a thread that all event loops share. */
    @Test
    void aWriteThatWaitsHasAContext() {
        Future<Integer> waiting =
                IntStream.range(0, 3).mapToObj(this::write).toList().get(2);
        assertThat(((FutureInternal<Integer>) waiting).context()).isNotNull();
    }

    @Test
    void startsTheNextWriteAfterAFailure() throws Exception {
        IntStream.range(0, 3).forEach(this::write);
        next().result().fail("gone");
        assertThat(next().number()).isEqualTo(1);
        assertThat(next().number()).isEqualTo(2);

        queues.<Integer>run(LockKey.changing("order", "thrown"), Failure.Unavailable::busy, () -> {
            throw new IllegalStateException("before it began");
        });
        assertThat(queues.names()).containsExactly("order one");
    }

    @Test
    void refusesWritesThatWaitTooLongAndNeverRunsThem() throws Exception {
        List<Future<Integer>> answers =
                IntStream.range(0, 5).mapToObj(this::write).toList();
        for (Future<Integer> late : answers.subList(2, 5)) {
            assertThatThrownBy(() -> late.await(10, SECONDS)).isInstanceOf(Failure.Unavailable.class);
        }
        assertThat(waiting()).isZero();
        next().result().complete(0);
        next().result().complete(1);
        Future.all(answers.subList(0, 2)).await(10, SECONDS);
        assertThat(running).isEmpty();
        assertThat(queues.names()).isEmpty();
    }

    @Test
    void failsAWriteAfterItsTimeoutAndStartsTheNext() {
        WriteQueues withShortTimeout = new WriteQueues(vertx, 200, new SimpleMeterRegistry());
        List<Future<Integer>> answers = Stream.generate(() -> withShortTimeout.run(
                        ORDER,
                        Failure.Unavailable::busy,
                        () -> Promise.<Integer>promise().future()))
                .limit(3)
                .toList();
        assertThat(answers)
                .allSatisfy(answer -> assertThatThrownBy(() -> answer.await(10, SECONDS))
                        .isInstanceOf(TimeoutException.class)
                        .hasMessageContaining("200"));
        assertThat(withShortTimeout.names()).isEmpty();
    }

    @Test
    void queues64SharedWritesAndSeparatesKeys() {
        IntStream.range(0, 100).forEach(i -> write(LockKey.briefly("gig", "one"), i));
        assertThat(waiting()).isEqualTo(64);
        write(LockKey.changing("gig", "two"), 100);
        assertThat(running).extracting(Running::number).containsExactly(0, 1, 100);
        assertThat(queues.names()).containsExactlyInAnyOrder("gig one", "gig two");
    }

    @Test
    void runsEachWriteOnItsContextAndRemovesUnusedKeys() throws Exception {
        int contexts = 8;
        int times = 500;
        AtomicInteger atOnce = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger onOtherContexts = new AtomicInteger();
        CountDownLatch answered = new CountDownLatch(contexts * times);
        for (int c = 0; c < contexts; c++) {
            Context context = ((VertxInternal) vertx).createEventLoopContext();
            context.runOnContext(start -> runRepeatedly(context, times, answered, () -> {
                most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
                if (Vertx.currentContext() != context) {
                    onOtherContexts.incrementAndGet();
                }
                return vertx.timer(1, MILLISECONDS)
                        .onComplete(done -> atOnce.decrementAndGet())
                        .mapEmpty();
            }));
        }
        assertThat(answered.await(30, SECONDS)).isTrue();
        assertThat(most).hasValue(WriteQueues.MAX_RUNNING);
        assertThat(onOtherContexts).hasValue(0);
        assertThat(queues.names()).isEmpty();
        assertThat(waiting()).isZero();
    }

    private void runRepeatedly(Context context, int times, CountDownLatch answered, Supplier<Future<Void>> write) {
        if (times > 0) {
            queues.run(ORDER, Failure.Unavailable::busy, write).onComplete(done -> {
                answered.countDown();
                runRepeatedly(context, times - 1, answered, write);
            });
        }
    }

    private Future<Integer> write(int number) {
        return write(ORDER, number);
    }

    private Future<Integer> write(LockKey key, int number) {
        return queues.run(key, Failure.Unavailable::busy, () -> {
            Promise<Integer> result = Promise.promise();
            running.add(new Running(number, result));
            return result.future();
        });
    }

    private Running next() throws InterruptedException {
        Running next = running.poll(10, SECONDS);
        assertThat(next).isNotNull();
        return Objects.requireNonNull(next);
    }

    private double waiting() {
        return registry.get("database.writes.queued").gauge().value();
    }

    private static void expectBusy(Future<Integer> answer) {
        assertThat(answer.cause())
                .isInstanceOfSatisfying(
                        Failure.Unavailable.class,
                        busy -> assertThat(busy.code()).isEqualTo("busy"));
    }
}
