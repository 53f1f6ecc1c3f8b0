package dev.guildhall.app;

import dev.guildhall.db.PersistenceVerticle;
import dev.guildhall.http.HttpVerticle;
import dev.guildhall.http.MetricsVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One running node: its verticles come up in order, and go down in the opposite one. */
public final class Guildhall {
    private static final Logger LOG = LoggerFactory.getLogger(Guildhall.class);

    private final Vertx vertx;
    private final Wiring wiring;
    private final MetricsVerticle metrics;
    private final HttpVerticle http;
    private volatile boolean isDraining;

    private Guildhall(Vertx vertx, Config config, PersistenceVerticle persistence) {
        this.vertx = vertx;
        this.wiring = new Wiring(vertx, config, persistence.database(), () -> isDraining);
        this.metrics = new MetricsVerticle(config.http(), wiring.metrics());
        this.http = new HttpVerticle(config.http(), wiring::router, wiring.metrics());
    }

    /** Completes once requests are answered; where it fails, nothing is left running. */
    public static Future<Guildhall> start(Config config) {
        Vertx vertx = Vertx.vertx();
        PersistenceVerticle persistence = new PersistenceVerticle(config.database());
        return vertx.deployVerticle(persistence)
                .map(deployed -> new Guildhall(vertx, config, persistence))
                .compose(guildhall -> guildhall.open().map(guildhall))
                .onFailure(error ->
                        vertx.close().onFailure(closing -> LOG.warn("Not everything could be closed", closing)));
    }

    private Future<String> open() {
        return wiring.prepare()
                .compose(ready -> vertx.deployVerticle(metrics))
                .compose(measuring -> vertx.deployVerticle(http, new DeploymentOptions()));
    }

    public int port() {
        return http.port();
    }

    /** Refuses new work, finishes what is running, then closes the database: verticles are undeployed last first. */
    public Future<Void> stop() {
        isDraining = true;
        return vertx.undeploy(http.deploymentID()).eventually(vertx::close);
    }
}
