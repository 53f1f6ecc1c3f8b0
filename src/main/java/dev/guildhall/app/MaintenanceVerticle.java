package dev.guildhall.app;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the scheduled tasks. Every node runs them, without a leader: the first node that locks a row handles it, the others skip it. */
final class MaintenanceVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(MaintenanceVerticle.class);

    private static final long MAX_STOP_MS = 2_000;

    private final MeterRegistry registry;
    private final BooleanSupplier isStopping;
    private final List<ScheduledTask> tasks;
    private final Set<Future<Integer>> running = new HashSet<>();
    /** The tasks whose last run failed. */
    private final Set<ScheduledTask> failing = new HashSet<>();

    /** @param isStopping whether the node stops, which it begins to do before this verticle is undeployed */
    MaintenanceVerticle(MeterRegistry registry, BooleanSupplier isStopping, List<ScheduledTask> tasks) {
        this.registry = registry;
        this.isStopping = isStopping;
        this.tasks = tasks;
    }

    @Override
    public Future<?> start() {
        tasks.forEach(task -> schedule(task, 1_000));
        return Future.succeededFuture();
    }

    /**
     * Runs the task after a random time from half of {@code ms} to {@code ms}, so that nodes that were started together do not run
     * it together.
     */
    private void schedule(ScheduledTask task, long ms) {
        vertx.setTimer(1 + ms / 2 + ThreadLocalRandom.current().nextLong(1 + ms / 2), tick -> run(task));
    }

    private void run(ScheduledTask task) {
        if (isStopping.getAsBoolean()) {
            return;
        }
        Future<Integer> batch = task.batch().get();
        running.add(batch);
        batch.onComplete(ended -> running.remove(batch))
                .onSuccess(done -> {
                    failing.remove(task);
                    counter("scheduled.tasks.done", "Rows that scheduled tasks have handled", task)
                            .increment(done);
                    if (done < task.batchSize()) {
                        schedule(task, task.interval().toMillis());
                    } else {
                        run(task);
                    }
                })
                .onFailure(error -> {
                    counter("scheduled.tasks.failures", "How often scheduled tasks have failed", task)
                            .increment();
                    if (failing.add(task)) {
                        LOG.warn("Scheduled task {} failed, trying again: {}", task.name(), error.toString());
                    }
                    schedule(task, task.interval().toMillis());
                });
    }

    private Counter counter(String name, String description, ScheduledTask task) {
        return Counter.builder(name)
                .description(description)
                .tag("task", task.name())
                .register(registry);
    }

    /** Waits for the running batches, because the database is closed next. */
    @Override
    public Future<?> stop() {
        return Future.join(List.copyOf(running))
                .<Void>transform(ended -> Future.succeededFuture())
                .timeout(MAX_STOP_MS, TimeUnit.MILLISECONDS);
    }
}
