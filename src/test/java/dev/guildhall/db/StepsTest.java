package dev.guildhall.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.guildhall.support.Await;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class StepsTest {
    private static final int TIMEOUT_S = 30;
    private static final int PAGES = 50;

    private static final Vertx vertx = Vertx.vertx();
    private static final Context CONTEXT = vertx.getOrCreateContext();

    @AfterAll
    static void close() {
        vertx.close().await();
    }

    @Test
    void areRepeatedUntilThereIsNoMore() throws Exception {
        assertThat(await(Steps.repeat(1, n -> n < 5, n -> later(n + 1)))).isEqualTo(5);
        assertThat(await(Steps.repeat(5, n -> n < 5, n -> later(n + 1)))).isEqualTo(5);
    }

    @Test
    void failWithTheFirstThatFails() {
        assertThatThrownBy(() -> await(Steps.repeat(
                        1,
                        n -> true,
                        n -> n < 3 ? later(n + 1) : Future.failedFuture(new IllegalStateException("step " + n)))))
                .hasMessageContaining("step 3");
        assertThatThrownBy(() -> await(Steps.repeat(1, n -> true, n -> {
                    throw new IllegalStateException("thrown");
                })))
                .hasMessageContaining("thrown");
    }

    @Test
    void needNoDeeperStackTheMoreThereAre() throws Exception {
        assertThat(await(Steps.repeat(0, n -> n < 100_000, n -> Future.succeededFuture(n + 1))))
                .isEqualTo(100_000);
        assertThat(await(Steps.repeat(0, n -> n < 100_000, StepsTest::onEventLoop)))
                .isEqualTo(100_000);
    }

    @Test
    void keepNothingOfThoseThatHaveEnded() throws Exception {
        List<WeakReference<Page>> read = new CopyOnWriteArrayList<>();
        CompletableFuture<Void> reachedTheLast = new CompletableFuture<>();
        Promise<Page> last = Promise.promise();
        Future<Page> end = Steps.repeat(new Page(1), page -> page.number() <= PAGES, page -> {
            read.add(new WeakReference<>(page));
            if (page.number() == PAGES) {
                reachedTheLast.complete(null);
                return last.future();
            }
            return onEventLoop(page.number()).map(Page::new);
        });
        reachedTheLast.get(TIMEOUT_S, TimeUnit.SECONDS);
        assertThat(Await.until(Duration.ofSeconds(TIMEOUT_S), () -> {
                    System.gc();
                    return read.subList(0, PAGES - 1).stream().allMatch(page -> page.refersTo(null));
                }))
                .as("nothing is kept of the steps before the last, which has not ended")
                .isTrue();
        last.complete(new Page(PAGES + 1));
        assertThat(await(end)).isEqualTo(new Page(PAGES + 1));
    }

    private static Future<Integer> onEventLoop(int n) {
        return Future.future(step -> CONTEXT.runOnContext(now -> step.complete(n + 1)));
    }

    private static Future<Integer> later(int result) {
        return vertx.executeBlocking(() -> result);
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(TIMEOUT_S, TimeUnit.SECONDS);
    }

    private record Page(int number) {}
}
