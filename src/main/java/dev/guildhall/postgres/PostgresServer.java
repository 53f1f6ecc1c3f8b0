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

/** A postgres process, with a watcher script that stops it when this JVM has ended, even by SIGKILL. */
final class PostgresServer {
    /** The JVM keeps the standard input of this script open and never writes to it, so its end of file means that the JVM has ended. */
    private static final String WATCHER = """
            # On descriptor 3, because a shell redirects the standard input of background processes to /dev/null.
            exec 3<&0 </dev/null
            "$@" 3<&- >&2 &
            postgres=$!
            echo $postgres
            # It sleeps afterwards, so that no other process gets its pid before it is killed below.
            { read -r _ <&3; kill -INT $postgres; exec sleep 600; } &
            end_of_jvm=$!
            wait $postgres
            status=$?
            kill $end_of_jvm
            exit $status
            """;

    /** Explicit although most are defaults, because the data is kept. Statements are not logged with errors: they contain data of users. */
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

    /** Long, because after a crash PostgreSQL first replays its write-ahead log. */
    private static final Duration START_TIMEOUT = Duration.ofMinutes(2);

    private final PostgresPrograms programs;
    private final Path data;
    private final int port;
    private final Path log;
    private final long previousLogBytes;
    private final Process process;

    private PostgresServer(PostgresPrograms programs, Path data, int port, Path log) throws IOException {
        this.programs = programs;
        this.data = data;
        this.port = port;
        this.log = log;
        this.previousLogBytes = Files.exists(log) ? Files.size(log) : 0;
        this.process = programs.process(command(programs, data, port))
                .directory(data.toFile())
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    /** Returns when the server accepts connections. */
    static PostgresServer start(PostgresPrograms programs, Path data, int port, Path log) throws IOException {
        var server = new PostgresServer(programs, data, port, log);
        try {
            server.awaitReady();
            return server;
        } catch (IOException | RuntimeException e) {
            server.requestStop();
            throw e;
        }
    }

    private static List<String> command(PostgresPrograms programs, Path data, int port) {
        var command = new ArrayList<>(newSessionPrefix());
        command.addAll(List.of("sh", "-c", WATCHER, "guildhall-postgres"));
        command.addAll(List.of(programs.path("postgres"), "-D", data.toString(), "-p", Integer.toString(port)));
        SETTINGS.forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
        return command;
    }

    /** In its own session, Ctrl-C in a terminal does not stop it while requests still run. macOS has no setsid, but it has perl. */
    private static List<String> newSessionPrefix() {
        return PostgresPrograms.findOnPath("setsid")
                .map(List::of)
                .or(() -> PostgresPrograms.findOnPath("perl")
                        .map(perl -> List.of(perl, "-MPOSIX", "-e", "setsid; exec @ARGV")))
                .orElse(List.of());
    }

    private void awaitReady() throws IOException {
        String pid = process.inputReader(StandardCharsets.US_ASCII).readLine();
        boolean isDecided = Poll.await(START_TIMEOUT, () -> !process.isAlive() || isReady(pid));
        if (!isDecided || !process.isAlive()) {
            throw new IOException("PostgreSQL cannot start in " + data + ": " + reason() + " (more in " + log + ")");
        }
    }

    private boolean isReady(@Nullable String pid) throws IOException {
        return pid != null && Postmaster.isReady(data, Long.parseLong(pid));
    }

    private String reason() throws IOException {
        try (var in = Files.newInputStream(log)) {
            in.skipNBytes(previousLogBytes);
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .reduce("no reason given", (said, now) -> said.contains("FATAL:") ? said : now);
        }
    }

    int port() {
        return port;
    }

    /** Starts it again with the same settings, after it has ended or has lost its watcher. */
    PostgresServer restart(Duration stopTimeout) throws IOException {
        requestStop();
        Postmaster.awaitEnd(data, stopTimeout);
        return start(programs, data, port, log);
    }

    /** Blocks until the process has ended for any reason, and returns its exit status. */
    int awaitEnd() throws InterruptedException {
        return process.waitFor();
    }

    /** Requests a fast shutdown and does not wait for it. Works even after the watcher has died, because its child has the pipe too. */
    void requestStop() throws IOException {
        process.getOutputStream().close();
    }
}
