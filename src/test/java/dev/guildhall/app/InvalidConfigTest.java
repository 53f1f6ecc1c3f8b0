package dev.guildhall.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InvalidConfigTest {
    private static final String SECRET = "s3cret-0123456789abcdef012345678";

    @TempDir
    private Path workingDirectory;

    @Tag("RUN-11")
    @Test
    void reportsEveryMistakeAtOnce() {
        List<String> mistakes = mistakes(Map.ofEntries(
                Map.entry("DATABASE_URL", "postgresql://ann:pa55word@:0/market?pool=3"),
                Map.entry("DATABASE_SCHEMA", "pg_market"),
                Map.entry("DATABASE_POOL_SIZE", "3"),
                Map.entry("HOST", "http://0.0.0.0"),
                Map.entry("PORT", "65536"),
                Map.entry("INTERNAL_HOST", "[::1]"),
                Map.entry("INTERNAL_PORT", "-1"),
                Map.entry("METRICS_HOST", "a b"),
                Map.entry("METRICS_PORT", "many"),
                Map.entry("PUBLIC_URL", "market.example"),
                Map.entry("ALLOWED_ORIGINS", "*, https://market.example/"),
                Map.entry("ALLOWED_HEADERS", "X-Tenant, *"),
                Map.entry("JWT_SECRET_PREVIOUS", "pa55word"),
                Map.entry("JWT_COOKIES", "a b"),
                Map.entry("SERVICE_TOKEN", "pa55 word"),
                Map.entry("ADMIN_EMAILS", "ann"),
                Map.entry("CURRENCY", "usd"),
                Map.entry("MESSAGE_RATE", "-1"),
                Map.entry("CLUSTER", "yes"),
                Map.entry("SAFETY_NET_INTERVAL", "2"),
                Map.entry("PAY_WITHIN", "0s"),
                Map.entry("APPROVE_WITHIN", "366d"),
                Map.entry("LOG_FORMAT", "xml"),
                Map.entry("DEMO", "1")));

        assertThat(mistakes)
                .containsExactly(
                        "DATABASE_URL has no host; expected postgresql://user:password@host:port/database",
                        "DATABASE_URL has a port that is not a number from 1 to 65535; expected"
                                + " postgresql://user:password@host:port/database",
                        "DATABASE_URL has the unknown parameter \"pool\" (known: sslmode, sslrootcert,"
                                + " channel_binding, application_name, connect_timeout); expected"
                                + " postgresql://user:password@host:port/database",
                        "DATABASE_SCHEMA: \"pg_market\" cannot be the name of the schema; expected a name of at most 48"
                                + " lower-case letters, digits and underscores that begins with a letter and not with"
                                + " pg_",
                        "DATABASE_POOL_SIZE: \"3\" is out of bounds; expected a whole number from 4 to 20",
                        "HOST: \"http://0.0.0.0\" is not a valid host; expected a host name or an IP address without brackets",
                        "PORT: \"65536\" is out of bounds; expected a whole number from 0 to 65535",
                        "INTERNAL_HOST: \"[::1]\" is not a valid host; expected a host name or an IP address without brackets",
                        "INTERNAL_PORT: \"-1\" is out of bounds; expected a whole number from 0 to 65535",
                        "METRICS_HOST: \"a b\" is not a valid host; expected a host name or an IP address without brackets",
                        "METRICS_PORT: \"many\" is not a whole number; expected a whole number from 0 to 65535",
                        "PUBLIC_URL: \"market.example\" is not an http or https URL, or has more than a plain path after"
                                + " the host; expected " + PublicUrl.EXPECTED,
                        "ALLOWED_ORIGINS: \"*\" is a wildcard; expected " + Origins.EXPECTED,
                        "ALLOWED_ORIGINS: \"https://market.example/\" has a path after the host; expected "
                                + Origins.EXPECTED,
                        "ALLOWED_HEADERS: \"*\" is not the name of a header; expected names of request headers,"
                                + " separated by commas",
                        "JWT_SECRET is not set; expected at least 32 bytes," + " made with: openssl rand -base64 48",
                        "JWT_SECRET_PREVIOUS is 8 bytes long; expected at least 32 bytes,"
                                + " made with: openssl rand -base64 48",
                        "JWT_COOKIES: \"a b\" contains a character that is not allowed in the name of a cookie; expected names of"
                                + " cookies, separated by commas",
                        "CURRENCY: \"usd\" is not a currency; expected an ISO 4217 code such as USD",
                        "MESSAGE_RATE: \"-1\" is out of bounds; expected a whole number from 0 to 100000",
                        "SERVICE_TOKEN is 9 bytes long; expected at least 32 bytes,"
                                + " made with: openssl rand -base64 48",
                        "SERVICE_TOKEN contains a character that is not allowed in an Authorization header; expected visible"
                                + " ASCII characters without spaces",
                        "CLUSTER: \"yes\" is neither on nor off; expected on or off (or true, false)",
                        "SAFETY_NET_INTERVAL: \"2\" is not a duration; expected a duration such as 30s, 15m, 12h or 7d",
                        "PAY_WITHIN: \"0s\" is out of bounds; expected a duration such as 30s, 15m, 12h or 7d",
                        "APPROVE_WITHIN: \"366d\" is out of bounds; expected a duration such as 30s, 15m, 12h or 7d",
                        "ADMIN_EMAILS: \"ann\" is not an email address; expected email addresses, separated by commas",
                        "DEMO: \"1\" is neither on nor off; expected on or off (or true, false)",
                        "LOG_FORMAT is neither text nor json; expected text or json");
        assertThat(workingDirectory).isEmptyDirectory();
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            PORT, -1
            PORT, 65536
            PORT, +80
            PORT, -99999999999999999999
            PORT, -
            PORT, 0x50
            PORT, 80.0
            PORT, ٨٠
            PORT, 99999999999999999999
            METRICS_PORT, 65536
            METRICS_PORT, 8080
            INTERNAL_PORT, 65536
            INTERNAL_PORT, 8080
            INTERNAL_HOST, 'a b'
            METRICS_HOST, 0.0.0.0:9090
            PUBLIC_URL, ftp://market.example
            PUBLIC_URL, https://market.example?a=b
            PUBLIC_URL, https://market.example/#a
            PUBLIC_URL, https://market.example//a
            PUBLIC_URL, https://market.example/a b
            PUBLIC_URL, https://*
            PUBLIC_URL, https://
            PUBLIC_URL, https://ann:pa55word@market.example
            DATABASE_SCHEMA, Market
            DATABASE_SCHEMA, 1market
            DATABASE_SCHEMA, 'market, public'
            DATABASE_SCHEMA, information_schema
            DATABASE_SCHEMA, aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
            DATABASE_POOL_SIZE, 3
            DATABASE_POOL_SIZE, 21
            MESSAGE_RATE, 100001
            MESSAGE_RATE, 1.5
            HOST, 0.0.0.0:8080
            HOST, '[::1]'
            HOST, a b
            CURRENCY, XYZ
            CURRENCY, XXX
            CURRENCY, US
            CURRENCY, €
            DEMO, yes
            ALLOWED_ORIGINS, ','
            JWT_COOKIES, ', ,'
            JWT_COOKIES, 'a;b'
            JWT_COOKIES, a=b
            MAX_SESSION, 30
            MAX_SESSION, 0s
            MAX_SESSION, 366d
            ADMIN_EMAILS, @example.org
            ADMIN_EMAILS, ann@a_b.example
            ADMIN_EMAILS, ann@
            ADMIN_EMAILS, a@b@c
            ADMIN_EMAILS, a b@example.org
            """)
    void refusesValuesBeyondTheirBounds(String variable, String value) {
        assertThat(mistakes(Map.of(variable, value)))
                .singleElement()
                .asString()
                .startsWith(variable)
                .contains("; expected ");
    }

    @Test
    void requiresDifferentPorts() {
        assertThat(mistakes(Map.of("INTERNAL_PORT", "9000", "METRICS_PORT", "9000")))
                .containsExactly("METRICS_PORT is the same as INTERNAL_PORT; expected a port of its own");
    }

    @Tag("RUN-12")
    @ParameterizedTest
    @ValueSource(strings = {"JWT_SECRET", "JWT_SECRET_PREVIOUS", "AUTH_SECRET", "AUTH_SECRET_3", "SERVICE_TOKEN"})
    void requiresSecretsOf32Bytes(String variable) {
        assertThat(Config.fromEnvironment(Map.of(variable, SECRET), workingDirectory))
                .isNotNull();
        assertThat(mistakes(Map.of(variable, SECRET.substring(1))))
                .singleElement()
                .asString()
                .startsWith(variable + " is 31 bytes long; expected at least 32 bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "\n", "é", "\u007f"})
    void refusesAServiceTokenThatAHeaderCannotContain(String character) {
        assertThat(mistakes(Map.of("SERVICE_TOKEN", SECRET + character)))
                .singleElement()
                .asString()
                .contains("Authorization");
    }

    @Test
    void reportsADamagedFileOfSecretsAndTheOtherMistakes() throws IOException {
        Path file = workingDirectory.resolve(".guildhall/dev.env");
        Files.createDirectories(workingDirectory.resolve(".guildhall"));
        Files.writeString(file, "JWT_SECRET=short");

        assertThat(mistakes(Map.of("PORT", "x")))
                .satisfiesExactly(
                        damaged -> assertThat(damaged)
                                .startsWith("JWT_SECRET and SERVICE_TOKEN cannot be taken from " + file
                                        + ": line 1 is damaged; expected"),
                        port -> assertThat(port).startsWith("PORT: "));
    }

    @Test
    void reportsADirectoryThatCannotBeCreated() throws IOException {
        Files.createFile(workingDirectory.resolve(".guildhall"));

        assertThat(mistakes(Map.of()))
                .singleElement()
                .asString()
                .startsWith("JWT_SECRET and SERVICE_TOKEN cannot be taken from ")
                .contains("java.nio.file.");
    }

    @Tag("OPS-15")
    @Test
    void refusesADatabaseForMigrationsAlone() {
        assertThat(mistakes(Map.of("MIGRATIONS_DATABASE_URL", "postgresql://ann:pa55word@db/market")))
                .containsExactly(
                        "MIGRATIONS_DATABASE_URL is set without DATABASE_URL; expected both, for the same database");
    }

    @Tag("RUN-16")
    @Test
    void refusesTheDemoIfOtherMachinesCouldReachIt() {
        assertThat(mistakes(
                        Map.of("DEMO", "true", "DATABASE_URL", "postgresql://ann:x@db/market", "JWT_SECRET", SECRET)))
                .singleElement()
                .asString()
                .startsWith("DEMO is on although DATABASE_URL is set; expected ");
        for (String host : List.of("0.0.0.0", "::", "192.168.0.7", "my_host.example", "128.0.0.1")) {
            assertThat(mistakes(Map.of("DEMO", "true", "HOST", host)))
                    .as(host)
                    .singleElement()
                    .asString()
                    .startsWith("DEMO is on while other machines can reach HOST; expected ");
        }
    }

    @Tag("RUN-16")
    @ParameterizedTest
    @ValueSource(strings = {"localhost", "127.0.0.1", "127.8.8.8", "::1"})
    void allowsTheDemoOnThisMachine(String host) {
        assertThat(Config.fromEnvironment(Map.of("DEMO", "true", "HOST", host), workingDirectory)
                        .demo())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "ALLOWED_ORIGINS, 'https://ann:pa55word@market.example'",
        "ALLOWED_ORIGINS, 'https://ann:pa55word,x@market.example'",
        "JWT_COOKIES, 'postgresql://ann:pa55word@db/market'",
        "DATABASE_URL, 'postgresql://ann:pa55word^@db:x/'",
        "DATABASE_URL, 'mysql://ann:pa55word@db/market'",
        "MIGRATIONS_DATABASE_URL, 'mysql://ann:pa55word@db/market'",
        "JWT_JWKS_URL, 'https://ann:pa55word@login.example/keys'",
        "JWT_SECRET, pa55word"
    })
    void showsNoPasswordInAMistake(String variable, String value) {
        assertThat(mistakes(Map.of(variable, value)))
                .noneSatisfy(mistake -> assertThat(mistake).contains("pa55"));
    }

    @Tag("AUTH-25")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://login.example/keys",
                "http://127.0.0.1.example/keys",
                "ftp://login.example/keys",
                "login.example/keys",
                "https:///keys",
                "https://login.example/keys#a",
                "https://ann@login.example/keys",
                "https://login.example/a b"
            })
    void refusesKeysThatSomebodyElseCouldSend(String url) {
        assertThat(mistakes(Map.of("JWT_JWKS_URL", url, "JWT_ISSUER", "https://login.example")))
                .singleElement()
                .asString()
                .startsWith("JWT_JWKS_URL")
                .contains("; expected an https URL");
    }

    @Tag("AUTH-25")
    @Test
    void requiresTheIssuerOfTheKeys() {
        assertThat(mistakes(Map.of("JWT_JWKS_URL", "http://[::1]:9/keys")))
                .containsExactly(
                        "JWT_ISSUER is not set, while JWT_JWKS_URL is; expected both, for the same identity provider");
        assertThat(mistakes(Map.of("JWT_ISSUER", "https://login.example")))
                .containsExactly(
                        "JWT_JWKS_URL is not set, while JWT_ISSUER is; expected both, for the same identity provider");
    }

    @Tag("RUN-24")
    @Test
    void refusesASecretThatIsSetInBothWays() throws IOException {
        Path file = Files.writeString(workingDirectory.resolve("secret"), SECRET);

        assertThat(mistakes(Map.of("SERVICE_TOKEN", SECRET, "SERVICE_TOKEN_FILE", file.toString())))
                .containsExactly("SERVICE_TOKEN_FILE is set, and so is SERVICE_TOKEN; expected one of the two");
    }

    @Tag("RUN-24")
    @ParameterizedTest
    @ValueSource(strings = {"DATABASE_URL", "JWT_SECRET", "SERVICE_TOKEN"})
    void refusesAFileOfASecretThatCannotBeRead(String variable) throws IOException {
        Path empty = Files.writeString(workingDirectory.resolve("empty"), " \n");
        Path binary = Files.write(workingDirectory.resolve("binary"), new byte[] {'s', '3', (byte) 0xff});
        Path large = Files.writeString(workingDirectory.resolve("large"), "s3cret".repeat(20_000));

        assertThat(mistake(variable, SECRET)).contains("there is no such file");
        assertThat(mistake(variable, "\0" + SECRET)).contains("this is not a path");
        assertThat(mistake(variable, "s3cret".repeat(1_000))).contains("it cannot be read (");
        assertThat(mistake(variable, workingDirectory.toString())).contains("directory");
        assertThat(mistake(variable, empty.toString())).contains("it is empty");
        assertThat(mistake(variable, binary.toString())).contains("it is not UTF-8");
        assertThat(mistake(variable, large.toString())).contains("it has more than 65536 bytes");
        Path generated = workingDirectory.resolve(".guildhall/dev.env");
        assertThat(Files.exists(generated) ? Files.readString(generated) : "").doesNotContain(variable + "=");
    }

    private String mistake(String variable, String file) {
        List<String> mistakes = new ArrayList<>(mistakes(Map.of(variable + "_FILE", file)));
        // An external database also needs JWT_SECRET, which is not set here.
        mistakes.removeIf(mistake -> variable.equals("DATABASE_URL") && mistake.startsWith("JWT_SECRET is not set"));
        assertThat(mistakes).singleElement().asString().startsWith(variable + "_FILE cannot be used: ");
        assertThat(mistakes.get(0)).doesNotContain("s3cret");
        return mistakes.get(0);
    }

    @Test
    void hasOneMessageForAllMistakes() {
        InvalidConfig invalid = invalid(Map.of("PORT", "x", "DEMO", "x"));

        assertThat(invalid).hasNoCause();
        assertThat(invalid.mistakes())
                .hasSize(2)
                .allSatisfy(each -> assertThat(invalid).hasMessageContaining(each));
    }

    private List<String> mistakes(Map<String, String> variables) {
        return invalid(variables).mistakes();
    }

    private InvalidConfig invalid(Map<String, String> variables) {
        InvalidConfig invalid =
                catchThrowableOfType(InvalidConfig.class, () -> Config.fromEnvironment(variables, workingDirectory));
        assertThat(invalid).isNotNull();
        return invalid;
    }
}
