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
final class ChoresVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(ChoresVerticle.class);

    private static final long MAX_LAST_BATCHES_MS = 2_000;

    private final MeterRegistry registry;
    private final List<Chore> chores;
    private final Set<Future<Integer>> running = new HashSet<>();
    private boolean isStopping;

    ChoresVerticle(MeterRegistry registry, List<Chore> chores) {
        this.registry = registry;
        this.chores = chores;
    }

    @Override
    public Future<?> start() {
        chores.forEach(chore -> later(chore, 1_000));
        return Future.succeededFuture();
    }

    /** Not to the millisecond, lest nodes that started together always come together. */
    private void later(Chore chore, long ms) {
        vertx.setTimer(1 + ms / 2 + ThreadLocalRandom.current().nextLong(1 + ms / 2), tick -> run(chore));
    }

    private void run(Chore chore) {
        if (isStopping) {
            return;
        }
        Future<Integer> batch = chore.batch().apply(() -> isStopping);
        running.add(batch);
        batch.onComplete(ended -> running.remove(batch))
                .onSuccess(done -> {
                    counter("chores.done", "What was done unasked, in rows", chore)
                            .increment(done);
                    if (done < chore.full()) {
                        later(chore, chore.every().toMillis());
                    } else {
                        run(chore);
                    }
                })
                .onFailure(error -> {
                    counter("chores.failures", "How often it could not be done", chore)
                            .increment();
                    LOG.debug("{} has to wait", chore.name(), error);
                    later(chore, chore.every().toMillis());
                });
    }

    private Counter counter(String name, String description, Chore chore) {
        return Counter.builder(name)
                .description(description)
                .tag("chore", chore.name())
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
