package dev.guildhall.http;

import dev.guildhall.db.Database;
import dev.guildhall.failure.Failure;
import io.vertx.core.Future;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Health checks for load balancers and orchestrators: is the process alive, and should it receive requests. */
public final class HealthRoutes implements Routes {
    /** Longer than the usual interval between health checks, which is a few seconds. */
    private static final long RECENT_NS = TimeUnit.SECONDS.toNanos(15);

    private final Database database;
    private final BooleanSupplier isDraining;
    private volatile long lastReadyRequestAtNs = System.nanoTime() - RECENT_NS;

    public HealthRoutes(Database database, BooleanSupplier isDraining) {
        this.database = database;
        this.isDraining = isDraining;
    }

    @Override
    public void mount(Api api) {
        api.probe("/health/live", request -> Future.succeededFuture(Reply.ok(Map.of("status", "live"))));
        api.probe("/health/ready", request -> checkReady());
    }

    /**
     * Whether {@code /health/ready} was requested recently, so that a shutdown should wait until the load balancer has
     * learnt that this node is not ready any more.
     */
    public boolean isPolled() {
        return System.nanoTime() - lastReadyRequestAtNs < RECENT_NS;
    }

    private Future<Reply> checkReady() {
        lastReadyRequestAtNs = System.nanoTime();
        if (isDraining.getAsBoolean()) {
            return Future.failedFuture(new Failure.Unavailable("draining", "This node is shutting down."));
        }
        return database.problem()
                .<Future<Reply>>map(cause -> Future.failedFuture(Failure.Unavailable.database(cause)))
                .orElseGet(() -> Future.succeededFuture(Reply.ok(Map.of("status", "ready"))));
    }
}
