package dev.guildhall.postgres;

import dev.guildhall.db.DatabaseAddress;
import dev.guildhall.support.Sql;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A PostgreSQL that a test can kill and restart, on the same port and with its data. It stops when the JVM exits. */
public final class KillablePostgres implements AutoCloseable {
    private static final Duration EXIT_TIMEOUT = Duration.ofSeconds(20);
    private static final Duration RETRY_DELAY = Duration.ofMillis(100);

    private final PostgresData data;
    private PostgresServer server;

    private KillablePostgres(PostgresData data, PostgresServer server) {
        this.data = data;
        this.server = server;
    }

    /** Starts with an empty database, even if the directory has data of an earlier run. */
    public static KillablePostgres start(Path directory) throws IOException {
        PostgresData data = new PostgresData(Directories.createPrivate(directory));
        PostgresPrograms programs = new PostgresPrograms(
                PostgresPrograms.commandPrefix(data.home()),
                PostgresBinaries.ofThisMachine().unpackInto(data.home()));
        data.createIfAbsent(programs);
        Postmaster.awaitEnd(data.directory(), EXIT_TIMEOUT);
        Path log = data.home().resolve("postgres.log");
        PostgresServer server = PostgresServer.start(programs, data.directory(), freePort(), log);
        KillablePostgres postgres = new KillablePostgres(data, server);
        try (Sql sql = new Sql(postgres.address("postgres"))) {
            sql.update("drop database if exists " + PostgresData.DATABASE + " with (force)");
            sql.update("create database " + PostgresData.DATABASE);
        }
        return postgres;
    }

    public DatabaseAddress address() throws IOException {
        return address(PostgresData.DATABASE);
    }

    /** A connection of the superuser. */
    public Sql admin() throws IOException {
        return new Sql(
                new DatabaseAddress("127.0.0.1", server.port(), "postgres", "postgres", data.password(), "disable"));
    }

    private DatabaseAddress address(String database) throws IOException {
        return new DatabaseAddress(
                "127.0.0.1", server.port(), database, EmbeddedPostgres.USER, data.password(), "disable");
    }

    /** Sends SIGKILL to the postmaster, as the kernel does when memory runs out. */
    public void kill() throws IOException, InterruptedException {
        Path pidFile = data.directory().resolve("postmaster.pid");
        long pid = Long.parseLong(Files.readAllLines(pidFile).get(0));
        ProcessHandle postmaster = ProcessHandle.of(pid).orElseThrow();
        // Each goes on for a moment, until it notices that the postmaster is gone.
        List<ProcessHandle> connections = postmaster.children().toList();
        postmaster.destroyForcibly();
        server.awaitEnd();
        CompletableFuture.allOf(connections.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new))
                .orTimeout(EXIT_TIMEOUT.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    /** Stops as an administrator does with a fast shutdown: PostgreSQL closes all connections with an error message. */
    public void stop() throws IOException, InterruptedException {
        server.requestStop();
        server.awaitEnd();
    }

    /** Returns when it accepts connections again. Waits for the processes of a killed postmaster to exit. */
    public void restart() throws IOException {
        long start = System.nanoTime();
        while (true) {
            try {
                server = server.restart(EXIT_TIMEOUT);
                return;
            } catch (IOException e) {
                if (System.nanoTime() - start > EXIT_TIMEOUT.toNanos()) {
                    throw e;
                }
                Poll.pause(RETRY_DELAY);
            }
        }
    }

    /** Copies the data as they are now. PostgreSQL must be stopped. */
    public void save() throws IOException, InterruptedException {
        copy(data.directory(), saved());
    }

    /** Restores the saved data, as a failover to a standby that had not received all writes. PostgreSQL must be stopped. */
    public void restoreSaved() throws IOException, InterruptedException {
        copy(saved(), data.directory());
    }

    private Path saved() {
        return data.home().resolve("saved");
    }

    private static void copy(Path from, Path to) throws IOException, InterruptedException {
        if (Files.exists(to)) {
            Directories.delete(to);
        }
        // With owners and permissions, which PostgreSQL checks.
        int status = new ProcessBuilder("cp", "-a", from.toString(), to.toString())
                .inheritIO()
                .start()
                .waitFor();
        if (status != 0) {
            throw new IOException("cp ended with " + status);
        }
    }

    @Override
    public void close() throws IOException, InterruptedException {
        stop();
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
