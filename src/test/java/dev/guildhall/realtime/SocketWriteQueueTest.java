package dev.guildhall.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("RT-11")
class SocketWriteQueueTest {
    private static final int TIMEOUT_S = 20;
    /** More than the network can buffer between two sockets, so that it takes nothing written after it. */
    private static final String FILLING = "x".repeat(16 << 20);

    private final Vertx vertx = Vertx.vertx();
    private final Promise<ServerWebSocket> accepted = Promise.promise();
    /** The event loop of the server's side. */
    private volatile Context context = vertx.getOrCreateContext();

    /** Kept, since Vert.x closes a client that nobody refers to any more. */
    private final WebSocketClient clients = vertx.createWebSocketClient();

    private WebSocket client;
    private SocketWriteQueue queue;

    @BeforeEach
    void connectAClientThatReadsNothing() throws TimeoutException {
        int port = vertx.createHttpServer()
                .webSocketHandler(socket -> {
                    context = vertx.getOrCreateContext();
                    accepted.complete(socket);
                })
                .listen(0, "127.0.0.1")
                .await(TIMEOUT_S, TimeUnit.SECONDS)
                .actualPort();
        client = clients.connect(port, "127.0.0.1", "/").await(TIMEOUT_S, TimeUnit.SECONDS);
        client.pause();
        ServerWebSocket socket = accepted.future().await(TIMEOUT_S, TimeUnit.SECONDS);
        queue = new SocketWriteQueue(socket);
        onItsEventLoop(() -> {
            socket.writeTextMessage(FILLING).onComplete(taken -> {});
            return true;
        });
    }

    @AfterEach
    void close() throws TimeoutException {
        // A client that reads nothing would not receive the close frame.
        client.handler(read -> {});
        client.resume();
        vertx.close().await(TIMEOUT_S, TimeUnit.SECONDS);
    }

    @Test
    void keeps256FramesAndNoMore() throws Exception {
        assertThat(onItsEventLoop(() -> written("short", 1_000)))
                .as("frames kept")
                .isEqualTo(256);
    }

    @Test
    void keepsAMebibyteAndNoMore() throws Exception {
        assertThat(onItsEventLoop(() -> written("€".repeat(4_096), 1_000)))
                .as("frames of 12 KiB kept")
                .isEqualTo(85);
    }

    @Test
    void keepsOneFrameOfAnyLength() throws Exception {
        assertThat(onItsEventLoop(() -> written("x".repeat(2 << 20), 2)))
                .as("frames of 2 MiB kept")
                .isEqualTo(1);
    }

    @Test
    void runsAnActionOnceFewFramesAreWaiting() throws Exception {
        AtomicInteger runs = new AtomicInteger();
        Promise<Boolean> ran = Promise.promise();
        int runsAtOnce = onItsEventLoop(() -> {
            written("short", 100);
            queue.whenWritable(() -> {
                runs.incrementAndGet();
                ran.complete(queue.hasCapacity());
            });
            return runs.get();
        });
        assertThat(runsAtOnce).as("runs while 100 are waiting").isZero();
        client.handler(read -> {});
        client.resume();
        assertThat(ran.future().await(TIMEOUT_S, TimeUnit.SECONDS))
                .as("few are waiting when it runs")
                .isTrue();
    }

    /** In one go: called from the thread of the test, the network could take some in between. */
    private <T> T onItsEventLoop(Callable<T> action) throws TimeoutException {
        Promise<T> done = Promise.promise();
        context.runOnContext(go -> {
            try {
                done.complete(action.call());
            } catch (Exception e) {
                done.fail(e);
            }
        });
        return done.future().await(TIMEOUT_S, TimeUnit.SECONDS);
    }

    private int written(String text, int most) {
        int count = 0;
        while (count < most && queue.write(text)) {
            count++;
        }
        return count;
    }
}
