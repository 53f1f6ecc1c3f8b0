package dev.guildhall.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.handler.timeout.IdleStateHandler;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class HandshakeQueueTest {
    private static final long LONG_NS = TimeUnit.MINUTES.toNanos(1);

    private static final long LONG_MS = TimeUnit.MINUTES.toMillis(1);

    private final Vertx vertx = Vertx.vertx();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final BlockingQueue<RoutingContext> running = new LinkedBlockingQueue<>();
    private final BlockingQueue<RoutingContext> arrived = new LinkedBlockingQueue<>();
    private final BlockingQueue<Promise<Void>> greetings = new LinkedBlockingQueue<>();
    private final BlockingQueue<RoutingContext> opened = new LinkedBlockingQueue<>();
    /** A field, since Vert.x closes a client that is garbage collected. */
    private final HttpClient client =
            vertx.createHttpClient(new HttpClientOptions(), new PoolOptions().setHttp1MaxSize(20));

    private final WebSocketClient sockets = vertx.createWebSocketClient();
    private int port;

    @AfterEach
    void close() throws TimeoutException {
        await(vertx.close());
    }

    @Test
    @Tag("RT-20")
    void runsSoManyAtATimeAndTheOthersInTheOrderOfTheirArrival() throws Exception {
        listen(new HandshakeQueue(registry, 2, 1_000_000, LONG_NS, LONG_MS));
        List<Future<HttpClientResponse>> responses = new ArrayList<>();
        responses.add(get("/held/0"));
        RoutingContext first = take(running);
        responses.add(get("/held/1"));
        RoutingContext second = take(running);
        for (int i = 2; i < 5; i++) {
            responses.add(get("/held/" + i));
            awaitWaiting(i - 1);
        }
        end(second);
        RoutingContext third = take(running);
        end(first);
        RoutingContext fourth = take(running);
        end(third);
        RoutingContext fifth = take(running);
        end(fourth);
        end(fifth);
        assertThat(List.of(third, fourth, fifth))
                .extracting(context -> context.pathParam("id"))
                .containsExactly("2", "3", "4");
        for (Future<HttpClientResponse> response : responses) {
            assertThat(await(response).statusCode()).isEqualTo(200);
        }
        get("/held/5");
        get("/held/6");
        end(take(running));
        end(take(running));
    }

    @Test
    @Tag("RT-20")
    void startsTheNextOneOnlyAfterTheGreetingOfAnOpenSocket() throws Exception {
        listen(new HandshakeQueue(registry, 1, 1_000_000, LONG_NS, LONG_MS));
        Future<WebSocket> first = sockets.connect(port, "127.0.0.1", "/socket");
        Promise<Void> greeting = take(greetings);
        assertThat(await(first).isClosed()).isFalse();
        Future<WebSocket> second = sockets.connect(port, "127.0.0.1", "/socket");
        awaitWaiting(1);
        assertThat(second.isComplete()).isFalse();
        greeting.complete();
        take(greetings).fail("no hello");
        assertThat(await(second).isClosed()).isFalse();
        assertThat(await(sockets.connect(port, "127.0.0.1", "/socket")).isClosed())
                .isFalse();
    }

    @Test
    @Tag("RT-20")
    void refusesWhenTheHeadersOfThoseThatWaitHaveTooManyBytes() throws Exception {
        listen(new HandshakeQueue(registry, 1, 600, LONG_NS, LONG_MS));
        Future<HttpClientResponse> first = get("/held/0");
        RoutingContext running0 = take(running);
        Future<HttpClientResponse> waiting = get("/held/1?" + "x".repeat(200));
        awaitWaiting(1);
        HttpClientResponse refused = await(get("/held/2?" + "x".repeat(200)));
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.getHeader("Retry-After")).isEqualTo("1");
        end(running0);
        end(take(running));
        assertThat(await(first).statusCode()).isEqualTo(200);
        assertThat(await(waiting).statusCode()).isEqualTo(200);
    }

    @Test
    @Tag("RT-20")
    void refusesThoseThatHaveWaitedForTooLongAndSkipsThoseThatAreGone() throws Exception {
        listen(new HandshakeQueue(registry, 1, 1_000_000, 0, LONG_MS));
        get("/held/0");
        RoutingContext first = take(running);
        HttpClient gone = vertx.createHttpClient();
        gone.request(HttpMethod.GET, port, "127.0.0.1", "/held/1").compose(request -> request.send());
        awaitWaiting(1);
        Future<HttpClientResponse> late = get("/held/2");
        awaitWaiting(2);
        await(gone.close());
        end(first);
        assertThat(await(late).statusCode()).isEqualTo(503);
        Future<HttpClientResponse> next = get("/held/3");
        RoutingContext last = take(running);
        assertThat(last.pathParam("id")).isEqualTo("3");
        end(last);
        assertThat(await(next).statusCode()).isEqualTo(200);
    }

    @Test
    @Tag("RT-20")
    void givesThePlaceOfOneThatHangsToAnother() throws Exception {
        listen(new HandshakeQueue(registry, 1, 1_000_000, LONG_NS, 50));
        await(sockets.connect(port, "127.0.0.1", "/socket"));
        take(greetings);
        await(sockets.connect(port, "127.0.0.1", "/socket"));
        take(greetings).complete();
        await(sockets.connect(port, "127.0.0.1", "/socket"));
    }

    @Test
    @Tag("RT-20")
    void givesNoPlaceToARequestThatWasAnsweredWhileItWaited() throws Exception {
        listen(new HandshakeQueue(registry, 1, 1_000_000, LONG_NS, LONG_MS));
        get("/held/0");
        RoutingContext first = take(running);
        take(arrived);
        Future<HttpClientResponse> refused = get("/held/1");
        RoutingContext waiting = take(arrived);
        awaitWaiting(1);
        waiting.vertx().runOnContext(go -> waiting.fail(400));
        await(refused);
        end(first);
        get("/held/2");
        assertThat(take(running).pathParam("id")).isEqualTo("2");
    }

    /** A socket may be idle for hours. */
    @Test
    void keepsNothingOfTheRequestOfAnOpenSocket() throws Exception {
        listen(new HandshakeQueue(registry, 1, 1_000_000, LONG_NS, LONG_MS));
        WebSocket socket = await(sockets.connect(port, "127.0.0.1", "/socket"));
        take(greetings).complete();
        RoutingContext open = take(opened);
        assertThat(open.request().headers().names()).as("of the request").isEmpty();
        assertThat(open.response().headers().names()).as("of the response").isEmpty();
        assertThat(handlersOf(open)).doesNotContain(HttpGuard.class, IdleStateHandler.class);
        ReferenceQueue<RoutingContext> collected = new ReferenceQueue<>();
        Reference<RoutingContext> reference = new WeakReference<>(open, collected);
        open = null;
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        Reference<?> found = null;
        while (found == null && System.nanoTime() < deadline) {
            System.gc();
            found = collected.remove(100);
        }
        assertThat(found).isSameAs(reference);
        assertThat(socket.isClosed()).isFalse();
    }

    @Test
    void keepsTheHandlersOfAConnectionThatDoesNotBecomeASocket() throws Exception {
        listen(new HandshakeQueue(registry, 1, 1_000_000, LONG_NS, LONG_MS));
        HttpClientResponse refused = await(client.request(HttpMethod.GET, port, "127.0.0.1", "/socket?no=|")
                .compose(request -> request.putHeader("Connection", "Upgrade")
                        .putHeader("Upgrade", "websocket")
                        .putHeader("Sec-WebSocket-Version", "13")
                        .putHeader("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==")
                        .send()));
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(handlersOf(take(opened))).contains(HttpGuard.class, IdleStateHandler.class);
    }

    private static List<Class<?>> handlersOf(RoutingContext context) {
        List<Class<?>> types = new ArrayList<>();
        NettyChannel.of(context.request().connection())
                .pipeline()
                .forEach(each -> types.add(each.getValue().getClass()));
        return types;
    }

    private void listen(HandshakeQueue queue) throws TimeoutException {
        Router router = Router.router(vertx);
        router.route("/held/:id")
                .failureHandler(ResponseWriter::refuse)
                .handler(context -> {
                    arrived.add(context);
                    context.next();
                })
                .handler(queue::admit)
                .handler(running::add);
        router.route("/socket")
                .handler(context -> {
                    context.response().putHeader("X-Request-Id", "one");
                    context.next();
                })
                .handler(queue::admit)
                .handler(context -> new Handshake(context)
                        .accept(socket -> {
                            Promise<Void> greeting = Promise.promise();
                            greetings.add(greeting);
                            return greeting.future();
                        })
                        .onComplete(done -> opened.add(context)));
        port = await(vertx.createHttpServer(HttpVerticle.options("127.0.0.1", 0))
                        .requestHandler(router)
                        .connectionHandler(HttpGuard::install)
                        .listen())
                .actualPort();
    }

    private void awaitWaiting(int count) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (registry.get("websocket.handshakes.waiting").gauge().value() != count) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private Future<HttpClientResponse> get(String path) {
        return client.request(HttpMethod.GET, port, "127.0.0.1", path).compose(request -> request.send());
    }

    private static void end(RoutingContext context) {
        context.vertx().runOnContext(go -> context.response().end().onComplete(sent -> {}));
    }

    private static <T> T take(BlockingQueue<T> queue) throws InterruptedException {
        T taken = queue.poll(20, TimeUnit.SECONDS);
        assertThat(taken).isNotNull();
        return Objects.requireNonNull(taken);
    }

    private static <T> T await(Future<T> future) throws TimeoutException {
        return future.await(20, TimeUnit.SECONDS);
    }
}
