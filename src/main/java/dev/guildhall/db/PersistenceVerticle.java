package dev.guildhall.db;

import dev.guildhall.postgres.EmbeddedPostgres;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** First up and last down: brings the database up, migrates it, and opens the connections to it. */
public final class PersistenceVerticle extends VerticleBase {
    private static final long UNTIL_POOLS_NS = TimeUnit.SECONDS.toNanos(20);

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
                });
    }

    /** The migrations came by another driver: what they could do says nothing about the pools. */
    private Future<Void> tryPools(Database opened, long since) {
        return opened.tryPools()
                .recover(error -> StartFailure.mayPass(error) && System.nanoTime() - since < UNTIL_POOLS_NS
                        ? vertx.timer(1, TimeUnit.SECONDS).compose(waited -> tryPools(opened, since))
                        : Future.failedFuture(StartFailure.refusal(opened.address(), error)));
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
    public Future<?> stop() {
        Future<Void> closed = database == null ? Future.succeededFuture() : database.close();
        return closed.eventually(() -> vertx.executeBlocking(() -> {
            if (embedded != null) {
                embedded.close();
            }
            return null;
        }));
    }
}
