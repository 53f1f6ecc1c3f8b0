package dev.guildhall.db;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.postgres.TlsPostgres;
import dev.guildhall.support.Await;
import dev.guildhall.support.Server;
import dev.guildhall.support.Sql;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A running node that is not let in any more: its requests are refused as long as that lasts, and no longer. */
@Tag("OPS-3")
class RefusedLoginIT {
    private static final String DATABASE = "login";
    private static final Duration UNTIL_SERVED = Duration.ofSeconds(20);
    /** Two seconds, the interval of the checks, and a little for a busy machine. */
    private static final Duration UNTIL_UNREADY = Duration.ofSeconds(6);

    @TempDir
    private static Path directory;

    @SuppressWarnings("NullAway.Init")
    private static TlsPostgres postgres;

    @BeforeAll
    static void start() throws Exception {
        postgres = TlsPostgres.start(directory.resolve("postgres"));
    }

    @AfterAll
    static void stop() throws Exception {
        postgres.close();
    }

    @BeforeEach
    void reset() throws IOException {
        postgres.present("localhost");
        postgres.admitBy("host");
        postgres.createDatabase(DATABASE);
    }

    @Test
    void outlivesAnotherPassword() throws IOException {
        outlives(
                "sslmode=prefer",
                () -> administer("alter role guildhall password 'another'"),
                () -> administer("alter role guildhall password '" + postgres.password() + "'"));
    }

    @Test
    void outlivesALockedUser() throws IOException {
        outlives(
                "sslmode=prefer",
                () -> administer("alter role guildhall nologin"),
                () -> administer("alter role guildhall login"));
    }

    @Test
    void outlivesOtherLinesInPgHba() throws IOException {
        outlives("sslmode=disable", () -> postgres.admitBy("hostssl"), () -> postgres.admitBy("host"));
    }

    @Test
    void outlivesARenamedDatabase() throws IOException {
        outlives(
                "sslmode=prefer",
                () -> {
                    administer("alter database login with allow_connections false");
                    postgres.endSessions(DATABASE);
                    administer("alter database login rename to elsewhere");
                },
                () -> {
                    administer("alter database elsewhere rename to login");
                    administer("alter database login with allow_connections true");
                });
    }

    @Test
    @Tag("OPS-12")
    void outlivesACertificateThatIsNotTrusted() throws IOException {
        outlives(
                "sslmode=verify-full&sslrootcert=" + postgres.certificates().certificate("root"),
                () -> postgres.present("elsewhere"),
                () -> postgres.present("localhost"));
    }

    @Test
    @Tag("OPS-12")
    void outlivesAServerThatSpeaksTlsNoMore() throws IOException {
        outlives("sslmode=require", postgres::speakNoTls, () -> postgres.present("localhost"));
    }

    private static void outlives(String parameters, Change shut, Change open) throws IOException {
        Map<String, String> environment = Map.of("DATABASE_URL", postgres.url(DATABASE, parameters));
        try (Server server = Server.on(postgres.address("guildhall", DATABASE, "disable"), environment)) {
            try {
                shut.make();
                postgres.endSessions(DATABASE);
                // More than the connections that have just been ended, which would explain the first ones.
                for (int i = 0; i < 10; i++) {
                    server.api().get("/gigs").expectProblem(503, "database_unavailable");
                }
                assertThat(Await.until(
                                UNTIL_UNREADY,
                                () -> server.api().get("/health/ready").status() == 503))
                        .isTrue();
                server.api()
                        .with("Authorization", "Bearer " + Server.SERVICE_TOKEN)
                        .post("/internal/users", Map.of("email", "ana@example.org", "full_name", "Ana"))
                        .expectProblem(503, "database_unavailable");
            } finally {
                open.make();
            }
            assertThat(Await.until(UNTIL_SERVED, () -> isServed(server))).isTrue();
        }
    }

    private static boolean isServed(Server server) {
        return server.api().get("/gigs").status() == 200
                && server.api().get("/health/ready").status() == 200;
    }

    private static void administer(String statement) throws IOException {
        try (Sql sql = postgres.admin()) {
            sql.update(statement);
        }
    }

    @FunctionalInterface
    private interface Change {
        void make() throws IOException;
    }
}
