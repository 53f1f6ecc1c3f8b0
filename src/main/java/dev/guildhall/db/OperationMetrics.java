package dev.guildhall.db;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Metrics of one kind of database work: how much is running, and how long it takes, including the wait for a connection. */
final class OperationMetrics {
    private final AtomicInteger inFlight = new AtomicInteger();
    private final Timer timer;

    OperationMetrics(String kind, MeterRegistry registry) {
        this.timer = Timer.builder("database")
                .description("Work on the database, done or failed, from its wait for a connection on")
                .tag("kind", kind)
                .register(registry);
        Gauge.builder("database.in.flight", inFlight, AtomicInteger::get)
                .description("Work on the database under way or waiting for a connection")
                .tag("kind", kind)
                .register(registry);
    }

    <T> Future<T> measure(Supplier<Future<T>> work) {
        long startedAt = System.nanoTime();
        Future<T> result = work.get();
        inFlight.incrementAndGet();
        return result.onComplete(done -> {
            inFlight.decrementAndGet();
            timer.record(System.nanoTime() - startedAt, TimeUnit.NANOSECONDS);
        });
    }
}
