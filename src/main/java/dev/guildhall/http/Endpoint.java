package dev.guildhall.http;

import io.vertx.core.Future;

/** One use case at the edge: reads the request, asks a service, answers. What it throws is answered like a failed future. */
@FunctionalInterface
public interface Endpoint {
    Future<Reply> handle(Request request);
}
