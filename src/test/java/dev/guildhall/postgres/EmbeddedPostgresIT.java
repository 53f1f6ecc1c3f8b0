package dev.guildhall.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.guildhall.db.DatabaseAddress;
import dev.guildhall.db.DatabaseConfig;
import dev.guildhall.db.Jdbc;
import dev.guildhall.db.PersistenceVerticle;
import dev.guildhall.support.Sql;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddedPostgresIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(90);

    @TempDir
    static Path shared;

    private final Path home = shared.resolve("home");
    private final Path data = home.resolve("data");

    @AfterEach
    void leavesNothingRunning() {
        assertThat(processesOf(data)).isEmpty();
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().contains(home.toString()));
    }

    @Test
    void endsWithTheStartOfANodeThatFails() throws Exception {
        try (var database = EmbeddedPostgres.start(home);
                Sql sql = new Sql(DatabaseAddress.of(database))) {
            sql.update("create table accounts (id int)");
        }
        DatabaseConfig config = new DatabaseConfig(null, null, null, home, DatabaseConfig.MIN_POOL_SIZE, 0);
        Vertx vertx = Vertx.vertx();
        try {
            assertThatThrownBy(() -> vertx.deployVerticle(new PersistenceVerticle(config, new SimpleMeterRegistry()))
                            .await(TIMEOUT.toSeconds(), TimeUnit.SECONDS))
                    .hasMessageContaining("contains tables or functions that are not Guildhall's");
            EmbeddedPostgres.start(home, Duration.ofMillis(100)).close();
        } finally {
            vertx.close().await(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        }
    }

    @Tag("RUN-3")
    @Test
    void keepsItsDataBetweenTwoStarts() throws Exception {
        try (var database = EmbeddedPostgres.start(home)) {
            Jdbc.remember(DatabaseAddress.of(database), "kept");
        }
        try (var database = EmbeddedPostgres.start(home)) {
            assertThat(Jdbc.remembered(DatabaseAddress.of(database))).contains("kept");
        }
    }

    @Tag("RUN-5")
    @Test
    void startsWithItsDataRightAfterTheJvmOfThePreviousOneWasKilled() throws Exception {
        try (var other = EmbeddedPostgresInAnotherJvm.launch(home).awaitUp()) {
            Jdbc.remember(addressOfRunning(), "committed before the kill");
            other.kill();
        }
        try (var database = EmbeddedPostgres.start(home)) {
            assertThat(Jdbc.remembered(DatabaseAddress.of(database))).contains("committed before the kill");
            assertThat(postmasters()).hasSize(1);
        }
    }

    @Tag("RUN-5")
    @Test
    void exitsWhenItsJvmIsKilled() throws Exception {
        try (var other = EmbeddedPostgresInAnotherJvm.launch(home).awaitUp()) {
            List<ProcessHandle> processes = processesOf(data).toList();
            other.kill();
            for (ProcessHandle process : processes) {
                assertThat(process.onExit()).succeedsWithin(TIMEOUT);
            }
        }
    }

    @Test
    void recoversFromAKillInTheMiddleOfTheFirstInitialisation(@TempDir Path fresh) throws Exception {
        try (var other = EmbeddedPostgresInAnotherJvm.launch(fresh)) {
            assertThat(Poll.await(TIMEOUT, () -> isInitialising(fresh))).isTrue();
            other.kill();
        }
        try (var database = EmbeddedPostgres.start(fresh)) {
            Jdbc.remember(DatabaseAddress.of(database), "kept");
        }
        try (var database = EmbeddedPostgres.start(fresh)) {
            assertThat(Jdbc.remembered(DatabaseAddress.of(database))).containsExactly("kept");
            assertThat(Directories.list(fresh, "*.part")).isEmpty();
        }
    }

    @Test
    void startsAlthoughThePidFileNamesAnotherProcess() throws Exception {
        Process stranger = new ProcessBuilder("cat").start();
        try {
            List<String> lines;
            try (var database = EmbeddedPostgres.start(home)) {
                Jdbc.remember(DatabaseAddress.of(database), "kept");
                lines = Files.readAllLines(data.resolve("postmaster.pid"));
            }
            lines.set(0, Long.toString(stranger.pid()));
            Files.write(data.resolve("postmaster.pid"), lines);

            try (var database = EmbeddedPostgres.start(home)) {
                assertThat(Jdbc.remembered(DatabaseAddress.of(database))).contains("kept");
            }
            assertThat(stranger.isAlive()).isTrue();
        } finally {
            stranger.destroyForcibly().waitFor();
        }
    }

    @Tag("RUN-4")
    @ParameterizedTest
    @ValueSource(strings = {EmbeddedPostgres.USER, "postgres"})
    void refusesAWrongPassword(String user) throws Exception {
        try (var database = EmbeddedPostgres.start(home)) {
            var right = Jdbc.as(user, DatabaseAddress.of(database));
            var wrong = new DatabaseAddress(
                    right.host(), right.port(), right.database(), user, right.password() + "x", right.sslMode());
            assertThat(Jdbc.isUp(right)).isTrue();
            assertThatThrownBy(() -> Jdbc.connect(wrong))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("28P01"));
        }
        assertThat(Files.readAllLines(data.resolve("pg_hba.conf")))
                .filteredOn(line -> line.matches("(local|host).*"))
                .allMatch(line -> line.endsWith("scram-sha-256"));
    }

    @Test
    void restartsOnTheSamePortAfterThePostmasterWasKilled() throws Exception {
        try (var database = EmbeddedPostgres.start(home)) {
            Jdbc.remember(DatabaseAddress.of(database), "committed before the kill");
            assertThat(postmaster().destroyForcibly()).isTrue();

            assertThat(Poll.await(TIMEOUT, () -> Jdbc.isUp(DatabaseAddress.of(database))))
                    .isTrue();
            assertThat(Jdbc.remembered(DatabaseAddress.of(database))).contains("committed before the kill");
        }
    }

    @Test
    void restartsOnTheSamePortAfterItsWatcherWasKilled() throws Exception {
        try (var database = EmbeddedPostgres.start(home)) {
            ProcessHandle before = postmaster();
            assertThat(before.parent().orElseThrow().destroyForcibly()).isTrue();
            assertThat(before.onExit()).succeedsWithin(TIMEOUT);

            assertThat(Poll.await(TIMEOUT, () -> Jdbc.isUp(DatabaseAddress.of(database))))
                    .isTrue();
        }
    }

    @Test
    void reportsTheOtherProcessThatUsesTheDirectory() throws Exception {
        try (var other = EmbeddedPostgresInAnotherJvm.launch(home).awaitUp()) {
            List<ProcessHandle> processes = processesOf(data).toList();
            assertThatThrownBy(() -> EmbeddedPostgres.start(home, Duration.ofMillis(100)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("process " + other.pid())
                    .hasMessageContaining(home.toString());
            assertThat(Jdbc.isUp(addressOfRunning())).isTrue();
            other.kill();
            for (ProcessHandle process : processes) {
                assertThat(process.onExit()).succeedsWithin(TIMEOUT);
            }
        }
        try (var database = EmbeddedPostgres.start(home)) {
            assertThatThrownBy(() -> EmbeddedPostgres.start(home, Duration.ofMillis(100)))
                    .hasMessageContaining("process " + ProcessHandle.current().pid());
            assertThat(Jdbc.isUp(DatabaseAddress.of(database))).isTrue();
        }
    }

    @Test
    void refusesTheDataOfAnotherMajorVersion() throws Exception {
        EmbeddedPostgres.start(home).close();
        Path version = data.resolve("PG_VERSION");
        String real = Files.readString(version);
        Files.writeString(version, "9\n");
        try {
            assertThatThrownBy(() -> EmbeddedPostgres.start(home))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(data + " contains data of PostgreSQL 9");
        } finally {
            Files.writeString(version, real);
        }
    }

    @Test
    void deletesAnotherUnpackedVersion() throws Exception {
        EmbeddedPostgres.start(home).close();
        Path old = home.resolve(
                "postgres-9.6.0-" + PostgresBinaries.ofThisMachine().platform());
        Files.createDirectories(old.resolve("bin"));

        EmbeddedPostgres.start(home).close();
        assertThat(Directories.list(home, "postgres-*-*")).hasSize(1).doesNotContain(old);
    }

    @Test
    void canBeClosedTwice() throws Exception {
        var database = EmbeddedPostgres.start(home);
        database.close();
        database.close();
        assertThat(Jdbc.isUp(DatabaseAddress.of(database))).isFalse();
        assertThat(data.resolve("postmaster.pid")).doesNotExist();
    }

    @Test
    void restrictsItsFilesAndPortToItsUser() throws Exception {
        try (var database = EmbeddedPostgres.start(home)) {
            assertThat(permissions(home)).isEqualTo("rwx------");
            assertThat(permissions(data)).isEqualTo("rwx------");
            assertThat(permissions(home.resolve("postgres.password"))).isEqualTo("rw-------");
            assertThat(DatabaseAddress.of(database).host()).isEqualTo("127.0.0.1");
        }
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (var database = EmbeddedPostgres.start(home)) {
            assertThat(permissions(data)).isEqualTo("rwx------");
            assertThat(Jdbc.isUp(DatabaseAddress.of(database))).isTrue();
        }
    }

    @Tag("RUN-4")
    @Test
    void hasDurableSettingsAndListensOnlyLocally() throws Exception {
        var expected = Map.of(
                "fsync", "on",
                "synchronous_commit", "on",
                "full_page_writes", "on",
                "listen_addresses", "127.0.0.1",
                "unix_socket_directories", "",
                "max_connections", "100",
                "shared_buffers", "128MB",
                "log_timezone", "UTC");
        try (var database = EmbeddedPostgres.start(home)) {
            for (var setting : expected.entrySet()) {
                assertThat(Jdbc.query(Jdbc.as("postgres", DatabaseAddress.of(database)), "SHOW " + setting.getKey()))
                        .as(setting.getKey())
                        .containsExactly(setting.getValue());
            }
        }
    }

    @Test
    void ownsItsDatabaseWithoutBeingSuperuser() throws Exception {
        try (var database = EmbeddedPostgres.start(home)) {
            assertThat(Jdbc.query(DatabaseAddress.of(database), "SHOW is_superuser"))
                    .containsExactly("off");
            assertThat(Jdbc.query(
                            DatabaseAddress.of(database),
                            "SELECT pg_get_userbyid(datdba)::text FROM pg_database WHERE datname = current_database()"))
                    .containsExactly(DatabaseAddress.of(database).user());
        }
    }

    @Test
    void hasTheSameLocaleOnEveryMachine() throws Exception {
        try (var database = EmbeddedPostgres.start(home)) {
            assertThat(
                            Jdbc.query(
                                    DatabaseAddress.of(database),
                                    "SELECT datlocprovider::text || ' ' || datlocale FROM pg_database WHERE datname = current_database()"))
                    .containsExactly("b C.UTF-8");
            assertThat(Jdbc.query(DatabaseAddress.of(database), "SELECT to_tsvector('simple', 'ÜBUNG')::text"))
                    .containsExactly("'übung':1");
        }
    }

    private static boolean isInitialising(Path home) throws IOException {
        return Files.isDirectory(home) && !Directories.list(home, "data-*.part").isEmpty();
    }

    private static Stream<ProcessHandle> processesOf(Path data) {
        return ProcessHandle.allProcesses()
                .filter(process -> Arrays.asList(process.info().arguments().orElse(new String[0]))
                        .contains(data.toString()));
    }

    private static boolean isPostgres(ProcessHandle process) {
        return process.info().command().orElse("").endsWith("/postgres");
    }

    private ProcessHandle postmaster() {
        return postmasters().findFirst().orElseThrow();
    }

    /** A process that a postmaster has just started has its arguments still, until it sets its own title. */
    private Stream<ProcessHandle> postmasters() {
        return processesOf(data)
                .filter(EmbeddedPostgresIT::isPostgres)
                .filter(process ->
                        process.parent().filter(EmbeddedPostgresIT::isPostgres).isEmpty());
    }

    /** The address of the database that another JVM has started. */
    private DatabaseAddress addressOfRunning() throws IOException {
        int port = Integer.parseInt(
                Files.readAllLines(data.resolve("postmaster.pid")).get(3));
        String password = new PostgresData(home).password();
        return new DatabaseAddress(
                "127.0.0.1", port, PostgresData.DATABASE, EmbeddedPostgres.USER, password, "disable");
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
