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
 * Bounds what this node holds in memory for all of its clients together: answers that they have not taken yet, and large bodies on
 * their way in. Beyond it requests are refused as {@code overloaded}, and clients that do not take their answers are disconnected.
 */
final class ClientMemory {
    /** With the rows that the database has sent and nobody has read yet, this is less than 64 MiB. */
    private static final long MAX_ANSWER_BYTES = 40L * 1024 * 1024;

    private static final long MAX_BODY_BYTES = 16L * 1024 * 1024;
    /** Smaller ones are not counted: there are no more of them than requests may run at once. */
    private static final int SMALL_ANSWER_BYTES = 4 * 1024;

    private static final int SMALL_BODY_BYTES = 8 * 1024;

    private static final long CHECK_MS = 5_000;
    /** How often a client is looked after that takes nothing, as long as there is room. */
    static final int MAX_CHECKS = 6;

    private final long maxAnswerBytes;
    private final long maxBodyBytes;
    private final long checkMs;
    private final AtomicLong answers = new AtomicLong();
    private final AtomicLong bodies = new AtomicLong();

    ClientMemory(MeterRegistry registry) {
        this(registry, MAX_ANSWER_BYTES, MAX_BODY_BYTES, CHECK_MS);
    }

    /** @param checkMs how long a client has to take its answer where there is little room, and a part of how long it has at all */
    ClientMemory(MeterRegistry registry, long maxAnswerBytes, long maxBodyBytes, long checkMs) {
        this.maxAnswerBytes = maxAnswerBytes;
        this.maxBodyBytes = maxBodyBytes;
        this.checkMs = checkMs;
        Gauge.builder("http.server.answers.bytes", answers, AtomicLong::get)
                .description("Large answers that clients have not taken yet")
                .register(registry);
        Gauge.builder("http.server.bodies.bytes", bodies, AtomicLong::get)
                .description("Large bodies of requests that are being received or worked on")
                .register(registry);
    }

    /** @throws Failure.Unavailable if an answer that can be asked for again does not fit; what has changed something is told */
    void requireRoomFor(HttpMethod method, int bytes) {
        if (bytes > SMALL_ANSWER_BYTES && method.equals(HttpMethod.GET) && answers.get() + bytes > maxAnswerBytes) {
            throw Failure.Unavailable.overloaded();
        }
    }

    /** Counts an answer until it is written, and disconnects a client that does not take it. */
    void holdAnswer(RoutingContext context, int bytes, Future<Void> written) {
        if (bytes <= SMALL_ANSWER_BYTES || written.isComplete()) {
            return;
        }
        answers.addAndGet(bytes);
        written.onComplete(done -> answers.addAndGet(-bytes));
        check(context, written, 1);
    }

    private void check(RoutingContext context, Future<Void> written, int count) {
        context.vertx().setTimer(checkMs, tick -> {
            if (written.isComplete()) {
                return;
            }
            if (count == MAX_CHECKS || answers.get() > maxAnswerBytes / 2) {
                disconnect(context.request());
            } else {
                check(context, written, count + 1);
            }
        });
    }

    /**
     * Counts the body of a request until its answer is written.
     *
     * @param bytes at most this many
     * @throws Failure.Unavailable if it does not fit
     */
    void holdBody(RoutingContext context, long bytes) {
        if (bytes <= SMALL_BODY_BYTES) {
            return;
        }
        if (bodies.addAndGet(bytes) > maxBodyBytes) {
            bodies.addAndGet(-bytes);
            throw Failure.Unavailable.overloaded();
        }
        context.addEndHandler(done -> bodies.addAndGet(-bytes));
    }

    /** From beneath Vert.x, which would wait until the client had taken everything. */
    private static void disconnect(HttpServerRequest request) {
        var closed =
                NettyChannel.of(request.connection()).pipeline().firstContext().close();
        closed.addListener(done -> {});
    }
}
