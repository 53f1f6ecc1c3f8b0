package dev.guildhall.db;

import dev.guildhall.postgres.EmbeddedPostgres;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Starts the embedded database if needed, applies the migrations and opens the connections. Deployed first, undeployed last. */
public final class PersistenceVerticle extends VerticleBase {
    private static final long MAX_CONNECT_WAIT_NS = TimeUnit.SECONDS.toNanos(20);

    private final DatabaseConfig config;
    private final MeterRegistry registry;
    private @Nullable EmbeddedPostgres embedded;
    private @Nullable Database database;

    public PersistenceVerticle(DatabaseConfig config, MeterRegistry registry) {
        this.config = config;
        this.registry = registry;
    }

    @Override
    public Future<?> start() {
        return vertx.executeBlocking(() -> {
                    DatabaseAddress address = config.address() == null ? startEmbedded() : config.address();
                    DatabaseAddress migrated =
                            Migrations.run(address.inSchema(config.schema()), config.migrationsAddress());
                    return new Database(vertx, migrated, config.poolSize(), config.reserved(), registry);
                })
                .compose(opened -> {
                    database = opened;
                    return tryPools(opened, System.nanoTime()).compose(tried -> opened.startMonitor());
                })
                // Vert.x does not stop a verticle whose start failed.
                .recover(error -> stop().transform(stopped -> Future.failedFuture(error)));
    }

    /** Needed although the migrations have succeeded, because they use a different driver. */
    private Future<Void> tryPools(Database opened, long startedAt) {
        return opened.tryPools()
                .recover(error -> StartFailure.isTemporary(error) && System.nanoTime() - startedAt < MAX_CONNECT_WAIT_NS
                        ? vertx.timer(1, TimeUnit.SECONDS).compose(waited -> tryPools(opened, startedAt))
                        : Future.failedFuture(StartFailure.cannotUse(opened.address(), error)));
    }

    /** The open database; there is none before the verticle is deployed. */
    public Database database() {
        if (database == null) {
            throw new IllegalStateException("the persistence verticle is not deployed");
        }
        return database;
    }

    private DatabaseAddress startEmbedded() {
        try {
            embedded = EmbeddedPostgres.start(config.embeddedDirectory());
            return DatabaseAddress.of(embedded);
        } catch (IOException | IllegalStateException e) {
            throw new DatabaseUnavailable(String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public Future<Void> stop() {
        Future<Void> closed = database == null ? Future.succeededFuture() : database.close();
        return closed.eventually(() -> vertx.<Void>executeBlocking(() -> {
            if (embedded != null) {
                embedded.close();
            }
            return null;
        }));
    }
}
