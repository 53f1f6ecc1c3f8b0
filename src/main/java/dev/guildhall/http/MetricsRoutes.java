package dev.guildhall.http;

import dev.guildhall.failure.Failure;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

/** The metrics on the port of the API, only for programs on the same machine; mounted only on a development machine. */
public final class MetricsRoutes implements Routes {
    private final Vertx vertx;
    private final Metrics metrics;

    public MetricsRoutes(Vertx vertx, Metrics metrics) {
        this.vertx = vertx;
        this.metrics = metrics;
    }

    @Override
    public void mount(Api api) {
        api.probe(Metrics.PATH, this::scrape);
    }

    private Future<Reply> scrape(Request request) {
        if (!request.isFromThisMachine()) {
            return Future.failedFuture(Failure.NotFound.ofPath());
        }
        return vertx.executeBlocking(metrics::scrape).map(text -> Reply.text(Metrics.CONTENT_TYPE, text));
    }
}
