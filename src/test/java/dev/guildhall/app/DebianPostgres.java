package dev.guildhall.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.guildhall.db.DatabaseAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Clusters created by Debian's programs. All files except logs and sockets are in a directory of the test. */
final class DebianPostgres implements AutoCloseable {
    private static final Path INSTALLED = Path.of("/usr/lib/postgresql");
    private static final String MAIN =
            "guildhall_main_" + ProcessHandle.current().pid();
    private static final String RESTORED =
            "guildhall_restored_" + ProcessHandle.current().pid();
    private static final String DATABASE = "guildhall";
    private static final String PASSWORD = "a password";

    private final String version;
    private final Path home;

    private DebianPostgres(String version, Path home) {
        this.version = version;
        this.home = home;
    }

    /** Starts a cluster with an empty database. Skips the test if Debian's PostgreSQL is not installed or the user is not root. */
    static DebianPostgres start() throws IOException, InterruptedException {
        assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/pg_createcluster")) && Files.isDirectory(INSTALLED),
                "This test needs Debian's package postgresql.");
        assumeTrue(
                run(List.of("id", "-u"), Map.of()).strip().equals("0"),
                "This test needs root, to be the user postgres.");
        String version;
        try (Stream<Path> versions = Files.list(INSTALLED)) {
            version = versions.map(path -> path.getFileName().toString())
                    .max(Comparator.comparing(Integer::valueOf))
                    .orElseThrow();
        }
        Path home = Path.of(run(List.of("runuser", "-u", "postgres", "--", "mktemp", "-d"), Map.of())
                .strip());
        DebianPostgres postgres = new DebianPostgres(version, home);
        try {
            postgres.bash("""
                    mkdir -p "$PG_CLUSTER_CONF_ROOT" "$PGSYSCONFDIR"
                    echo "data_directory = '%s/data/%%v/%%c'" >"$PGSYSCONFDIR/createcluster.conf"
                    echo "add_include_dir = 'conf.d'" >>"$PGSYSCONFDIR/createcluster.conf"
                    pg_createcluster "$VERSION" "$MAIN" -- --encoding=UTF8 --locale=C.UTF-8
                    pg_ctlcluster "$VERSION" "$MAIN" start
                    psql --cluster "$VERSION/$MAIN" --dbname=postgres --quiet \
                      --command="create role guildhall login password '%s'" \
                      --command="create database guildhall owner guildhall"
                    """.formatted(home, PASSWORD), Map.of());
        } catch (IOException | InterruptedException | RuntimeException | AssertionError e) {
            postgres.close();
            throw e;
        }
        return postgres;
    }

    /** Runs a script as the user postgres with the variables of docs/operations.md, and returns its output. */
    String bash(String script, Map<String, String> variables) throws IOException, InterruptedException {
        List<String> command =
                List.of("runuser", "-u", "postgres", "--", "bash", "-c", "cd /; set -euo pipefail\n" + script);
        Map<String, String> environment = new HashMap<>(variables());
        environment.put("PG_CLUSTER_CONF_ROOT", home.resolve("conf").toString());
        environment.put("PGSYSCONFDIR", home.resolve("common").toString());
        environment.putAll(variables);
        return run(command, environment);
    }

    /** The variables that docs/operations.md tells its readers to set. */
    Map<String, String> variables() {
        return Map.of(
                "VERSION", version,
                "MAIN", MAIN,
                "RESTORED", RESTORED,
                "DATABASE", DATABASE,
                "BACKUPS", home.resolve("backups").toString());
    }

    DatabaseAddress main() throws IOException, InterruptedException {
        return address(MAIN);
    }

    DatabaseAddress restored() throws IOException, InterruptedException {
        return address(RESTORED);
    }

    private DatabaseAddress address(String cluster) throws IOException, InterruptedException {
        String port = bash("pg_conftool --short \"$VERSION\" " + cluster + " show port", Map.of());
        return new DatabaseAddress(
                "127.0.0.1", Integer.parseInt(port.strip()), DATABASE, "guildhall", PASSWORD, "disable");
    }

    @Override
    public void close() throws IOException, InterruptedException {
        for (String cluster : List.of(MAIN, RESTORED)) {
            bash("pg_dropcluster --stop \"$VERSION\" " + cluster + " || true", Map.of());
        }
        bash("rm -r '" + home + "'", Map.of());
    }

    private static String run(List<String> command, Map<String, String> environment)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(command)).redirectErrorStream(true);
        builder.environment().putAll(environment);
        // A file instead of a pipe: servers that the command starts inherit its output and would keep a pipe open.
        Path file = Files.createTempFile("debian-postgres", ".log");
        try {
            int status = builder.redirectInput(Path.of("/dev/null").toFile())
                    .redirectOutput(file.toFile())
                    .start()
                    .waitFor();
            String output = Files.readString(file, UTF_8);
            assertThat(status).as("%s", output).isZero();
            return output;
        } finally {
            Files.delete(file);
        }
    }
}
