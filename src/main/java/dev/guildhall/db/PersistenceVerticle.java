package dev.guildhall.db;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** First up and last down: brings the database up, migrates it, and opens the connections to it. */
public final class PersistenceVerticle extends VerticleBase {
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
                    Migrations.run(address);
                    return address;
                })
                .compose(address -> {
                    Database opened = new Database(vertx, address, config.poolSize(), config.reserved(), registry);
                    database = opened;
                    return opened.startMonitor();
                });
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
            return embedded.address();
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
