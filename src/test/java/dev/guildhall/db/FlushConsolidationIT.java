package dev.guildhall.db;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.support.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FlushConsolidationIT {
    private static final int READS = 8;
    private static final Duration SOON = Duration.ofMillis(200);
    private static final int TIMEOUT_S = 10;

    private final TestDatabase testDatabase = TestDatabase.fresh();
    private final Vertx vertx = Vertx.vertx();
    private final Vertx ofProxy = Vertx.vertx();
    private final BlockingQueue<Buffer> arrived = new LinkedBlockingQueue<>();

    private Database database;

    @BeforeEach
    void connectThroughAProxy() {
        DatabaseAddress there = testDatabase.address();
        NetServer proxy = ofProxy.createNetServer()
                .connectHandler(client -> {
                    client.pause();
                    ofProxy.createNetClient()
                            .connect(there.port(), there.host())
                            .onSuccess(server -> join(client, server));
                })
                .listen(0, "127.0.0.1")
                .await();
        DatabaseAddress here = new DatabaseAddress(
                "127.0.0.1", proxy.actualPort(), there.database(), there.user(), there.password(), "disable");
        database = new Database(vertx, here, 4, 1, new SimpleMeterRegistry());
    }

    @AfterEach
    void close() {
        database.close().await();
        vertx.close().await();
        ofProxy.close().await();
        testDatabase.close();
    }

    /** Otherwise each of them costs a system call, and PostgreSQL a change of its process. */
    @Test
    void readsOfOneTurnAreSentTogether() throws Exception {
        CompletableFuture<Boolean> isSentInTheTurn = new CompletableFuture<>();
        CompletableFuture<Void> answered = new CompletableFuture<>();
        Context eventLoop = vertx.getOrCreateContext();
        eventLoop.runOnContext(first -> read().onSuccess(connected -> eventLoop.runOnContext(turn -> {
            arrived.clear();
            Future<?> all = Future.all(Stream.generate(this::read).limit(READS).toList());
            isSentInTheTurn.complete(arrivesWithin(SOON));
            all.onSuccess(done -> answered.complete(null)).onFailure(answered::completeExceptionally);
        })));
        assertThat(isSentInTheTurn.get(TIMEOUT_S, TimeUnit.SECONDS))
                .as("a read is sent while others follow in the same turn")
                .isFalse();
        answered.get(TIMEOUT_S, TimeUnit.SECONDS);
    }

    private Future<Void> read() {
        return database.read(
                client -> client.preparedQuery("select 1").execute().mapEmpty());
    }

    private boolean arrivesWithin(Duration time) {
        try {
            return arrived.poll(time.toMillis(), TimeUnit.MILLISECONDS) != null;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void join(NetSocket client, NetSocket server) {
        client.handler(sent -> {
            arrived.add(sent);
            server.write(sent);
        });
        server.handler(client::write);
        client.closeHandler(closed -> server.close());
        server.closeHandler(closed -> client.close());
        client.resume();
    }
}
