package dev.guildhall.app;

import static java.util.Objects.requireNonNull;

import dev.guildhall.auth.Secret;
import dev.guildhall.db.Database;
import dev.guildhall.db.DatabaseConfig;
import dev.guildhall.db.PersistenceVerticle;
import dev.guildhall.http.HttpVerticle;
import dev.guildhall.http.Metrics;
import io.vertx.core.Vertx;
import java.io.File;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads most classes of a node without a database, so that the image can keep them ready for its nodes: the build of the image runs
 * it with {@code -XX:AOTCacheOutput} (JEP 514).
 */
final class TrainingRun {
    private static final Logger LOG = LoggerFactory.getLogger(TrainingRun.class);
    private static final String SECRET = "only-for-the-training-run-which-serves-nobody";
    private static final Map<String, String> ENVIRONMENT = Map.of(
            "DATABASE_URL", "postgresql://nobody:nothing@127.0.0.1:1/none",
            "JWT_SECRET", SECRET,
            "SERVICE_TOKEN", SECRET,
            "HOST", "127.0.0.1",
            "PORT", "0",
            "METRICS_PORT", "0");
    /** What needs the database is refused after its classes have been loaded. */
    private static final List<String> PATHS = List.of("/health/live", "/docs", "/openapi.yaml", "/gigs", "/me");

    /** The packages whose classes are all loaded: our own, and those that nothing loads without a database. */
    private static final List<String> PACKAGES = List.of(
            "dev/guildhall/",
            "io/vertx/pgclient/",
            "io/vertx/sqlclient/",
            "org/flywaydb/core/",
            "org/flywaydb/database/postgresql/",
            "org/postgresql/");

    private static final String CLASS = ".class";

    private TrainingRun() {}

    public static void main(String[] arguments) throws InvalidConfig, IOException {
        for (String path : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (path.endsWith(".jar")) {
                loadClasses(path);
            }
        }
        Config config = Config.fromEnvironment(ENVIRONMENT, Path.of(""));
        DatabaseConfig databaseConfig = config.database();
        Vertx vertx = Guildhall.vertx();
        Metrics metrics = new Metrics();
        // Not waited for, because it tries to connect for longer than this run takes.
        vertx.deployVerticle(new PersistenceVerticle(databaseConfig, metrics.registry()))
                .onFailure(error -> LOG.warn("Cannot connect", error));
        Database database = new Database(
                vertx,
                requireNonNull(databaseConfig.address()),
                databaseConfig.poolSize(),
                databaseConfig.reserved(),
                metrics.registry());
        Wiring wiring = new Wiring(config, vertx, database, metrics, () -> "", () -> false);
        wiring.useCursorSecret(new Secret(SECRET));
        vertx.deployVerticle(wiring.chat()).await();
        vertx.deployVerticle(wiring.maintenance()).await();
        HttpVerticle http = new HttpVerticle(
                config.http(), wiring::router, wiring::internalRouter, metrics, wiring.requestMetrics());
        vertx.deployVerticle(http).await();
        for (String path : PATHS) {
            LOG.info("{} is answered by {}", path, status("http://127.0.0.1:" + http.port() + path));
        }
        LogQueue.flush();
        System.exit(0);
    }

    private static void loadClasses(String path) throws IOException {
        try (JarFile jar = new JarFile(path)) {
            jar.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.endsWith(CLASS) && PACKAGES.stream().anyMatch(name::startsWith))
                    .forEach(name -> load(
                            name.substring(0, name.length() - CLASS.length()).replace('/', '.')));
        }
    }

    private static void load(String name) {
        try {
            Class.forName(name);
        } catch (ClassNotFoundException | LinkageError e) {
            LOG.debug("{} needs a class that is not in the jar", name, e);
        }
    }

    private static int status(String url) throws IOException {
        return ((HttpURLConnection) URI.create(url).toURL().openConnection()).getResponseCode();
    }
}
