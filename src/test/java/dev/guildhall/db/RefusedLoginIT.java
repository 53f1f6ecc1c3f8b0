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

/** PostgreSQL refuses the login of a running node: its requests are refused until the login succeeds again, and no longer. */
@Tag("OPS-3")
class RefusedLoginIT {
    private static final String DATABASE = "login";
    private static final Duration SERVED_TIMEOUT = Duration.ofSeconds(20);
    /** A node is not ready after 2.5 s without a successful check; the rest is for a busy machine. */
    private static final Duration UNREADY_TIMEOUT = Duration.ofSeconds(6);

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
        postgres.presentCertificate("localhost");
        postgres.allowLoginsBy("host");
        postgres.createDatabase(DATABASE);
    }

    @Test
    void survivesAChangedPassword() throws IOException {
        survives(
                "sslmode=prefer",
                () -> administer("alter role guildhall password 'another'"),
                () -> administer("alter role guildhall password '" + postgres.password() + "'"));
    }

    @Test
    void survivesALockedUser() throws IOException {
        survives(
                "sslmode=prefer",
                () -> administer("alter role guildhall nologin"),
                () -> administer("alter role guildhall login"));
    }

    @Test
    void survivesAChangedPgHba() throws IOException {
        survives("sslmode=disable", () -> postgres.allowLoginsBy("hostssl"), () -> postgres.allowLoginsBy("host"));
    }

    @Test
    void survivesARenamedDatabase() throws IOException {
        survives(
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
    void survivesAnUntrustedCertificate() throws IOException {
        survives(
                "sslmode=verify-full&sslrootcert=" + postgres.certificates().certificate("root"),
                () -> postgres.presentCertificate("elsewhere"),
                () -> postgres.presentCertificate("localhost"));
    }

    @Test
    @Tag("OPS-12")
    void survivesAServerWithoutTls() throws IOException {
        survives("sslmode=require", postgres::disableTls, () -> postgres.presentCertificate("localhost"));
    }

    private static void survives(String parameters, Change refuseLogins, Change allowLogins) throws IOException {
        Map<String, String> environment = Map.of("DATABASE_URL", postgres.url(DATABASE, parameters));
        try (Server server = Server.on(postgres.address("guildhall", DATABASE, "disable"), environment)) {
            try {
                refuseLogins.apply();
                postgres.endSessions(DATABASE);
                // More requests than connections were closed, since a closed connection would explain only the first
                // failures.
                for (int i = 0; i < 10; i++) {
                    server.api().get("/gigs").expectProblem(503, "database_unavailable");
                }
                assertThat(Await.until(
                                UNREADY_TIMEOUT,
                                () -> server.api().get("/health/ready").status() == 503))
                        .isTrue();
                server.api()
                        .with("Authorization", "Bearer " + Server.SERVICE_TOKEN)
                        .post("/internal/users", Map.of("email", "ana@example.org", "full_name", "Ana"))
                        .expectProblem(503, "database_unavailable");
            } finally {
                allowLogins.apply();
            }
            assertThat(Await.until(SERVED_TIMEOUT, () -> isServed(server))).isTrue();
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
        void apply() throws IOException;
    }
}
