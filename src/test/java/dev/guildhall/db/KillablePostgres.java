package dev.guildhall.db;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A PostgreSQL that a test may kill and bring back, on the same port and with what it had committed; ends with the JVM. */
public final class KillablePostgres implements AutoCloseable {
    private static final Duration UNTIL_ENDED = Duration.ofSeconds(20);

    private final PostgresData data;
    private PostgresServer server;

    private KillablePostgres(PostgresData data, PostgresServer server) {
        this.data = data;
        this.server = server;
    }

    /** Finds in the directory what an earlier one left there. */
    public static KillablePostgres start(Path directory) throws IOException {
        PostgresData data = new PostgresData(Directories.createPrivate(directory));
        PostgresPrograms programs = new PostgresPrograms(
                PostgresPrograms.asNobody(data.home()),
                PostgresBinaries.ofThisMachine().unpackInto(data.home()));
        data.createIfAbsent(programs);
        Postmaster.awaitEnd(data.directory(), UNTIL_ENDED);
        Path log = data.home().resolve("postgres.log");
        return new KillablePostgres(data, PostgresServer.start(programs, data.directory(), freePort(), log));
    }

    public DatabaseAddress address() throws IOException {
        return new DatabaseAddress(
                "127.0.0.1", server.port(), PostgresData.DATABASE, PostgresData.USER, data.password(), "disable");
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

    /** Returns when it takes connections again. */
    public void startAgain() throws IOException {
        server = server.startAgain(UNTIL_ENDED);
    }

    @Override
    public void close() throws IOException, InterruptedException {
        stop();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
