package dev.guildhall.app;

import static java.util.Objects.requireNonNull;

import dev.guildhall.bus.NodeBridge;
import dev.guildhall.db.Database;
import dev.guildhall.db.PersistenceVerticle;
import dev.guildhall.db.SqlErrors;
import dev.guildhall.demo.Demo;
import dev.guildhall.failure.Failure;
import dev.guildhall.http.HttpVerticle;
import dev.guildhall.http.Metrics;
import dev.guildhall.http.MetricsVerticle;
import dev.guildhall.realtime.ChatVerticle;
import io.netty.util.NetUtil;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One running node: its verticles come up in order, and go down in the opposite one. */
public final class Guildhall {
    private static final Logger LOG = LoggerFactory.getLogger(Guildhall.class);

    private static final int ATTEMPTS = 5;
    private static final long NOTICE_MS = 1_000;
    private static final Map<String, String> ANY_ADDRESS = Map.of("0.0.0.0", "127.0.0.1", "::", "::1");

    private final Vertx vertx;
    private final Wiring wiring;
    private final MetricsVerticle metrics;
    private final Config config;
    private final ChatVerticle chat;
    /** One a core, sharing the port. */
    private final List<HttpVerticle> http;

    /** The deployment ids of each step of the start, the last step first. */
    private final Deque<List<String>> deployed = new ConcurrentLinkedDeque<>();

    private volatile boolean isDraining;

    private Guildhall(
            Vertx vertx, Config config, String deploymentId, PersistenceVerticle persistence, Metrics metrics) {
        this.vertx = vertx;
        this.config = config;
        deployed.push(List.of(deploymentId));
        this.wiring = new Wiring(config, vertx, persistence.database(), metrics, this::publicUrl, () -> isDraining);
        this.metrics = new MetricsVerticle(config.http(), metrics);
        this.chat = wiring.chat();
        this.http = Stream.generate(() -> new HttpVerticle(
                        config.http(), wiring::router, wiring::internalRouter, metrics, wiring.requestMetrics()))
                .limit(Runtime.getRuntime().availableProcessors())
                .toList();
    }

    /** Completes once requests are answered; where it fails, nothing is left running. */
    public static Future<Guildhall> start(Config config) {
        return start(Vertx.vertx(), config);
    }

    /** @param vertx of nobody else: it is closed with this node */
    public static Future<Guildhall> start(Vertx vertx, Config config) {
        Metrics metrics = new Metrics();
        PersistenceVerticle persistence = new PersistenceVerticle(config.database(), metrics.registry());
        return vertx.deployVerticle(persistence)
                // Loading all these classes takes longer than an event loop should be kept from its work.
                .compose(deployed -> vertx.executeBlocking(() -> new Guildhall(
                        vertx, config.demo() ? config.readyForDemo() : config, deployed, persistence, metrics)))
                .compose(guildhall -> guildhall
                        .open()
                        .compose(open -> guildhall.runDemo(persistence.database()))
                        .map(guildhall)
                        .recover(error -> guildhall.undeploy().compose(undeployed -> Future.failedFuture(error))))
                .onFailure(error ->
                        vertx.close().onFailure(closing -> LOG.warn("Not everything could be closed", closing)));
    }

    public int port() {
        return http.get(0).port();
    }

    /** That of {@code /internal}, which may be the same. */
    public int internalPort() {
        return http.get(0).internalPort();
    }

    /** That of the metrics; 0 where they have none of their own. */
    public int metricsPort() {
        return metrics.port();
    }

    /** Where programs on this machine reach it. */
    public String url() {
        return url(config.http().host(), port());
    }

    private static String url(String host, int port) {
        return "http://" + NetUtil.toSocketAddressString(ANY_ADDRESS.getOrDefault(host, host), port);
    }

    private String internalUrl() {
        return config.http().internalPort() == null ? url() : url(config.http().internalHost(), internalPort());
    }

