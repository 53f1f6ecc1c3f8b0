package dev.guildhall.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;

/** Measures how late an event loop runs a timer: a blocked event loop delays all its requests. */
final class EventLoopLag {
    private static final long PERIOD_MS = 500;

    private final Timer timer;
    private long dueAtNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PERIOD_MS);

    private EventLoopLag(Timer timer) {
        this.timer = timer;
    }

    /** Measures the event loop of the calling verticle until the verticle is undeployed. */
    static void watch(Vertx vertx, MeterRegistry registry) {
        EventLoopLag lag = new EventLoopLag(Timer.builder("event.loop.lag")
                .description("How late the event loops of HTTP came to a timer")
                .register(registry));
        vertx.setPeriodic(PERIOD_MS, tick -> lag.measure());
    }

    private void measure() {
        long now = System.nanoTime();
        timer.record(Math.max(0, now - dueAtNs), TimeUnit.NANOSECONDS);
        dueAtNs = now + TimeUnit.MILLISECONDS.toNanos(PERIOD_MS);
    }
}
