package dev.guildhall.http;

import io.netty.util.NetUtil;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Owns the metrics while the node runs, and serves them on a separate port if one is configured. */
public final class MetricsVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(MetricsVerticle.class);

    private final HttpConfig config;
    private final Metrics metrics;
    private volatile @Nullable HttpServer server;

    public MetricsVerticle(HttpConfig config, Metrics metrics) {
        this.config = config;
        this.metrics = metrics;
    }

    @Override
    public Future<?> start() {
        Integer port = config.metricsPort();
        if (port == null) {
            return Future.succeededFuture();
        }
        String host = config.metricsHost();
        HttpServer listening = vertx.createHttpServer(new HttpServerOptions().setHttp2ClearTextEnabled(false))
                .requestHandler(this::handle);
        server = listening;
        return listening
                .listen(port, host)
                .recover(CannotListen.on(host, port, "METRICS_PORT or METRICS_HOST"))
                .onSuccess(up -> LOG.info(
                        "Metrics are at http://{}{}", NetUtil.toSocketAddressString(host, port()), Metrics.PATH));
    }

    /** The port in use; 0 if the metrics have no separate port. */
    public int port() {
        HttpServer listening = server;
        return listening == null ? 0 : listening.actualPort();
    }

    private void handle(HttpServerRequest request) {
        AccessLog.putCommonHeaders(request.response(), AccessLog.idFor(request));
        if (!Api.isRead(request.method()) || !request.path().equals(Metrics.PATH)) {
            end(request, 404);
            return;
        }
        vertx.executeBlocking(metrics::scrape)
                .onSuccess(text -> request.response()
                        .putHeader("Content-Type", Metrics.CONTENT_TYPE)
                        .end(text)
                        .onFailure(MetricsVerticle::logUnsent))
                .onFailure(error -> {
                    LOG.error("Cannot collect the metrics", error);
                    end(request, 500);
                });
    }

    private static void end(HttpServerRequest request, int status) {
        request.response().setStatusCode(status).end().onFailure(MetricsVerticle::logUnsent);
    }

    private static void logUnsent(Throwable error) {
        LOG.debug("Cannot send the metrics", error);
    }

    @Override
    public Future<?> stop() {
        metrics.close();
        HttpServer listening = server;
        return listening == null ? Future.succeededFuture() : listening.close();
    }
}
