package dev.guildhall.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One run of postgres, under a watcher that ends it when this JVM is gone, however it went. */
final class PostgresServer {
    /** A standard input that the JVM keeps open and never writes to: its end is the end of the JVM. */
    private static final String WATCHER = """
            # On descriptor 3, because a shell gives /dev/null to what it runs in the background.
            exec 3<&0 </dev/null
            "$@" 3<&- >&2 &
            postgres=$!
            echo $postgres
            # Having done its work it stays, so that its pid is still its own when it is killed below.
            { read -r _ <&3; kill -INT $postgres; exec sleep 600; } &
            end_of_jvm=$!
            wait $postgres
            status=$?
            kill $end_of_jvm
            exit $status
            """;

    /** Written out although most are defaults: this is data that is kept. No ERROR is logged with its values: they are of users. */
    private static final Map<String, String> SETTINGS = Map.ofEntries(
            Map.entry("listen_addresses", "127.0.0.1"),
            Map.entry("unix_socket_directories", ""),
            Map.entry("max_connections", "100"),
            Map.entry("shared_buffers", "128MB"),
            Map.entry("fsync", "on"),
            Map.entry("synchronous_commit", "on"),
            Map.entry("full_page_writes", "on"),
            Map.entry("timezone", "UTC"),
            Map.entry("log_timezone", "UTC"),
            Map.entry("log_checkpoints", "off"),
            Map.entry("log_error_verbosity", "terse"),
            Map.entry("log_min_error_statement", "panic"));

    /** Long, because after a crash PostgreSQL first replays what it had not yet written. */
    private static final Duration UNTIL_READY = Duration.ofMinutes(2);

    private final PostgresPrograms programs;
    private final Path data;
    private final int port;
    private final Path log;
    private final long logged;
    private final Process process;

    private PostgresServer(PostgresPrograms programs, Path data, int port, Path log) throws IOException {
        this.programs = programs;
        this.data = data;
        this.port = port;
        this.log = log;
        this.logged = Files.exists(log) ? Files.size(log) : 0;
        this.process = programs.process(command(programs, data, port))
                .directory(data.toFile())
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    /** Returns when it accepts connections. */
    static PostgresServer start(PostgresPrograms programs, Path data, int port, Path log) throws IOException {
        var server = new PostgresServer(programs, data, port, log);
        try {
            server.awaitReady();
            return server;
        } catch (IOException | RuntimeException e) {
            server.letGo();
            throw e;
        }
    }

    private static List<String> command(PostgresPrograms programs, Path data, int port) {
        var command = new ArrayList<>(inItsOwnSession());
        command.addAll(List.of("sh", "-c", WATCHER, "guildhall-postgres"));
        command.addAll(List.of(programs.path("postgres"), "-D", data.toString(), "-p", Integer.toString(port)));
        SETTINGS.forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
        return command;
    }

    /** So that Ctrl-C in a terminal does not reach it: requests still drain then. macOS has no setsid, but a perl. */
    private static List<String> inItsOwnSession() {
        return PostgresPrograms.onPath("setsid")
                .map(List::of)
                .or(() -> PostgresPrograms.onPath("perl")
                        .map(perl -> List.of(perl, "-MPOSIX", "-e", "setsid; exec @ARGV")))
                .orElse(List.of());
    }

    private void awaitReady() throws IOException {
        String pid = process.inputReader(StandardCharsets.US_ASCII).readLine();
        boolean decided = Poll.await(UNTIL_READY, () -> !process.isAlive() || isReady(pid));
        if (!decided || !process.isAlive()) {
            throw new IOException("PostgreSQL does not start in " + data + ": " + reason() + " (more in " + log + ")");
        }
    }

    private boolean isReady(@Nullable String pid) throws IOException {
        return pid != null && Postmaster.isReady(data, Long.parseLong(pid));
    }

    private String reason() throws IOException {
        try (var in = Files.newInputStream(log)) {
            in.skipNBytes(logged);
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .reduce("no reason given", (said, now) -> said.contains("FATAL:") ? said : now);
        }
    }

    int port() {
        return port;
    }

    /** The same once more, after this one has ended or lost its watcher. */
    PostgresServer startAgain(Duration untilThisHasEnded) throws IOException {
        letGo();
        Postmaster.awaitEnd(data, untilThisHasEnded);
        return start(programs, data, port, log);
    }

    /** Blocks until it has ended by whatever cause, and returns its exit status. */
    int awaitEnd() throws InterruptedException {
        return process.waitFor();
    }

    /** Has it end fast but cleanly, without waiting for that. Works even after the watcher has died: its child has the pipe too. */
    void letGo() throws IOException {
        process.getOutputStream().close();
    }
}
