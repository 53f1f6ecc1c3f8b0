package dev.guildhall.http;

import dev.guildhall.failure.Failure;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs a limited number of WebSocket handshakes of this node at a time; the others wait in memory, first come, first served. All clients
 * of a node that has failed connect again at the same moment, and if all of their statements waited for a connection, none would get it
 * in time.
 */
public final class HandshakeQueue {
    /** More than may wait for the keys of an identity provider, since strangers with unknown keys could take all places. */
    private static final int MAX_RUNNING = 256;
    /** Of the URIs and headers of those that wait. */
    private static final long MAX_WAITING_BYTES = 32L * 1024 * 1024;

    private static final long MAX_WAIT_NS = TimeUnit.SECONDS.toNanos(15);
    /** As long as any request may take; after it, another handshake gets the place of one that hangs. */
    private static final long MAX_RUN_MS = 12_000;

    private static final int HEADER_OVERHEAD_BYTES = 100;
    private static final String RUNNING = HandshakeQueue.class.getName();
    private static final String ENDED = RUNNING + ".ended";

    private final int maxRunning;
    private final long maxWaitingBytes;
    private final long maxWaitNs;
    private final long maxRunMs;
    /** Guarded by this, like the numbers. */
    private final Deque<Waiter> waiting = new ArrayDeque<>();

    private long waitingBytes;
    private int running;

    public HandshakeQueue(MeterRegistry registry) {
        this(registry, MAX_RUNNING, MAX_WAITING_BYTES, MAX_WAIT_NS, MAX_RUN_MS);
    }

    HandshakeQueue(MeterRegistry registry, int maxRunning, long maxWaitingBytes, long maxWaitNs, long maxRunMs) {
        this.maxRunning = maxRunning;
        this.maxWaitingBytes = maxWaitingBytes;
        this.maxWaitNs = maxWaitNs;
        this.maxRunMs = maxRunMs;
        Gauge.builder("websocket.handshakes.waiting", this, HandshakeQueue::countWaiting)
                .description("WebSocket handshakes that wait for their turn")
                .register(registry);
    }

    /** Lets the handshake go on when it is its turn; refuses it if too many wait, or if it has waited for too long. */
    void admit(RoutingContext context) {
        // Not later: a request may be answered, or its client be gone, while it waits.
        context.addEndHandler(done -> {
            context.put(ENDED, true);
            end(context);
        });
        synchronized (this) {
            if (running == maxRunning) {
                long bytes = bytes(context.request());
                if (waitingBytes + bytes > maxWaitingBytes) {
                    throw Failure.Unavailable.overloaded();
                }
                context.request().pause();
                waitingBytes += bytes;
                waiting.add(new Waiter(context, Vertx.currentContext(), bytes, System.nanoTime()));
                return;
            }
            running++;
        }
        run(context);
    }

    private void run(RoutingContext context) {
        context.put(RUNNING, new Running(this, context.vertx().setTimer(maxRunMs, late -> end(context))));
        context.next();
    }

    /** To be called when the client has got all that the handshake gives it; a refused handshake ends by itself. */
    static void end(RoutingContext context) {
        Running running = context.remove(RUNNING);
        if (running != null) {
            context.vertx().cancelTimer(running.timer);
            running.queue.startNext();
        }
    }

    private void startNext() {
        Waiter next;
        synchronized (this) {
            next = waiting.poll();
            if (next == null) {
                running--;
                return;
            }
            waitingBytes -= next.bytes;
        }
        next.eventLoop.runOnContext(turn -> resume(next));
    }

    private void resume(Waiter next) {
        next.context.request().resume();
        if (next.context.get(ENDED) != null || next.context.response().closed()) {
            startNext();
        } else if (System.nanoTime() - next.since > maxWaitNs) {
            next.context.fail(Failure.Unavailable.overloaded());
            startNext();
        } else {
            run(next.context);
        }
    }

    private synchronized int countWaiting() {
        return waiting.size();
    }

    private static long bytes(HttpServerRequest request) {
        long bytes = request.uri().length();
        for (Map.Entry<String, String> header : request.headers()) {
            bytes += HEADER_OVERHEAD_BYTES
                    + header.getKey().length()
                    + header.getValue().length();
        }
        return bytes;
    }

    /** @param timer ends it if nothing else does */
    private record Running(HandshakeQueue queue, long timer) {}

    /** @param since System.nanoTime() */
    private record Waiter(RoutingContext context, Context eventLoop, long bytes, long since) {}
}
