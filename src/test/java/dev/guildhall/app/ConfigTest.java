package dev.guildhall.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.guildhall.auth.JwksConfig;
import dev.guildhall.auth.Secret;
import dev.guildhall.db.DatabaseAddress;
import dev.guildhall.demo.Demo;
import dev.guildhall.limit.Limits;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

class ConfigTest {
    private static final String URL = "postgresql://ann:pa55word@db/market";
    private static final String SECRET = "s3cret-0123456789abcdef012345678";

    @TempDir
    private Path workingDirectory;

    @Tag("RUN-15")
    @Test
    void hasDefaultsForADevelopmentMachine() {
        Config config = read(Map.of());

        assertThat(config.database().address()).isNull();
        assertThat(config.database().embeddedDirectory()).isEqualTo(workingDirectory.resolve(".guildhall"));
        assertThat(config.database().schema()).isNull();
        assertThat(config.database().poolSize()).isEqualTo(16);
        assertThat(config.http().host()).isEqualTo("127.0.0.1");
        assertThat(config.http().port()).isEqualTo(8080);
        assertThat(config.http().internalPort()).isNull();
        assertThat(config.http().metricsPort()).isNull();
        assertThat(config.http().publicUrl()).isNull();
        assertThat(config.http().allowedOrigins()).containsExactly("http://localhost:3000");
        assertThat(config.tokens().previousJwtSecret()).isNull();
        assertThat(config.tokens().cookieNames())
                .containsExactly(
                        "__Secure-authjs.session-token",
                        "authjs.session-token",
                        "__Secure-next-auth.session-token",
                        "next-auth.session-token",
                        "token");
        assertThat(config.currency()).isEqualTo(Currency.getInstance("USD"));
        assertThat(config.limits()).isEqualTo(new Limits(20, 60, 20, 10));
        assertThat(config.cluster()).isFalse();
        assertThat(config.adminEmails()).isEmpty();
        assertThat(config.demo()).isFalse();
    }

    @Tag("RUN-15")
    @Test
    void needsASecretWithAnExternalDatabase() {
        Config config = read(Map.of("DATABASE_URL", URL, "JWT_SECRET", SECRET));

        assertThat(config.database().address())
                .isEqualTo(new DatabaseAddress("db", 5432, "market", "ann", "pa55word", "prefer"));
        assertThat(text(config.tokens().jwtSecret())).isEqualTo(SECRET);
        assertThat(config.http().host()).isEqualTo("0.0.0.0");
        assertThat(config.http().allowedOrigins()).isEmpty();
        assertThat(config.serviceToken()).isNull();
        assertThat(config.cluster()).isTrue();
        assertThat(config.developmentSecretsFile()).isNull();
        assertThat(workingDirectory).isEmptyDirectory();
    }

