package dev.guildhall.http;

import dev.guildhall.failure.Failure;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Limits the memory that this node uses for all clients together: responses that clients have not read yet, and large
 * request bodies. Beyond the limit, requests are refused as {@code overloaded}, and clients that do not read their
 * responses are disconnected.
 */
final class ClientMemory {
    /** Together with the rows received from the database and not processed yet, this is less than 64 MiB. */
    private static final long MAX_RESPONSE_BYTES = 40L * 1024 * 1024;

    private static final long MAX_BODY_BYTES = 16L * 1024 * 1024;
    /** Smaller responses are not counted: there are at most as many as concurrent requests. */
    private static final int SMALL_RESPONSE_BYTES = 4 * 1024;

    private static final int SMALL_BODY_BYTES = 8 * 1024;

    private static final long CHECK_MS = 5_000;
    /** The number of checks until a client that reads nothing is disconnected, if there is enough memory. */
    static final int MAX_CHECKS = 6;

    private final long maxResponseBytes;
    private final long maxBodyBytes;
    private final long checkMs;
    private final AtomicLong responseBytes = new AtomicLong();
    private final AtomicLong bodyBytes = new AtomicLong();

    ClientMemory(MeterRegistry registry) {
        this(registry, MAX_RESPONSE_BYTES, MAX_BODY_BYTES, CHECK_MS);
    }

    /**
     * @param checkMs the timeout for reading a response if little memory is left; otherwise it is {@link #MAX_CHECKS} times
     * that
     */
    ClientMemory(MeterRegistry registry, long maxResponseBytes, long maxBodyBytes, long checkMs) {
        this.maxResponseBytes = maxResponseBytes;
        this.maxBodyBytes = maxBodyBytes;
        this.checkMs = checkMs;
        Gauge.builder("http.server.responses.bytes", responseBytes, AtomicLong::get)
                .description("Large responses that clients have not read yet")
                .register(registry);
        Gauge.builder("http.server.bodies.bytes", bodyBytes, AtomicLong::get)
                .description("Large bodies of requests that are being received or worked on")
                .register(registry);
    }

    /** @throws Failure.Unavailable if the response to a GET does not fit; the response to a write is always sent */
    void requireMemoryFor(HttpMethod method, int bytes) {
        if (bytes > SMALL_RESPONSE_BYTES
                && method.equals(HttpMethod.GET)
                && responseBytes.get() + bytes > maxResponseBytes) {
            throw Failure.Unavailable.overloaded();
        }
    }

    /** Counts a response until it is sent, and disconnects a client that does not read it. */
    void countResponse(RoutingContext context, int bytes, Future<Void> written) {
        if (bytes <= SMALL_RESPONSE_BYTES || written.isComplete()) {
            return;
        }
        responseBytes.addAndGet(bytes);
        written.onComplete(done -> responseBytes.addAndGet(-bytes));
        check(context, written, 1);
    }

    private void check(RoutingContext context, Future<Void> written, int count) {
        context.vertx().setTimer(checkMs, tick -> {
            if (written.isComplete()) {
                return;
            }
            if (count == MAX_CHECKS || responseBytes.get() > maxResponseBytes / 2) {
                disconnect(context.request());
            } else {
                check(context, written, count + 1);
            }
        });
    }

    /**
     * Counts the body of a request until the response is sent.
     *
     * @param bytes the maximum size of the body
     * @throws Failure.Unavailable if it does not fit
     */
    void countBody(RoutingContext context, long bytes) {
        if (bytes <= SMALL_BODY_BYTES) {
            return;
        }
        if (bodyBytes.addAndGet(bytes) > maxBodyBytes) {
            bodyBytes.addAndGet(-bytes);
            throw Failure.Unavailable.overloaded();
        }
        context.addEndHandler(done -> bodyBytes.addAndGet(-bytes));
    }

    /** On the Netty channel, since Vert.x would wait until the client has read everything. */
    private static void disconnect(HttpServerRequest request) {
        var closed =
                NettyChannel.of(request.connection()).pipeline().firstContext().close();
        closed.addListener(done -> {});
    }
}
