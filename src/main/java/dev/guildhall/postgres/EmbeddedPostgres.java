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
 * A PostgreSQL server whose data is kept in a directory of Guildhall. It is stopped when this JVM ends, even by SIGKILL, and restarted on
 * the same port if it ends earlier. {@link #start} and {@link #close} block: call them on a worker thread.
 */
public final class EmbeddedPostgres implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);
    public static final String HOST = "127.0.0.1";
    public static final String DATABASE = PostgresData.DATABASE;
    public static final String USER = PostgresData.USER;
    private static final Duration PREDECESSOR_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration MIN_PAUSE = Duration.ofMillis(100);
    private static final Duration MAX_PAUSE = Duration.ofSeconds(10);
    private static final int MAX_ATTEMPTS = 5;

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

    /** Whether this build contains a PostgreSQL for this machine. */
    public static boolean isIncluded() {
        return PostgresBinaries.areIncluded();
    }

    /**
     * Starts PostgreSQL in the directory, which is created if it is missing. Takes less than a second, except for the first time.
     *
     * @throws IllegalStateException with a message for the operator, if PostgreSQL cannot run on this machine, as this user or in this
     *     directory
     * @throws IOException with a message for the operator, if PostgreSQL or the disk fails
     */
    public static EmbeddedPostgres start(Path directory) throws IOException {
        return start(directory, PREDECESSOR_TIMEOUT);
    }

    static EmbeddedPostgres start(Path directory, Duration predecessorTimeout) throws IOException {
        var binaries = PostgresBinaries.ofThisMachine();
        Path home = Directories.createPrivate(directory);
        var commandPrefix = PostgresPrograms.commandPrefix(home);
        var lock = DirectoryLock.acquire(home, predecessorTimeout);
        try {
            var data = new PostgresData(home);
            if (!binaries.areUnpackedIn(home) || !data.exists()) {
                LOG.info("Preparing PostgreSQL {} in {} …", binaries.release(), directory);
            }
            var programs = new PostgresPrograms(commandPrefix, binaries.unpackInto(home));
            data.createIfAbsent(programs);
            data.check(binaries, commandPrefix);
            Postmaster.awaitEnd(data.directory(), predecessorTimeout);
            binaries.removeOtherVersions(home);
            String password = data.password();
            return new EmbeddedPostgres(home, lock, startOnFreePort(programs, data), password);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /** Retries, because the port may be taken in the meantime, and processes of a killed postgres need some time to end. */
    private static PostgresServer startOnFreePort(PostgresPrograms programs, PostgresData data) throws IOException {
        Path logFile = data.home().resolve("postgres.log");
        if (Files.exists(logFile)) {
            Files.move(logFile, data.home().resolve("postgres.log.1"), StandardCopyOption.REPLACE_EXISTING);
        }
        Duration pause = MIN_PAUSE;
        for (int attempt = 1; ; attempt++) {
            try {
                return PostgresServer.start(programs, data.directory(), freePort(), logFile);
            } catch (IOException e) {
                if (attempt == MAX_ATTEMPTS) {
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
                long startedAt = System.nanoTime();
                int status = server.awaitEnd();
                if (System.nanoTime() - startedAt > MAX_PAUSE.toNanos()) {
                    pause = MIN_PAUSE;
                }
                if (closing.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
                LOG.warn("PostgreSQL has ended with exit status {}, restarting it on port {}", status, port);
                pause = pause.multipliedBy(2).compareTo(MAX_PAUSE) < 0 ? pause.multipliedBy(2) : MAX_PAUSE;
                restart();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void restart() {
        try {
            server = server.restart(PREDECESSOR_TIMEOUT);
            if (closing.getCount() == 0) {
                server.requestStop();
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn("Cannot restart PostgreSQL: {}", e.getMessage());
        }
    }

    /** Stops PostgreSQL (fast shutdown: open transactions are rolled back) and waits until it has ended, at most 30 s. */
    @Override
    public void close() throws IOException {
        closing.countDown();
        server.requestStop();
        try {
            supervisor.join(STOP_TIMEOUT.toMillis());
            if (supervisor.isAlive()) {
                LOG.warn("PostgreSQL has not stopped within {} s; it continues to shut down", STOP_TIMEOUT.toSeconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.close();
        }
    }
}
