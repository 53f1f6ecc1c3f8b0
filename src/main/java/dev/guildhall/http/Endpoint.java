package dev.guildhall.http;

import io.vertx.core.Future;

/**
 * Handles one kind of request: reads it, calls a service, and returns the response. Thrown failures are handled like a
 * failed future.
 */
@FunctionalInterface
public interface Endpoint {
    Future<Reply> handle(Request request);
}
