package dev.guildhall.bench;

import dev.guildhall.db.DatabaseAddress;
import dev.guildhall.support.Await;
import dev.guildhall.support.Jwt;
import dev.guildhall.support.LoadBalancer;
import dev.guildhall.support.Server;
import dev.guildhall.support.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** The packaged node in a process of its own, with everything on but the limits of what one user may do. */
final class BenchNode implements AutoCloseable {
    private static final Path LOG = Path.of("target", "bench-node.log");
    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);

    private final int port;
    private final Process process;

    /** Returns when it listens. */
    BenchNode(DatabaseAddress database) throws IOException {
        port = LoadBalancer.freePort();
        ProcessBuilder node = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-jar",
                "target/guildhall.jar");
        node.environment().keySet().removeIf(name -> name.startsWith("JDK_") || name.startsWith("JAVA_TOOL"));
        node.environment()
                .putAll(Map.of(
                        "DATABASE_URL",
                        TestDatabase.url(database),
                        "HOST",
                        "127.0.0.1",
                        "PORT",
                        String.valueOf(port),
                        "METRICS_PORT",
                        "0",
                        "JWT_SECRET",
                        Jwt.SECRET,
                        "SERVICE_TOKEN",
                        Server.SERVICE_TOKEN,
                        "WRITE_RATE",
                        "0",
                        "MESSAGE_RATE",
                        "0",
                        "CONVERSATION_RATE",
                        "0",
                        "MAX_OPEN_ORDERS",
                        "0"));
        process = node.redirectErrorStream(true).redirectOutput(LOG.toFile()).start();
        // For when this JVM is stopped by a signal.
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        if (!Await.until(
                        START_TIMEOUT,
                        () -> !process.isAlive() || Files.readString(LOG).contains("listens on"))
                || !process.isAlive()) {
            close();
            throw new IllegalStateException("the node has not started; see " + LOG);
        }
    }

    int port() {
        return port;
    }

    ProcessHandle process() {
        return process.toHandle();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
