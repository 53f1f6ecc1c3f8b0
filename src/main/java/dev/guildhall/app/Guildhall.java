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
import io.vertx.core.VertxOptions;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One running node. Its verticles are deployed in order and undeployed in reverse order. */
public final class Guildhall {
    private static final Logger LOG = LoggerFactory.getLogger(Guildhall.class);

    private static final int MAX_ATTEMPTS = 5;
    private static final long LOAD_BALANCER_NOTICE_MS = 1_000;
    private static final Map<String, String> ANY_ADDRESS = Map.of("0.0.0.0", "127.0.0.1", "::", "::1");

    private final Vertx vertx;
    private final Wiring wiring;
    private final MetricsVerticle metrics;
    private final Config config;
    private final ChatVerticle chat;
    /** One for each core; they share the port. */
    private final List<HttpVerticle> http;

    /** The deployment ids of each step of the start; the last step is the first element. */
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

    /** Completes when the node accepts requests; if it fails, everything is stopped again. */
    public static Future<Guildhall> start(Config config) {
        return start(vertx(), config);
    }

    /** With one event loop for each {@link HttpVerticle}, as each has database connections of its own. */
    public static Vertx vertx() {
        return Vertx.vertx(new VertxOptions()
                .setPreferNativeTransport(true)
                .setEventLoopPoolSize(Runtime.getRuntime().availableProcessors()));
    }

    /** @param vertx used by this node only: it is closed with the node */
    public static Future<Guildhall> start(Vertx vertx, Config config) {
        Metrics metrics = new Metrics();
        PersistenceVerticle persistence = new PersistenceVerticle(config.database(), metrics.registry());
        return vertx.deployVerticle(persistence)
                // Blocking, because loading all these classes takes too long for an event loop.
                .compose(deployed ->
                        vertx.executeBlocking(() -> new Guildhall(vertx, config, deployed, persistence, metrics)))
                .compose(guildhall -> guildhall
                        .open()
                        .compose(open -> guildhall.runDemo(persistence.database()))
                        .map(guildhall)
                        .recover(error -> {
                            guildhall.isDraining = true;
                            return guildhall.undeploy().compose(undeployed -> Future.failedFuture(error));
                        }))
                .onFailure(error -> vertx.close()
                        .onFailure(closing -> LOG.warn("Cannot close Vert.x after the failed start", closing)));
    }

    public int port() {
        return http.get(0).port();
    }

    /** The port of {@code /internal}; it may be the same. */
    public int internalPort() {
        return http.get(0).internalPort();
    }

    /** The port of the metrics; 0 if they have no separate one. */
    public int metricsPort() {
        return metrics.port();
    }

    /** The URL of the API for programs on this machine. */
    public String url() {
        return url(config.http().host(), port());
    }

    private static String url(String host, int port) {
        return "http://" + NetUtil.toSocketAddressString(ANY_ADDRESS.getOrDefault(host, host), port);
    }

    private String internalUrl() {
        return config.http().internalPort() == null ? url() : url(config.http().internalHost(), internalPort());
    }

    /** The prefix of the paths in responses. On a development machine the port may be known only after the start. */
    private String publicUrl() {
        String configured = config.http().publicUrl();
        return configured != null ? configured : config.isForDevelopment() ? "http://127.0.0.1:" + port() : "";
    }

    private Future<?> open() {
        return wiring.fetchKeys()
                .compose(fetched -> prepare(MAX_ATTEMPTS))
                .compose(ready -> deploy(List.of(metrics)))
                .compose(measuring -> deployBridge())
                .compose(bridged -> deploy(List.of(chat)))
                .compose(chatting -> deploy(List.of(wiring.maintenance())))
                .compose(busy -> listen());
    }

    /** One step of the start: these verticles are deployed, and later undeployed, at the same time. */
    private Future<?> deploy(List<? extends Deployable> verticles) {
        List<String> ids = newStep();
        return Future.join(verticles.stream().map(one -> deploy(one, ids)).toList());
    }

    private List<String> newStep() {
        List<String> ids = new CopyOnWriteArrayList<>();
        deployed.push(ids);
        return ids;
    }

    private Future<String> deploy(Deployable verticle, List<String> ids) {
        return vertx.deployVerticle(verticle).onSuccess(ids::add);
    }

    /** Never fails: the node is useful for trying things out even without the demo. */
    private Future<Void> runDemo(Database database) {
        return config.demo()
                ? demo(database)
                        .run(url(), internalUrl())
                        .onSuccess(message -> message.ifPresent(text -> LOG.info(EscapedMessage.MULTILINE, "{}", text)))
                        .onFailure(error -> LOG.warn("Cannot create the demo", error))
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

    /** Retries, because connecting may be slow on a machine that starts other programs at the same time. */
    private Future<Void> prepare(int attempts) {
        return wiring.prepare()
                .recover(error -> attempts > 1 && SqlErrors.translate(error) instanceof Failure.Unavailable
                        ? prepare(attempts - 1)
                        : Future.failedFuture(error));
    }

    private Future<?> deployBridge() {
        NodeBridge bridge = wiring.bridge();
        return bridge == null ? Future.succeededFuture() : deploy(List.of(bridge));
    }

    /** Deploys the first one alone: if its ports are in use, they are for the others too. */
    private Future<?> listen() {
        List<String> ids = newStep();
        return deploy(http.get(0), ids)
                .compose(first -> Future.all(
                        http.stream().skip(1).map(one -> deploy(one, ids)).toList()));
    }

    /** A load balancer continues to send requests until its next health check. */
    private Future<?> awaitLoadBalancer() {
        return wiring.health().isPolled()
                ? vertx.timer(LOAD_BALANCER_NOTICE_MS, TimeUnit.MILLISECONDS)
                : Future.succeededFuture();
    }

    /** Refuses new work, finishes running work, undeploys the verticles in reverse order and closes the database. Never fails. */
    public Future<Void> stop() {
        isDraining = true;
        // A promise without an event loop, because all event loops end when Vert.x is closed.
        Promise<Void> stopped = Promise.promise();
        awaitLoadBalancer()
                .compose(noticed -> wiring.sockets().drain())
                .eventually(this::undeploy)
                .onComplete(undeployed -> vertx.close().onComplete(stopped));
        return stopped.future()
                .onFailure(error -> LOG.warn("Cannot close Vert.x", error))
                .otherwiseEmpty();
    }

    private Future<Void> undeploy() {
        List<String> last = deployed.poll();
        return last == null
                ? Future.succeededFuture()
                : Future.join(last.stream().map(vertx::undeploy).toList())
                        .onFailure(error -> LOG.warn("Cannot undeploy a verticle", error))
                        .transform(undeployed -> undeploy());
    }
}
