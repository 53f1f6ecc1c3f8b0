package dev.guildhall.postgres;

import dev.guildhall.db.DatabaseAddress;
import dev.guildhall.support.Sql;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A PostgreSQL that a test may kill and bring back, on the same port and with what it had committed; ends with the JVM. */
public final class KillablePostgres implements AutoCloseable {
    private static final Duration UNTIL_ENDED = Duration.ofSeconds(20);
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(100);

    private final PostgresData data;
    private PostgresServer server;

    private KillablePostgres(PostgresData data, PostgresServer server) {
        this.data = data;
        this.server = server;
    }

    /** Begins with an empty database, whatever an earlier one has left in that directory. */
    public static KillablePostgres start(Path directory) throws IOException {
        PostgresData data = new PostgresData(Directories.createPrivate(directory));
        PostgresPrograms programs = new PostgresPrograms(
                PostgresPrograms.asNobody(data.home()),
                PostgresBinaries.ofThisMachine().unpackInto(data.home()));
        data.createIfAbsent(programs);
        Postmaster.awaitEnd(data.directory(), UNTIL_ENDED);
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

    private DatabaseAddress address(String database) throws IOException {
        return new DatabaseAddress(
                "127.0.0.1", server.port(), database, EmbeddedPostgres.USER, data.password(), "disable");
    }

    /** As the kernel does it to whoever takes too much memory. */
    public void kill() throws IOException, InterruptedException {
        Path pidFile = data.directory().resolve("postmaster.pid");
        long pid = Long.parseLong(Files.readAllLines(pidFile).get(0));
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        server.awaitEnd();
    }

    /** As an administrator does it who wants to be done: whoever is connected is told and cut off. */
    public void stop() throws IOException, InterruptedException {
        server.letGo();
        server.awaitEnd();
    }

    /** Returns when it takes connections again; orphans of a killed one take a moment to end, and are waited for. */
    public void startAgain() throws IOException {
        long begun = System.nanoTime();
        while (true) {
            try {
                server = server.startAgain(UNTIL_ENDED);
                return;
            } catch (IOException e) {
                if (System.nanoTime() - begun > UNTIL_ENDED.toNanos()) {
                    throw e;
                }
                Poll.pause(BETWEEN_ATTEMPTS);
            }
        }
    }

    /** Keeps the data as they are now; while it is stopped. */
    public void save() throws IOException, InterruptedException {
        copy(data.directory(), saved());
    }

    /** Brings back the data that were saved, as a failover to a standby does that had not received everything; while it is stopped. */
    public void goBack() throws IOException, InterruptedException {
        copy(saved(), data.directory());
    }

    private Path saved() {
        return data.home().resolve("saved");
    }

    private static void copy(Path from, Path to) throws IOException, InterruptedException {
        if (Files.exists(to)) {
            Directories.delete(to);
        }
        // With owners and permissions, on which PostgreSQL insists.
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
