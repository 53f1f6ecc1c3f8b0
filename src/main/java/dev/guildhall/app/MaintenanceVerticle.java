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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what is due without anybody asking. Every node tries, none leads: each row is done by whoever has locked it first, and the
 * others pass it over.
 */
final class MaintenanceVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(MaintenanceVerticle.class);

    private static final long MAX_LAST_BATCHES_MS = 2_000;

    private final MeterRegistry registry;
    private final List<ScheduledTask> tasks;
    private final Set<Future<Integer>> running = new HashSet<>();
    private boolean isStopping;

    MaintenanceVerticle(MeterRegistry registry, List<ScheduledTask> tasks) {
        this.registry = registry;
        this.tasks = tasks;
    }

    @Override
    public Future<?> start() {
        tasks.forEach(task -> later(task, 1_000));
        return Future.succeededFuture();
    }

    /** Not to the millisecond, lest nodes that started together always come together. */
    private void later(ScheduledTask task, long ms) {
        vertx.setTimer(1 + ms / 2 + ThreadLocalRandom.current().nextLong(1 + ms / 2), tick -> run(task));
    }

    private void run(ScheduledTask task) {
        if (isStopping) {
            return;
        }
        Future<Integer> batch = task.batch().apply(() -> isStopping);
        running.add(batch);
        batch.onComplete(ended -> running.remove(batch))
                .onSuccess(done -> {
                    counter("chores.done", "What was done unasked, in rows", task)
                            .increment(done);
                    if (done < task.full()) {
                        later(task, task.every().toMillis());
                    } else {
                        run(task);
                    }
                })
                .onFailure(error -> {
                    counter("chores.failures", "How often it could not be done", task)
                            .increment();
                    LOG.debug("{} has to wait", task.name(), error);
                    later(task, task.every().toMillis());
                });
    }

    private Counter counter(String name, String description, ScheduledTask task) {
        return Counter.builder(name)
                .description(description)
                .tag("chore", task.name())
                .register(registry);
    }

    /** Waits for what is under way of the batches, since the database is closed next. */
    @Override
    public Future<?> stop() {
        isStopping = true;
        return Future.join(List.copyOf(running))
                .<Void>transform(ended -> Future.succeededFuture())
                .timeout(MAX_LAST_BATCHES_MS, TimeUnit.MILLISECONDS);
    }
}
