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

/** A running Guildhall in this JVM, on any free port; several may share a database. */
public final class Server implements AutoCloseable {
    public static final String ORIGIN = "https://shop.example";
    public static final String SERVICE_TOKEN = "the-token-of-the-server-behind-the-frontend";
    /** So high that only tests of the limits themselves meet them. */
    static final Map<String, String> LIFTED =
            Map.of("WRITE_RATE", "100000", "MAX_OPEN_ORDERS", "100000", "CONVERSATION_RATE", "100000");

    private static final int TIMEOUT_S = 60;

    private final ErrorLog errorLog = new ErrorLog();
    private final Vertx vertx;
    private final Guildhall guildhall;

    private Server(Config config) {
        this.vertx = errorLog.watch(Vertx::vertx);
        this.guildhall = errorLog.watch(() -> await(Guildhall.start(vertx, config)));
    }

    public static Server on(TestDatabase database) {
        return on(database.address(), Map.of());
    }

    /** With these variables in place of what tests usually run with. */
    public static Server on(DatabaseAddress database, Map<String, String> environment) {
        Map<String, String> variables = new HashMap<>(LIFTED);
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

    /** On an embedded database in {@code .guildhall} of a directory, as on a development machine. */
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

    /** Nobody in particular, calling this server. */
    public ApiClient api() {
        return new ApiClient(port());
    }

    /** The frontend's server, calling {@code /internal}. */
    public ApiClient internal() {
        return new ApiClient(guildhall.internalPort()).with("Authorization", "Bearer " + SERVICE_TOKEN);
    }

    /** Prometheus, calling this server. */
    public ApiClient metrics() {
        return new ApiClient(guildhall.metricsPort());
    }

    /** Raw sockets to this server. */
    public TestSockets sockets() {
        return new TestSockets(port());
    }

    /** What this node runs on, for tests that interfere with its event bus. */
    public Vertx vertx() {
        return vertx;
    }

    /** What this node has logged as errors; taken from here, they do not fail {@link #close} any more. */
    public List<String> takeErrors() {
        return errorLog.take();
    }

    /** @throws AssertionError also where the node has logged an error */
    @Override
    public void close() {
        await(guildhall.stop());
        assertThat(takeErrors()).as("errors that a node has logged").isEmpty();
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.await(TIMEOUT_S, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("Guildhall neither starts nor stops within " + TIMEOUT_S + " s", e);
        }
    }
}
