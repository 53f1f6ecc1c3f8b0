package dev.guildhall.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.FutureInternal;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("OPS-31")
class SharedReadsTest {
    private final Vertx vertx = Vertx.vertx();
    private final Context eventLoop = vertx.getOrCreateContext();
    private final SharedReads shared = new SharedReads(vertx);
    /** The reads that run, in the order of their start. */
    private final BlockingQueue<Promise<Reply>> reads = new LinkedBlockingQueue<>();

    @AfterEach
    void close() throws TimeoutException {
        await(vertx.close());
    }

    @Test
    void giveAllThatWaitTheNextReplyAndNobodyAnOlderOne() throws Exception {
        onTheEventLoop(() -> {
            Future<Reply> first = read("/gigs");
            Future<Reply> second = read("/gigs");
            Future<Reply> third = read("/gigs");
            assertThat(reads).hasSize(1);
            reads.remove().complete(reply("old"));
            assertThat(first.result()).isEqualTo(reply("old"));
            assertThat(second.isComplete()).isFalse();
            assertThat(reads).hasSize(1);
            reads.remove().complete(reply("new"));
            assertThat(second.result()).isEqualTo(reply("new"));
            assertThat(third.result()).isEqualTo(reply("new"));
            assertThat(reads).isEmpty();
            return null;
        });
    }

    @Test
    void areOfOneUri() throws Exception {
        onTheEventLoop(() -> {
            Future<Reply> lions = read("/gigs?q=lion");
            Future<Reply> bears = read("/gigs?q=bear");
            assertThat(reads).hasSize(2);
            reads.remove().complete(reply("lions"));
            reads.remove().complete(reply("bears"));
            assertThat(lions.result()).isEqualTo(reply("lions"));
            assertThat(bears.result()).isEqualTo(reply("bears"));
            return null;
        });
    }

    @Test
    void doNotWaitForALateRead() throws Exception {
        Future<Reply> first = onTheEventLoop(() -> read("/gigs"));
        Promise<Reply> late = takeRead();
        Future<Reply> second = onTheEventLoop(() -> read("/gigs"));
        Promise<Reply> next = takeRead();
        onTheEventLoop(() -> {
            next.complete(reply("new"));
            assertThat(second.result()).isEqualTo(reply("new"));
            Future<Reply> third = read("/gigs");
            Future<Reply> fourth = read("/gigs");
            late.complete(reply("old"));
            assertThat(first.result()).isEqualTo(reply("old"));
            assertThat(reads).hasSize(1);
            reads.remove().complete(reply("third"));
            reads.remove().complete(reply("fourth"));
            assertThat(third.result()).isEqualTo(reply("third"));
            assertThat(fourth.result()).isEqualTo(reply("fourth"));
            return null;
        });
    }

    /** A timeout of a future without a context is on a thread that all event loops share. */
    @Test
    void keepThoseThatWaitOnTheirEventLoop() throws Exception {
        onTheEventLoop(() -> {
            read("/gigs");
            Future<Reply> waiting = read("/gigs");
            assertThat(((FutureInternal<Reply>) waiting).context()).isSameAs(eventLoop);
            return null;
        });
    }

    @Test
    void failForAllThatWaitAndStartAnew() throws Exception {
        onTheEventLoop(() -> {
            IllegalStateException error = new IllegalStateException("the database is away");
            Future<Reply> first = read("/gigs");
            Future<Reply> second = read("/gigs");
            Future<Reply> third = read("/gigs");
            reads.remove().fail(error);
            reads.remove().fail(error);
            assertThat(first.cause()).isSameAs(error);
            assertThat(second.cause()).isSameAs(error);
            assertThat(third.cause()).isSameAs(error);
            Future<Reply> refused = shared.read("/gigs", () -> {
                throw error;
            });
            assertThat(refused.cause()).isSameAs(error);
            Future<Reply> next = read("/gigs");
            reads.remove().complete(reply("works"));
            assertThat(next.result()).isEqualTo(reply("works"));
            return null;
        });
    }

    private Future<Reply> read(String uri) {
        return shared.read(uri, () -> {
            Promise<Reply> read = Promise.promise();
            reads.add(read);
            return read.future();
        });
    }

    private static Reply reply(String text) {
        return Reply.text("text/plain", text);
    }

    private <T> T onTheEventLoop(Callable<T> steps) throws TimeoutException {
        Promise<T> done = Promise.promise();
        eventLoop.runOnContext(start -> {
            try {
                done.complete(steps.call());
            } catch (Exception | AssertionError e) {
                done.fail(e);
            }
        });
        return await(done.future());
    }

    private Promise<Reply> takeRead() throws InterruptedException {
        Promise<Reply> read = reads.poll(20, TimeUnit.SECONDS);
        assertThat(read).isNotNull();
        return read;
    }

    private static <T> T await(Future<T> future) throws TimeoutException {
        return future.await(20, TimeUnit.SECONDS);
    }
}
