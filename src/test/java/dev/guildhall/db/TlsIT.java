package dev.guildhall.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.guildhall.postgres.TlsPostgres;
import dev.guildhall.support.Await;
import dev.guildhall.support.NodeProcess;
import dev.guildhall.support.Server;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A node with a PostgreSQL in each sslmode. The server's view pg_stat_ssl shows whether all sessions are encrypted. */
@Tag("OPS-12")
class TlsIT {
    private static final String DATABASE = "tls";
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

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

    @ParameterizedTest
    @ValueSource(strings = {"", "sslmode=prefer", "sslmode=require", "sslmode=verify-ca", "sslmode=verify-full"})
    void encryptsEverySessionIfTheServerSupportsTls(String mode) throws IOException {
        assertEncrypted(mode.startsWith("sslmode=verify") ? mode + trusting("root") : mode, true);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sslmode=prefer", "sslmode=require", "sslmode=verify-full"})
    void connectsToAServerThatRequiresTls(String mode) throws IOException {
        postgres.allowLoginsBy("hostssl");
        assertEncrypted(mode.startsWith("sslmode=verify") ? mode + trusting("root") : mode, true);
    }

    @Test
    void doesNotEncryptWithSslmodeDisable() throws IOException {
        assertEncrypted("sslmode=disable", false);
    }

    @Test
    void preferUsesPlaintextIfTheServerHasNoTls() throws IOException {
        postgres.disableTls();
        assertEncrypted("sslmode=prefer", false);
    }

    /** The server keeps a process for such a connection until its authentication_timeout. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void leavesNoConnectionOpenOnWhichTlsWasRefused() throws IOException {
        postgres.disableTls();
        try (Server server = start("sslmode=prefer")) {
            assertThat(server.api().get("/gigs").status()).isEqualTo(200);
            assertThat(Await.until(TIMEOUT, () -> postgres.connections() == postgres.loggedIn()))
                    .as("%s connections, %s logged in", postgres.connections(), postgres.loggedIn())
                    .isTrue();
        }
    }

    @Test
    void preferUsesPlaintextIfTheServerRefusesTls() throws IOException {
        postgres.allowLoginsBy("hostnossl");
        assertEncrypted("sslmode=prefer", false);
    }

    @Test
    void reportsThatTheServerRequiresTls() throws IOException {
        postgres.allowLoginsBy("hostssl");
        assertRefused("sslmode=disable").hasMessageContainingAll("no pg_hba.conf entry", "no encryption", "hostssl");
    }

    @ParameterizedTest
    @ValueSource(strings = {"require", "verify-ca", "verify-full"})
    void refusesAServerThatHasNoTls(String mode) throws IOException {
        postgres.disableTls();
        assertRefused("sslmode=" + mode + trusting("root")).hasMessageContaining("does not support SSL");
    }

    @ParameterizedTest
    @ValueSource(strings = {"require", "verify-ca", "verify-full"})
    void refusesACertificateOfAnotherRoot(String mode) throws IOException {
        assertRefused("sslmode=" + mode + trusting("other-root"))
                .hasMessageContainingAll("is not trusted", "Set sslrootcert to the root certificate");
    }

    @Test
    void refusesACertificateForAnotherName() throws IOException {
        postgres.presentCertificate("elsewhere");
        assertRefused("sslmode=verify-full" + trusting("root"))
                .hasMessageContaining("the certificate of the server is not for the name localhost");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sslmode=require", "sslmode=verify-ca"})
    void ignoresTheNameUnlessTheModeIsVerifyFull(String mode) throws IOException {
        postgres.presentCertificate("elsewhere");
        assertEncrypted(mode.equals("sslmode=require") ? mode : mode + trusting("root"), true);
    }

    @ParameterizedTest
    @CsvSource({"verify-ca, expired, root", "verify-full, expired, root", "verify-ca, expired-itself, expired-itself"})
    void refusesAnExpiredCertificate(String mode, String presented, String trusted) throws IOException {
        postgres.presentCertificate(presented);
        assertRefused("sslmode=" + mode + trusting(trusted))
                .hasMessageContainingAll("has expired", "Renew it on the server");
    }

    @Test
    void systemDoesNotTrustAnUnknownRoot() throws IOException {
        assertRefused("sslrootcert=system").hasMessageContainingAll("sslmode=verify-full", "is not trusted");
    }

    @Test
    void systemTrustsTheTrustStoreOfTheJvm() throws IOException {
        String trust = "-Djavax.net.ssl.trustStore=" + postgres.certificates().store()
                + " -Djavax.net.ssl.trustStorePassword='" + Certificates.password() + "'";
        Map<String, String> environment =
                Map.of("JAVA_TOOL_OPTIONS", trust, "DATABASE_URL", postgres.url(DATABASE, "sslrootcert=system"));
        try (NodeProcess node = NodeProcess.on(postgres.address("guildhall", DATABASE, "disable"), 0, environment)) {
            node.awaitListening();
            assertThat(postgres.sessions(DATABASE))
                    .hasSizeGreaterThanOrEqualTo(4)
                    .allMatch(s -> s.endsWith("true"));
        }
    }

    @Test
    void usesTheConfiguredApplicationName() throws IOException {
        try (Server server = start("application_name=market%20one&connect_timeout=10&channel_binding=prefer")) {
            assertThat(server.api().get("/health/ready").status()).isEqualTo(200);
            assertThat(postgres.sessions(DATABASE)).contains("market one true", "market one bridge true");
        }
    }

    private static void assertEncrypted(String parameters, boolean encrypted) throws IOException {
        try (Server server = start(parameters)) {
            assertThat(server.api().get("/gigs").status()).isEqualTo(200);
            assertThat(server.api().get("/health/ready").status()).isEqualTo(200);
            assertThat(postgres.sessions(DATABASE))
                    .as("sessions of the three pools and of the bridge")
                    .hasSizeGreaterThanOrEqualTo(4)
                    .contains("guildhall bridge " + encrypted)
                    .allMatch(session -> session.endsWith(" " + encrypted));
        }
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> assertRefused(String parameters) {
        return assertThatThrownBy(() -> start(parameters).close())
                .isInstanceOf(DatabaseUnavailable.class)
                .hasMessageMatching("The database at postgresql://guildhall:\\*\\*\\*@.* cannot be used: .*\\.");
    }

    private static Server start(String parameters) throws IOException {
        return Server.on(
                postgres.address("guildhall", DATABASE, "disable"),
                Map.of("DATABASE_URL", postgres.url(DATABASE, parameters)));
    }

    private static String trusting(String root) {
        return "&sslrootcert=" + postgres.certificates().certificate(root);
    }
}
