package dev.guildhall.postgres;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real PostgreSQL in a directory of ours, whose data is kept. It ends with this JVM, even with one killed outright, and comes back on
 * its port if it ends before. Starting and closing it block: call them on a worker thread.
 */
public final class EmbeddedPostgres implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);
    public static final String HOST = "127.0.0.1";
    public static final String DATABASE = PostgresData.DATABASE;
    public static final String USER = PostgresData.USER;
    private static final Duration UNTIL_PREDECESSORS_ARE_GONE = Duration.ofSeconds(10);
    private static final Duration UNTIL_STOPPED = Duration.ofSeconds(30);
    private static final Duration MIN_PAUSE = Duration.ofMillis(100);
    private static final Duration MAX_PAUSE = Duration.ofSeconds(10);
    private static final int ATTEMPTS = 5;

    private final DirectoryLock lock;
    private final int port;
    private final String password;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread supervisor;
    private volatile PostgresServer server;

    private EmbeddedPostgres(Path home, DirectoryLock lock, PostgresServer server, String password) {
        this.lock = lock;
        this.server = server;
        this.port = server.port();
        this.password = password;
        this.supervisor = new Thread(this::supervise, "guildhall-postgres in " + home);
        supervisor.setDaemon(true);
        supervisor.start();
    }

    /** Whether this build carries a PostgreSQL for this machine. */
    public static boolean isIncluded() {
        return PostgresBinaries.areIncluded();
    }

    /**
     * Brings it up in that directory, which is created if need be: in well under a second, but for the first time.
     *
     * @throws IllegalStateException in words for a person, if this machine, this user or this directory cannot have one
     * @throws IOException in words for a person too, if PostgreSQL or the disk fails
     */
    public static EmbeddedPostgres start(Path directory) throws IOException {
        return start(directory, UNTIL_PREDECESSORS_ARE_GONE);
    }

    static EmbeddedPostgres start(Path directory, Duration untilPredecessorsAreGone) throws IOException {
        var binaries = PostgresBinaries.ofThisMachine();
        Path home = Directories.createPrivate(directory);
        var asNobody = PostgresPrograms.asNobody(home);
        var lock = DirectoryLock.acquire(home, untilPredecessorsAreGone);
        try {
            var data = new PostgresData(home);
            if (!binaries.areUnpackedIn(home) || !data.exists()) {
                LOG.info("Preparing PostgreSQL {} in {} …", binaries.release(), directory);
            }
            var programs = new PostgresPrograms(asNobody, binaries.unpackInto(home));
            data.createIfAbsent(programs);
            data.check(binaries, asNobody);
            Postmaster.awaitEnd(data.directory(), untilPredecessorsAreGone);
            binaries.removeOthersFrom(home);
            String password = data.password();
            return new EmbeddedPostgres(home, lock, startSomewhere(programs, data), password);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /** More than one attempt, since the port may be taken meanwhile, and orphans of a killed postgres take a moment to end. */
    private static PostgresServer startSomewhere(PostgresPrograms programs, PostgresData data) throws IOException {
        Path logFile = data.home().resolve("postgres.log");
        if (Files.exists(logFile)) {
            Files.move(logFile, data.home().resolve("postgres.log.1"), StandardCopyOption.REPLACE_EXISTING);
        }
        Duration pause = MIN_PAUSE;
        for (int attempt = 1; ; attempt++) {
            try {
                return PostgresServer.start(programs, data.directory(), freePort(), logFile);
            } catch (IOException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
            Poll.pause(pause);
            pause = pause.multipliedBy(2);
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
            return socket.getLocalPort();
        }
    }

    public int port() {
        return port;
    }

    public String password() {
        return password;
    }

    private void supervise() {
        Duration pause = MIN_PAUSE;
        try {
            while (true) {
                long since = System.nanoTime();
                int status = server.awaitEnd();
                if (System.nanoTime() - since > MAX_PAUSE.toNanos()) {
                    pause = MIN_PAUSE;
                }
                if (closing.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
                LOG.warn("PostgreSQL is down (exit status {}): starting it again on port {}", status, port);
                pause = pause.multipliedBy(2).compareTo(MAX_PAUSE) < 0 ? pause.multipliedBy(2) : MAX_PAUSE;
                startAgain();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void startAgain() {
        try {
            server = server.startAgain(UNTIL_PREDECESSORS_ARE_GONE);
            if (closing.getCount() == 0) {
                server.letGo();
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn("PostgreSQL is still down: {}", e.getMessage());
        }
    }

    /** Ends it fast but cleanly, and waits for that; what a client has not committed by then is rolled back. */
    @Override
    public void close() throws IOException {
        closing.countDown();
        server.letGo();
        try {
            supervisor.join(UNTIL_STOPPED.toMillis());
            if (supervisor.isAlive()) {
                LOG.warn("PostgreSQL takes more than {} s to end; it will, without us", UNTIL_STOPPED.toSeconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.close();
        }
    }
}
