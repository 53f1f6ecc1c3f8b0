package dev.guildhall.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
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
