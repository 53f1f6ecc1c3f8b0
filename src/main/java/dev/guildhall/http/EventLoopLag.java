package dev.guildhall.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;

/** How much later than asked for an event loop gets to its work: what blocks it delays everybody. */
final class EventLoopLag {
    private static final long EVERY_MS = 500;

    private final Timer timer;
    private long due = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(EVERY_MS);

    private EventLoopLag(Timer timer) {
        this.timer = timer;
    }

    /** Watches the event loop of the calling verticle until that is undeployed. */
    static void watch(Vertx vertx, MeterRegistry registry) {
        EventLoopLag lag = new EventLoopLag(Timer.builder("event.loop.lag")
                .description("How late the event loops of HTTP came to a timer")
                .register(registry));
        vertx.setPeriodic(EVERY_MS, tick -> lag.measure());
    }

    private void measure() {
        long now = System.nanoTime();
        timer.record(Math.max(0, now - due), TimeUnit.NANOSECONDS);
        due = now + TimeUnit.MILLISECONDS.toNanos(EVERY_MS);
    }
}
