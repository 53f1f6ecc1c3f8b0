package dev.guildhall.http;

import dev.guildhall.db.Database;
import dev.guildhall.failure.Failure;
import io.vertx.core.Future;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** For whoever sends traffic here: is the process alive, and should it be given requests. */
public final class HealthRoutes implements Routes {
    /** Whoever asks does so every few seconds. */
    private static final long LATELY_NS = TimeUnit.SECONDS.toNanos(15);

    private final Database database;
    private final BooleanSupplier isDraining;
    private volatile long askedAt = System.nanoTime() - LATELY_NS;

    public HealthRoutes(Database database, BooleanSupplier isDraining) {
        this.database = database;
        this.isDraining = isDraining;
    }

    @Override
    public void mount(Api api) {
        api.probe("/health/live", request -> Future.succeededFuture(Reply.ok(Map.of("status", "live"))));
        api.probe("/health/ready", request -> ready());
    }

    /** Whether somebody wants to know if this node is ready, and so should be given the time to learn that it is not any more. */
    public boolean isWatched() {
        return System.nanoTime() - askedAt < LATELY_NS;
    }

    private Future<Reply> ready() {
        askedAt = System.nanoTime();
        if (isDraining.getAsBoolean()) {
            return Future.failedFuture(new Failure.Unavailable("draining", "This node is shutting down."));
        }
        return database.problem()
                .<Future<Reply>>map(cause -> Future.failedFuture(Failure.Unavailable.database(cause)))
                .orElseGet(() -> Future.succeededFuture(Reply.ok(Map.of("status", "ready"))));
    }
}
