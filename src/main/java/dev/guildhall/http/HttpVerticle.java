package dev.guildhall.http;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Listens on the port of the API; deployed once a core, all instances share the port. */
public final class HttpVerticle extends VerticleBase {
    /** Auth.js may spread a token over several cookies. */
    static final int LARGEST_HEADERS_BYTES = 32 * 1024;

    static final int LONGEST_REQUEST_LINE_BYTES = 8 * 1024;
    private static final int IDLE_CONNECTION_S = 75;
    /** More than chat takes, so that it can say why it does not take it. */
    private static final int LARGEST_SOCKET_FRAME_BYTES = 64 * 1024;

    /** To Vert.x a negative port is any free one that all instances share, while each would take its own 0. */
    private static final int ANY_SHARED_PORT = -1;

    private static final int DRAIN_S = 2;

    private final HttpConfig config;
    private final Function<Vertx, Router> router;
    private final Metrics metrics;
    private final Traffic traffic;
    private @Nullable HttpServer server;

    public HttpVerticle(HttpConfig config, Function<Vertx, Router> router, Metrics metrics, Traffic traffic) {
        this.config = config;
        this.router = router;
        this.metrics = metrics;
        this.traffic = traffic;
    }

    @Override
    public Future<?> start() {
        HttpServerOptions options = new HttpServerOptions()
                .setHost(config.host())
                .setPort(config.port() == 0 ? ANY_SHARED_PORT : config.port())
                .setMaxHeaderSize(LARGEST_HEADERS_BYTES)
                .setMaxInitialLineLength(LONGEST_REQUEST_LINE_BYTES)
                .setIdleTimeout(IDLE_CONNECTION_S)
                // Nobody asks for it, and an upgrade to it goes past the limits above.
                .setHttp2ClearTextEnabled(false)
                .setMaxWebSocketFrameSize(LARGEST_SOCKET_FRAME_BYTES)
                .setPerMessageWebSocketCompressionSupported(false)
                .setPerFrameWebSocketCompressionSupported(false)
                .setTcpNoDelay(true);
        HttpServer listening = vertx.createHttpServer(options)
                .requestHandler(router.apply(vertx))
                .invalidRequestHandler(new BrokenRequests(new RequestIds(traffic)))
                .connectionHandler(HttpGuard::install);
        server = listening;
        EventLoopLag.watch(vertx, metrics.registry());
        return listening.listen();
    }

    /** The port in use, which differs from the configured one where that is 0. */
    public int port() {
        return server == null ? config.port() : server.actualPort();
    }

    @Override
    public Future<?> stop() {
        return server == null ? Future.succeededFuture() : server.shutdown(DRAIN_S, TimeUnit.SECONDS);
    }
}