    @Test
    void readsEveryVariable() {
        Config config = read(Map.ofEntries(
                Map.entry("DATABASE_SCHEMA", "market_1"),
                Map.entry("DATABASE_POOL_SIZE", " 20 "),
                Map.entry("HOST", "::1"),
                Map.entry("PORT", "0"),
                Map.entry("INTERNAL_HOST", "10.0.0.1"),
                Map.entry("INTERNAL_PORT", "8081"),
                Map.entry("METRICS_HOST", "10.0.0.2"),
                Map.entry("METRICS_PORT", "9090"),
                Map.entry("PUBLIC_URL", "HTTPS://Market.example:443/api/v1/"),
                Map.entry(
                        "ALLOWED_ORIGINS", "https://Market.example:443, http://localhost:3000,https://market.example,"),
                Map.entry("ALLOWED_HEADERS", "X-Tenant, x-b3-traceid"),
                Map.entry("JWT_SECRET", SECRET),
                Map.entry("JWT_SECRET_PREVIOUS", SECRET + "2"),
                Map.entry("JWT_JWKS_URL", "https://login.example/keys?v=1"),
                Map.entry("JWT_ISSUER", "https://login.example/"),
                Map.entry("JWT_AUDIENCE", "api"),
                Map.entry("MAX_SESSION", "12h"),
                Map.entry("JWT_COOKIES", "session, token"),
                Map.entry("SERVICE_TOKEN", SECRET + "3"),
                Map.entry("ADMIN_EMAILS", "Ann@Example.org, bob@example.org"),
                Map.entry("CURRENCY", "UGX"),
                Map.entry("MESSAGE_RATE", "0"),
                Map.entry("CLUSTER", "On"),
                Map.entry("DEMO", "true")));

        assertThat(config.database().schema()).isEqualTo("market_1");
        assertThat(config.database().poolSize()).isEqualTo(20);
        assertThat(config.http().host()).isEqualTo("::1");
        assertThat(config.http().port()).isZero();
        assertThat(config.http().internalHost()).isEqualTo("10.0.0.1");
        assertThat(config.http().internalPort()).isEqualTo(8081);
        assertThat(config.http().metricsHost()).isEqualTo("10.0.0.2");
        assertThat(config.http().metricsPort()).isEqualTo(9090);
        assertThat(config.http().publicUrl()).isEqualTo("https://market.example/api/v1");
        assertThat(config.http().allowedOrigins())
                .containsExactlyInAnyOrder("https://market.example", "http://localhost:3000");
        assertThat(config.http().allowedHeaders()).containsExactlyInAnyOrder("X-Tenant", "x-b3-traceid");
        assertThat(text(config.tokens().previousJwtSecret())).isEqualTo(SECRET + "2");
        assertThat(config.tokens().jwks())
                .isEqualTo(new JwksConfig(URI.create("https://login.example/keys?v=1"), "https://login.example/"));
        assertThat(config.tokens().audience()).isEqualTo("api");
        assertThat(config.tokens().maxSession()).isEqualTo(Duration.ofHours(12));
        assertThat(config.tokens().cookieNames()).containsExactly("session", "token");
        assertThat(text(config.serviceToken())).isEqualTo(SECRET + "3");
        assertThat(config.adminEmails())
                .containsExactlyInAnyOrder("Ann@Example.org", "bob@example.org", Demo.ADMIN_EMAIL);
        assertThat(config.currency()).isEqualTo(Currency.getInstance("UGX"));
        assertThat(config.limits().messageRate()).isZero();
        assertThat(config.cluster()).isTrue();
        assertThat(config.demo()).isTrue();
        assertThat(config.developmentSecretsFile()).isNull();
        assertThat(workingDirectory).isEmptyDirectory();
    }

    @Tag("AUTH-27")
    @Test
    void limitsASessionToThirtyDaysUnlessToldNotTo() {
        assertThat(read(Map.of()).tokens().maxSession()).isEqualTo(Duration.ofDays(30));
        assertThat(read(Map.of("MAX_SESSION", "0")).tokens().maxSession()).isZero();
    }

    @Test
    void treatsABlankValueAsNotSet() {
        Map<String, String> blank = new HashMap<>();
        for (EnvironmentVariable variable : EnvironmentVariable.values()) {
            blank.put(variable.name(), " \t");
        }

        assertThat(read(blank).toString()).isEqualTo(read(Map.of()).toString());
    }

    @Test
    void keepsWhiteSpaceInSecrets() {
        assertThat(text(read(Map.of("JWT_SECRET", " " + SECRET + "\n")).tokens().jwtSecret()))
                .isEqualTo(" " + SECRET + "\n");
    }

    @Tag("RUN-24")
    @Test
    void readsEverySecretFromAFile() throws IOException {
        Map<String, String> variables = new HashMap<>();
        for (EnvironmentVariable variable : EnvironmentVariable.values()) {
            if (variable.isSecret()) {
                variables.put(
                        variable.fileName(), file(variable.name().endsWith("_URL") ? URL : SECRET + variable.name()));
            }
        }
        Config config = read(variables);

        assertThat(config.database().address())
                .isEqualTo(new DatabaseAddress("db", 5432, "market", "ann", "pa55word", "prefer"));
        assertThat(config.http().host())
                .as("the default host with an external database")
                .isEqualTo("0.0.0.0");
        assertThat(text(config.tokens().jwtSecret())).isEqualTo(SECRET + "JWT_SECRET");
        assertThat(text(config.tokens().previousJwtSecret())).isEqualTo(SECRET + "JWT_SECRET_PREVIOUS");
        assertThat(config.tokens().authSecrets())
                .extracting(ConfigTest::text)
                .containsExactly(
                        SECRET + "AUTH_SECRET",
                        SECRET + "AUTH_SECRET_1",
                        SECRET + "AUTH_SECRET_2",
                        SECRET + "AUTH_SECRET_3");
        assertThat(text(config.serviceToken())).isEqualTo(SECRET + "SERVICE_TOKEN");
    }

