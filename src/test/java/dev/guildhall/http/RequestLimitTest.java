package dev.guildhall.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class RequestLimitTest {
    private final Vertx vertx = Vertx.vertx();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final RequestLimit limit = new RequestLimit(registry, 2);
    private final BlockingQueue<RoutingContext> held = new LinkedBlockingQueue<>();
    private final BlockingQueue<RoutingContext> ended = new LinkedBlockingQueue<>();
    /** A field, since Vert.x closes a client that is garbage collected. */
    private final HttpClient client = vertx.createHttpClient();

    private int port;

    @BeforeEach
    void listen() throws TimeoutException {
        Router router = Router.router(vertx);
        router.route()
                .handler(context -> {
                    // End handlers run in the reverse order of their registration, so this one runs last.
                    context.addEndHandler(done -> ended.add(context));
                    context.next();
                })
                .handler(new AccessLog(new RequestMetrics(registry)))
                .failureHandler(ResponseWriter::refuse);
        router.route("/held/:id")
                .handler(RequestMetrics.route("/held/:id"))
                .handler(limit::admit)
                .handler(held::add);
        router.route("/probe")
                .handler(RequestMetrics.route("/probe"))
                .handler(context -> context.response().end());
        router.errorHandler(404, ResponseWriter::refuse);
        HttpServer server =
                await(vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1"));
        port = server.actualPort();
    }

    @AfterEach
    void close() throws TimeoutException {
        await(vertx.close());
    }

    @Test
    @Tag("OPS-4")
    void refusesAtOnceAboveTheLimit() throws Exception {
        Future<HttpClientResponse> first = get("/held/1");
        Future<HttpClientResponse> second = get("/held/2");
        RoutingContext one = take(held);
        RoutingContext other = take(held);

        HttpClientResponse refused = await(get("/held/3"));
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.getHeader("Retry-After")).isEqualTo("1");
        assertThat(await(get("/probe")).statusCode()).isEqualTo(200);

        for (RoutingContext context : List.of(one, other)) {
            context.vertx().runOnContext(go -> context.response().end().onComplete(sent -> {}));
        }
        assertThat(await(first).statusCode()).isEqualTo(200);
        assertThat(await(second).statusCode()).isEqualTo(200);
        Future<HttpClientResponse> next = get("/held/4");
        RoutingContext last = take(held);
        last.vertx().runOnContext(go -> last.response().end().onComplete(sent -> {}));
        assertThat(await(next).statusCode()).isEqualTo(200);
    }

    @Test
    @Tag("OPS-4")
    void stopsCountingARequestWhoseClientHasDisconnected() throws Exception {
        for (int i = 0; i < 3; i++) {
            HttpClient disconnecting = vertx.createHttpClient();
            Promise<Void> disconnected = Promise.promise();
            disconnecting
                    .request(HttpMethod.GET, port, "127.0.0.1", "/held/" + i)
                    .compose(request -> request.send())
                    .onComplete(gone -> disconnected.complete());
            RoutingContext waiting = take(held);
            await(disconnecting.close());
            await(disconnected.future());
            assertThat(take(ended)).isSameAs(waiting);
        }
        assertThat(registry.get("http.server.requests.in.flight").gauge().value())
                .isZero();
        assertThat(requests("GET", "/held/{id}", 499)).isEqualTo(3);
    }

    @Test
    void measuresByThePathTemplateAndCountsUnknownPathsAndMethodsTogether() throws Exception {
        await(get("/probe"));
        await(get("/nothing/1"));
        await(get("/nothing/2"));
        await(request(HttpMethod.valueOf("INVENTED"), "/nothing/3"));
        for (int i = 0; i < 4; i++) {
            take(ended);
        }
        assertThat(requests("GET", "/probe", 200)).isEqualTo(1);
        assertThat(requests("GET", "none", 404)).isEqualTo(2);
        assertThat(requests("other", "none", 404)).isEqualTo(1);
    }

    private long requests(String method, String route, int status) {
        return registry.get("http.server.requests")
                .tags("method", method, "route", route, "status", String.valueOf(status))
                .timer()
                .count();
    }

    private Future<HttpClientResponse> get(String path) {
        return request(HttpMethod.GET, path);
    }

    private Future<HttpClientResponse> request(HttpMethod method, String path) {
        return client.request(method, port, "127.0.0.1", path).compose(request -> request.send());
    }

    private static RoutingContext take(BlockingQueue<RoutingContext> queue) throws InterruptedException {
        RoutingContext context = queue.poll(20, TimeUnit.SECONDS);
        assertThat(context).isNotNull();
        return Objects.requireNonNull(context);
    }

    private static <T> T await(Future<T> future) throws TimeoutException {
        return future.await(20, TimeUnit.SECONDS);
    }
}
