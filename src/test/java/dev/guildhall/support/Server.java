package dev.guildhall.support;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.app.Config;
import dev.guildhall.app.Guildhall;
import dev.guildhall.db.DatabaseAddress;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A node of Guildhall in this JVM, on any free port. Several nodes may share a database. */
public final class Server implements AutoCloseable {
    public static final String ORIGIN = "https://shop.example";
    public static final String SERVICE_TOKEN = "the-token-of-the-server-behind-the-frontend";
    /** Limits so high that tests do not reach them, except tests that set their own limits. */
    static final Map<String, String> HIGH_LIMITS =
            Map.of("WRITE_RATE", "100000", "MAX_OPEN_ORDERS", "100000", "CONVERSATION_RATE", "100000");

    private static final int TIMEOUT_S = 60;

    private final ErrorLog errorLog = new ErrorLog();
    private final Vertx vertx;
    private final Guildhall guildhall;

    private Server(Config config) {
        this.vertx = errorLog.watch(Guildhall::vertx);
        this.guildhall = errorLog.watch(() -> await(Guildhall.start(vertx, config)));
    }

    public static Server on(TestDatabase database) {
        return on(database.address(), Map.of());
    }

    /** @param environment variables that replace the usual ones of tests */
    public static Server on(DatabaseAddress database, Map<String, String> environment) {
        Map<String, String> variables = new HashMap<>(HIGH_LIMITS);
        variables.putAll(Map.of(
                "DATABASE_URL",
                TestDatabase.url(database),
                "DATABASE_POOL_SIZE",
                "8",
                "HOST",
                "127.0.0.1",
                "PORT",
                "0",
                "METRICS_PORT",
                "0",
                "JWT_SECRET",
                Jwt.SECRET,
                "SERVICE_TOKEN",
                SERVICE_TOKEN,
                "ALLOWED_ORIGINS",
                ORIGIN));
        variables.putAll(environment);
        return new Server(Config.fromEnvironment(variables, Path.of("target")));
    }

    /** Starts a node with an embedded database in {@code .guildhall} of a directory, as on a development machine. */
    public static Server in(Path directory, Map<String, String> environment) {
        Map<String, String> variables = new HashMap<>(Map.of("PORT", "0", "SERVICE_TOKEN", SERVICE_TOKEN));
        variables.putAll(environment);
        return new Server(Config.fromEnvironment(variables, directory));
    }

    public int port() {
        return guildhall.port();
    }

    public int internalPort() {
        return guildhall.internalPort();
    }

    /** A client of this server that is not signed in. */
    public ApiClient api() {
        return new ApiClient(port());
    }

    /** A client with the service token for {@code /internal}, such as the frontend's server. */
    public ApiClient internal() {
        return new ApiClient(guildhall.internalPort()).with("Authorization", "Bearer " + SERVICE_TOKEN);
    }

    /** A client for the port of {@code /metrics}. */
    public ApiClient metrics() {
        return new ApiClient(guildhall.metricsPort());
    }

    /** The current value of a metric of this server; the name ends with its tags, if it has some. */
    public double metric(String name) {
        return metrics()
                .get("/metrics")
                .expect(200)
                .body()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("there is no metric " + name));
    }

    /** Opens WebSockets to this server. */
    public TestSockets sockets() {
        return new TestSockets(port());
    }

    /** This node's Vert.x, for tests that use its event bus. */
    public Vertx vertx() {
        return vertx;
    }

    /** Returns and removes the errors that this node has logged, so that they do not make {@link #close} fail. */
    public List<String> takeErrors() {
        return errorLog.take();
    }

    /** @throws AssertionError if the node does not stop in time or has logged an error */
    @Override
    public void close() {
        await(guildhall.stop());
        assertThat(takeErrors()).as("errors that a node has logged").isEmpty();
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.await(TIMEOUT_S, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("Guildhall did not start or stop within " + TIMEOUT_S + " s", e);
        }
    }
}
