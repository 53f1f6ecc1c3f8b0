package dev.guildhall.http;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Listens on the port of the API, and on the port of {@code /internal} if it is separate; deployed once per core, and all
 * instances share both ports.
 */
public final class HttpVerticle extends VerticleBase {
    /** Auth.js may split a token over several cookies. */
    static final int MAX_HEADERS_BYTES = 32 * 1024;

    static final int MAX_REQUEST_LINE_BYTES = 8 * 1024;
    private static final int IDLE_CONNECTION_S = 75;
    /** More than chat accepts, so that it can respond with a reason. */
    public static final int MAX_SOCKET_FRAME_BYTES = 64 * 1024;

    /** In Vert.x, servers with the same negative port share one free port; with port 0, each would get its own. */
    private static final int ANY_SHARED_PORT = -1;

    private static final int ANY_SHARED_INTERNAL_PORT = -2;

    private static final int DRAIN_S = 2;

    private final HttpConfig config;
    private final Function<Vertx, Router> router;
    private final Function<Vertx, Router> internalRouter;
    private final Metrics metrics;
    private final RequestMetrics requests;
    private volatile @Nullable HttpServer server;
    private volatile @Nullable HttpServer internalServer;

    /** @param internalRouter for the port of {@code /internal}; only called if that is separate */
    public HttpVerticle(
            HttpConfig config,
            Function<Vertx, Router> router,
            Function<Vertx, Router> internalRouter,
            Metrics metrics,
            RequestMetrics requests) {
        this.config = config;
        this.router = router;
        this.internalRouter = internalRouter;
        this.metrics = metrics;
        this.requests = requests;
    }

    @Override
    public Future<?> start() {
        EventLoopLag.watch(vertx, metrics.registry());
        HttpServer api = server(config.host(), config.port() == 0 ? ANY_SHARED_PORT : config.port(), router);
        server = api;
        Future<HttpServer> listening =
                api.listen().recover(CannotListen.on(config.host(), config.port(), "PORT or HOST"));
        Integer internalPort = config.internalPort();
        if (internalPort == null) {
            return listening;
        }
        HttpServer internal = server(
                config.internalHost(), internalPort == 0 ? ANY_SHARED_INTERNAL_PORT : internalPort, internalRouter);
        internalServer = internal;
        return Future.all(
                listening,
                internal.listen()
                        .recover(CannotListen.on(
                                config.internalHost(), internalPort, "INTERNAL_PORT or INTERNAL_HOST")));
    }

    private HttpServer server(String host, int port, Function<Vertx, Router> routes) {
        return vertx.createHttpServer(options(host, port))
                .requestHandler(routes.apply(vertx))
                .invalidRequestHandler(new InvalidRequestHandler(new AccessLog(requests)))
                .connectionHandler(HttpGuard::install);
    }

    static HttpServerOptions options(String host, int port) {
        return new HttpServerOptions()
                .setHost(host)
                .setPort(port)
                .setMaxHeaderSize(MAX_HEADERS_BYTES)
                .setMaxInitialLineLength(MAX_REQUEST_LINE_BYTES)
                .setIdleTimeout(IDLE_CONNECTION_S)
                // No client needs it, and an upgrade to it bypasses the limits above.
                .setHttp2ClearTextEnabled(false)
                .setMaxWebSocketFrameSize(MAX_SOCKET_FRAME_BYTES)
                .setPerMessageWebSocketCompressionSupported(false)
                .setPerFrameWebSocketCompressionSupported(false)
                .setTcpNoDelay(true);
    }

    /** The port in use, which differs from the configured one if that is 0. */
    public int port() {
        HttpServer listening = server;
        return listening == null ? config.port() : listening.actualPort();
    }

    /** The port in use for {@code /internal}, which may be the port of the API. */
    public int internalPort() {
        HttpServer listening = internalServer;
        return listening == null ? port() : listening.actualPort();
    }

    @Override
    public Future<?> stop() {
        return Future.join(Stream.of(server, internalServer)
                .flatMap(Stream::ofNullable)
                .map(one -> one.shutdown(DRAIN_S, TimeUnit.SECONDS))
                .toList());
    }
}