    /** What stands before the paths in answers; the port of a development machine may be known only once it listens. */
    private String publicUrl() {
        String known = config.http().publicUrl();
        return known != null ? known : config.isForDevelopment() ? "http://127.0.0.1:" + port() : "";
    }

    private Future<?> open() {
        return prepare(ATTEMPTS)
                .compose(ready -> deploy(List.of(metrics)))
                .compose(measuring -> bridge())
                .compose(bridged -> deploy(List.of(chat)))
                .compose(chatting -> deploy(List.of(wiring.maintenance())))
                .compose(busy -> listen());
    }

    /** One step of the start: these come up, and later go down, at the same time. */
    private Future<?> deploy(List<? extends Deployable> verticles) {
        List<String> ids = step();
        return Future.join(verticles.stream().map(one -> deploy(one, ids)).toList());
    }

    private List<String> step() {
        List<String> ids = new CopyOnWriteArrayList<>();
        deployed.push(ids);
        return ids;
    }

    private Future<String> deploy(Deployable verticle, List<String> ids) {
        return vertx.deployVerticle(verticle).onSuccess(ids::add);
    }

    /** Somebody who wants to try things is not helped by a node that ends because its demo could not be made. */
    private Future<Void> runDemo(Database database) {
        return config.demo()
                ? demo(database)
                        .run(url(), internalUrl())
                        .onSuccess(told -> told.ifPresent(text -> LOG.info(EscapedMessage.MULTILINE, "{}", text)))
                        .onFailure(error -> LOG.warn("The demo could not be made", error))
                        .<Void>mapEmpty()
                        .otherwiseEmpty()
                : Future.succeededFuture();
    }

    private Demo demo(Database database) {
        return new Demo(
                vertx,
                database,
                config.tokens().jwtSecret(),
                requireNonNull(config.serviceToken()),
                config.database().embeddedDirectory());
    }

    /** A machine that is busy starting other things too may be slow to connect, and is no reason to give up. */
    private Future<Void> prepare(int attempts) {
        return wiring.prepare()
                .recover(error -> attempts > 1 && SqlErrors.translate(error) instanceof Failure.Unavailable
                        ? prepare(attempts - 1)
                        : Future.failedFuture(error));
    }

    private Future<?> bridge() {
        NodeBridge bridge = wiring.bridge();
        return bridge == null ? Future.succeededFuture() : deploy(List.of(bridge));
    }

    /** The first alone: where its ports are taken, so they are for the others. */
    private Future<?> listen() {
        List<String> ids = step();
        return deploy(http.get(0), ids)
                .compose(first -> Future.all(
                        http.stream().skip(1).map(one -> deploy(one, ids)).toList()));
    }

    /** A load balancer goes on sending requests until it has asked once more whether this node is ready. */
    private Future<Boolean> awaitLoadBalancer() {
        return wiring.health().isPolled()
                ? vertx.timer(NOTICE_MS, TimeUnit.MILLISECONDS).map(true)
                : Future.succeededFuture(true);
    }

    /** Refuses new work, finishes what is running, then closes the database: verticles are undeployed last first. Never fails. */
    public Future<Void> stop() {
        isDraining = true;
        // Of no event loop: they all end with Vert.x, and none is left that could say so.
        Promise<Void> stopped = Promise.promise();
        awaitLoadBalancer()
                .compose(noticed -> wiring.sockets().drain())
                .eventually(this::undeploy)
                .onComplete(undeployed -> vertx.close().onComplete(stopped));
        return stopped.future()
                .onFailure(error -> LOG.warn("Not everything could be closed", error))
                .otherwiseEmpty();
    }

    private Future<Void> undeploy() {
        List<String> last = deployed.poll();
        return last == null
                ? Future.succeededFuture()
                : Future.join(last.stream().map(vertx::undeploy).toList())
                        .onFailure(error -> LOG.warn("Not everything could be finished", error))
                        .transform(undeployed -> undeploy());
    }
}
