package dev.guildhall.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class StepsTest {
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
    @Tag("OPS-13")
    void keepNothingOfThoseThatHaveEnded() throws Exception {
        List<WeakReference<byte[]>> pages = new ArrayList<>();
        List<Long> kept = new ArrayList<>();
        await(Steps.repeat(0, n -> n < 50, n -> {
            byte[] page = new byte[100_000];
            pages.add(new WeakReference<>(page));
            if (n == 49) {
                System.gc();
                kept.add(pages.stream().filter(one -> one.get() != null).count());
            }
            return later(n).map(done -> done + page.length / 100_000);
        }));
        assertThat(kept.get(0))
                .as("pages that are kept while the last one is read")
                .isLessThan(5);
    }

    private static Future<Integer> onEventLoop(int n) {
        return Future.future(step -> CONTEXT.runOnContext(now -> step.complete(n + 1)));
    }

    private static Future<Integer> later(int result) {
        return vertx.executeBlocking(() -> result);
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
}