    @Tag("RUN-24")
    @ParameterizedTest
    @CsvSource({
        "'\n', '', a line break",
        "'\r\n', '', a line break",
        "'\n\n', '\n', white space",
        "' ', ' ', white space"
    })
    void warnsOfWhiteSpaceAtTheEndOfAFile(String end, String kept, String warned) throws IOException {
        List<String> warnings = new CopyOnWriteArrayList<>();
        AppenderBase<ILoggingEvent> log = new AppenderBase<>() {
            @Override
            protected void append(ILoggingEvent event) {
                warnings.add(event.getFormattedMessage());
            }
        };
        log.start();
        Logger logger = (Logger) LoggerFactory.getLogger(SecretFiles.class);
        logger.addAppender(log);
        try {
            assertThat(text(read(Map.of("AUTH_SECRET_2_FILE", file(SECRET + end)))
                            .tokens()
                            .authSecrets()
                            .get(0)))
                    .isEqualTo(SECRET + kept);
        } finally {
            logger.detachAppender(log);
        }
        assertThat(warnings)
                .filteredOn(warning -> warning.startsWith("The file in AUTH_SECRET_2_FILE ends with"))
                .last()
                .asString()
                .contains(warned)
                .doesNotContain("s3cret");
    }

    @Test
    void countsASecretInBytesAndNotInCharacters() {
        assertThat(read(Map.of("JWT_SECRET", "é".repeat(16)))
                        .tokens()
                        .jwtSecret()
                        .length())
                .isEqualTo(32);
    }

    @Test
    void generatesSecretsOnADevelopmentMachineAndKeepsThem() throws IOException {
        Config first = read(Map.of());
        Config second = read(Map.of());

        assertThat(first.developmentSecretsFile()).isEqualTo(workingDirectory.resolve(".guildhall/dev.env"));
        assertThat(text(second.tokens().jwtSecret()))
                .isEqualTo(text(first.tokens().jwtSecret()));
        assertThat(Files.readString(workingDirectory.resolve(".guildhall/dev.env")))
                .contains("JWT_SECRET=" + text(first.tokens().jwtSecret()))
                .contains("SERVICE_TOKEN=" + text(first.serviceToken()));
    }

    @Test
    void generatesOnlyTheSecretThatIsNotSet() throws IOException {
        Config config = read(Map.of("JWT_SECRET", SECRET));

        assertThat(text(config.tokens().jwtSecret())).isEqualTo(SECRET);
        assertThat(config.serviceToken()).isNotNull();
        assertThat(config.developmentSecretsFile()).isNotNull();
        assertThat(Files.readString(workingDirectory.resolve(".guildhall/dev.env")))
                .doesNotContain("JWT_SECRET");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            PORT, 0
            PORT, 65535
            INTERNAL_PORT, 0
            INTERNAL_PORT, 65535
            INTERNAL_HOST, '::1'
            METRICS_HOST, localhost
            PUBLIC_URL, http://localhost:8080
            PUBLIC_URL, https://market.example/
            PUBLIC_URL, 'https://[::1]:8443/a'
            METRICS_PORT, 0
            METRICS_PORT, 65535
            DATABASE_SCHEMA, aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
            DATABASE_POOL_SIZE, 4
            DATABASE_POOL_SIZE, 20
            MESSAGE_RATE, 0
            MESSAGE_RATE, 100000
            HOST, localhost
            HOST, 192.168.0.7
            HOST, '::'
            HOST, my_host.example
            CLUSTER, on
            CLUSTER, OFF
            CLUSTER, true
            CLUSTER, false
            DEMO, off
            DEMO, on
            CURRENCY, KWD
            ALLOWED_ORIGINS, 'https://a.example,,'
            JWT_COOKIES, __Host-a
            """)
    void acceptsValuesAtTheirBounds(String variable, String value) {
        assertThat(read(Map.of(variable, value))).isNotNull();
    }

    @Test
    void acceptsZeroForAllPorts() {
        assertThat(read(Map.of("PORT", "0", "INTERNAL_PORT", "0", "METRICS_PORT", "0"))
                        .http()
                        .metricsPort())
                .isZero();
    }

    @Test
    void usesHostForAllPortsByDefault() {
        Config config = read(Map.of("HOST", "192.168.0.7"));

        assertThat(config.http().internalHost()).isEqualTo("192.168.0.7");
        assertThat(config.http().metricsHost()).isEqualTo("192.168.0.7");
    }

    private Config read(Map<String, String> variables) {
        return Config.fromEnvironment(variables, workingDirectory);
    }

    private String file(String content) throws IOException {
        return Files.writeString(Files.createTempFile(workingDirectory, "secret", ""), content)
                .toString();
    }

    private static String text(@Nullable Secret secret) {
        return new String(requireNonNull(secret).bytes(), UTF_8);
    }
}
