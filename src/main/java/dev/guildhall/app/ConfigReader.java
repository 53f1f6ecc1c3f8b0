package dev.guildhall.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.guildhall.auth.JwksConfig;
import dev.guildhall.auth.Secret;
import dev.guildhall.auth.TokenConfig;
import dev.guildhall.db.DatabaseAddress;
import dev.guildhall.db.DatabaseConfig;
import dev.guildhall.db.Schema;
import dev.guildhall.demo.Demo;
import dev.guildhall.http.HttpConfig;
import dev.guildhall.limit.Limits;
import dev.guildhall.money.Money;
import dev.guildhall.order.OrderTimeouts;
import dev.guildhall.text.LanguageTag;
import dev.guildhall.user.Emails;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Currency;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads all settings from the environment, and only then fails if there were mistakes, so that all are reported together. */
final class ConfigReader {
    private static final List<EnvironmentVariable> AUTH_SECRETS = List.of(
            EnvironmentVariable.AUTH_SECRET,
            EnvironmentVariable.AUTH_SECRET_1,
            EnvironmentVariable.AUTH_SECRET_2,
            EnvironmentVariable.AUTH_SECRET_3);
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration YEAR = Duration.ofDays(365);

    private static final Pattern COOKIE_NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");
    private static final Pattern HEADER_NAME = Pattern.compile("[A-Za-z0-9_-]{1,100}");
    private static final Pattern VISIBLE_ASCII = Pattern.compile("[!-~]*");

    private final Environment environment;

    ConfigReader(Environment environment) {
        this.environment = environment;
    }

    Config read(Path directory, @Nullable Path developmentSecretsFile) {
        DatabaseConfig database = database(directory);
        HttpConfig http = http();
        Secret jwtSecret = environment.secret(EnvironmentVariable.JWT_SECRET);
        Secret previousJwtSecret = environment.secret(EnvironmentVariable.JWT_SECRET_PREVIOUS);
        List<Secret> authSecrets = AUTH_SECRETS.stream()
                .map(environment::secret)
                .filter(Objects::nonNull)
                .toList();
        JwksConfig jwks = jwks();
        String audience = environment.text(EnvironmentVariable.JWT_AUDIENCE);
        Duration maxSession = maxSession();
        List<String> cookieNames = cookieNames();
        Currency currency = currency();
        String defaultLanguage = defaultLanguage();
        Limits limits = limits();
        Secret serviceToken = serviceToken();
        boolean cluster = environment.flag(EnvironmentVariable.CLUSTER);
        Duration safetyNetInterval = environment.duration(EnvironmentVariable.SAFETY_NET_INTERVAL, SECOND, MINUTE);
        OrderTimeouts orderTimeouts = orderTimeouts();
        Set<String> adminEmails = adminEmails();
        boolean demo = demo(http.host());
        if (demo) {
            adminEmails.add(Demo.ADMIN_EMAIL);
        }
        checkLogFormat();
        environment.throwIfMistakes();

        TokenConfig tokens = new TokenConfig(
                requireNonNull(jwtSecret), previousJwtSecret, authSecrets, jwks, audience, maxSession, cookieNames);
        return new Config(
                cluster ? database.reserving(1) : database,
                http,
                tokens,
                requireNonNull(currency),
                requireNonNull(defaultLanguage),
                limits,
                serviceToken,
                cluster,
                safetyNetInterval,
                orderTimeouts,
                adminEmails,
                demo,
                developmentSecretsFile);
    }

    private DatabaseConfig database(Path directory) {
        DatabaseAddress address = address(EnvironmentVariable.DATABASE_URL);
        DatabaseAddress migrationsAddress = address(EnvironmentVariable.MIGRATIONS_DATABASE_URL);
        if (environment.isSet(EnvironmentVariable.MIGRATIONS_DATABASE_URL)
                && !environment.isGiven(EnvironmentVariable.DATABASE_URL)) {
            environment.addMistake(
                    EnvironmentVariable.MIGRATIONS_DATABASE_URL,
                    "is set without DATABASE_URL",
                    "both, for the same database");
        }
        String schema = environment.parse(EnvironmentVariable.DATABASE_SCHEMA, Schema.EXPECTED, text -> {
            if (!Schema.isName(text)) {
                throw new IllegalArgumentException("cannot be the name of the schema");
            }
            return text;
        });
        int poolSize = environment.number(
                EnvironmentVariable.DATABASE_POOL_SIZE, DatabaseConfig.MIN_POOL_SIZE, DatabaseConfig.MAX_POOL_SIZE);
        return new DatabaseConfig(address, migrationsAddress, schema, directory, poolSize, 0);
    }

    private @Nullable DatabaseAddress address(EnvironmentVariable variable) {
        String url = environment.text(variable);
        return url == null
                ? null
                : DatabaseAddress.parse(
                        url, mistake -> environment.addMistake(variable, mistake, DatabaseAddress.FORM));
    }

    private HttpConfig http() {
        String host = host(EnvironmentVariable.HOST, "");
        int port = environment.number(EnvironmentVariable.PORT, 0, HttpConfig.MAX_PORT);
        String internalHost = host(EnvironmentVariable.INTERNAL_HOST, host);
        Integer internalPort = environment.optionalNumber(EnvironmentVariable.INTERNAL_PORT, 0, HttpConfig.MAX_PORT);
        refuseSamePort(EnvironmentVariable.INTERNAL_PORT, internalPort, EnvironmentVariable.PORT, port);
        String metricsHost = host(EnvironmentVariable.METRICS_HOST, host);
        Integer metricsPort = environment.optionalNumber(EnvironmentVariable.METRICS_PORT, 0, HttpConfig.MAX_PORT);
        refuseSamePort(EnvironmentVariable.METRICS_PORT, metricsPort, EnvironmentVariable.PORT, port);
        refuseSamePort(EnvironmentVariable.METRICS_PORT, metricsPort, EnvironmentVariable.INTERNAL_PORT, internalPort);
        String publicUrl = environment.parse(EnvironmentVariable.PUBLIC_URL, PublicUrl.EXPECTED, PublicUrl::normalised);
        List<String> origins =
                environment.list(EnvironmentVariable.ALLOWED_ORIGINS, Origins.EXPECTED, Origins::normalised);
        List<String> headers = environment.list(
                EnvironmentVariable.ALLOWED_HEADERS, "names of request headers, separated by commas", name -> {
                    if (!HEADER_NAME.matcher(name).matches()) {
                        throw new IllegalArgumentException("is not the name of a header");
                    }
                    return name;
                });
        return new HttpConfig(
                host,
                port,
                internalHost,
                internalPort,
                metricsHost,
                metricsPort,
                publicUrl,
                Set.copyOf(origins),
                Set.copyOf(headers));
    }

    private String host(EnvironmentVariable variable, String defaultHost) {
        String host = environment.parse(variable, Hosts.EXPECTED, Hosts::checked);
        return host == null ? defaultHost : host;
    }

    private void refuseSamePort(
            EnvironmentVariable variable,
            @Nullable Integer port,
            EnvironmentVariable otherVariable,
            @Nullable Integer other) {
        if (port != null && port != 0 && port.equals(other)) {
            environment.addMistake(variable, "is the same as " + otherVariable, "a port of its own");
        }
    }

    private @Nullable JwksConfig jwks() {
        URI url = environment.parse(EnvironmentVariable.JWT_JWKS_URL, JwksUrl.EXPECTED, JwksUrl::parse);
        String issuer = environment.text(EnvironmentVariable.JWT_ISSUER);
        if (environment.isSet(EnvironmentVariable.JWT_JWKS_URL) != environment.isSet(EnvironmentVariable.JWT_ISSUER)) {
            environment.addMistake(
                    issuer == null ? EnvironmentVariable.JWT_ISSUER : EnvironmentVariable.JWT_JWKS_URL,
                    "is not set, while " + (issuer == null ? "JWT_JWKS_URL" : "JWT_ISSUER") + " is",
                    "both, for the same identity provider");
        }
        return url == null || issuer == null ? null : new JwksConfig(url, issuer);
    }

    private Duration maxSession() {
        return "0".equals(environment.text(EnvironmentVariable.MAX_SESSION))
                ? Duration.ZERO
                : environment.duration(EnvironmentVariable.MAX_SESSION, MINUTE, YEAR);
    }

    private List<String> cookieNames() {
        return environment.list(EnvironmentVariable.JWT_COOKIES, "names of cookies, separated by commas", text -> {
            if (!COOKIE_NAME.matcher(text).matches()) {
                throw new IllegalArgumentException("contains a character that is not allowed in the name of a cookie");
            }
            return text;
        });
    }

    private @Nullable Currency currency() {
        return environment.parse(EnvironmentVariable.CURRENCY, "an ISO 4217 code such as USD", text -> {
            Currency currency = Currency.getAvailableCurrencies().stream()
                    .filter(known -> known.getCurrencyCode().equals(text))
                    .findAny()
                    .orElseThrow(() -> new IllegalArgumentException("is not a currency"));
            // The list also has gold, bonds and test codes.
            if (!Money.isForPayments(currency)) {
                throw new IllegalArgumentException("is not a currency for payments");
            }
            return currency;
        });
    }

    private @Nullable String defaultLanguage() {
        return environment.parse(
                EnvironmentVariable.DEFAULT_LANGUAGE,
                "the tag of a language (BCP 47) such as en or pt-BR",
                text -> LanguageTag.canonical(text)
                        .orElseThrow(() -> new IllegalArgumentException("is not the tag of a language")));
    }

    private Limits limits() {
        return new Limits(
                environment.number(EnvironmentVariable.MESSAGE_RATE, 0, Limits.MAX_CONFIGURABLE),
                environment.number(EnvironmentVariable.WRITE_RATE, 0, Limits.MAX_CONFIGURABLE),
                environment.number(EnvironmentVariable.MAX_OPEN_ORDERS, 0, Limits.MAX_CONFIGURABLE),
                environment.number(EnvironmentVariable.CONVERSATION_RATE, 0, Limits.MAX_CONFIGURABLE));
    }

    private OrderTimeouts orderTimeouts() {
        return new OrderTimeouts(
                environment.duration(EnvironmentVariable.PAY_WITHIN, SECOND, YEAR),
                environment.duration(EnvironmentVariable.CONFIRM_WITHIN, SECOND, YEAR),
                environment.duration(EnvironmentVariable.APPROVE_WITHIN, SECOND, YEAR),
                environment.duration(EnvironmentVariable.ABANDON_WITHIN, SECOND, YEAR),
                environment.duration(EnvironmentVariable.REFUND_WITHIN, SECOND, YEAR),
                environment.duration(EnvironmentVariable.APPEAL_WITHIN, SECOND, YEAR),
                environment.duration(EnvironmentVariable.RESPOND_WITHIN, SECOND, YEAR),
                environment.duration(EnvironmentVariable.PROPOSAL_WITHIN, SECOND, YEAR));
    }

    /** Only a check: {@link LogFormat} has already applied the format, because lines are logged before the configuration is read. */
    private void checkLogFormat() {
        String format = environment.text(EnvironmentVariable.LOG_FORMAT);
        if (!LogFormat.TEXT.equals(format) && !LogFormat.JSON.equals(format)) {
            environment.addMistake(EnvironmentVariable.LOG_FORMAT, "is neither text nor json", "text or json");
        }
    }

    private @Nullable Secret serviceToken() {
        Secret token = environment.secret(EnvironmentVariable.SERVICE_TOKEN);
        if (token != null
                && !VISIBLE_ASCII.matcher(new String(token.bytes(), UTF_8)).matches()) {
            environment.addMistake(
                    EnvironmentVariable.SERVICE_TOKEN,
                    "contains a character that is not allowed in an Authorization header",
                    "visible ASCII characters without spaces");
        }
        return token;
    }

    /** The passwords of the demo are public, including that of an admin, so only this machine may reach it. */
    private boolean demo(String host) {
        boolean demo = environment.flag(EnvironmentVariable.DEMO);
        if (demo && environment.isSet(EnvironmentVariable.DATABASE_URL)) {
            environment.addMistake(
                    EnvironmentVariable.DEMO,
                    "is on although DATABASE_URL is set",
                    "the embedded database for the demo");
        } else if (demo && !Hosts.isLoopback(host)) {
            environment.addMistake(
                    EnvironmentVariable.DEMO,
                    "is on while other machines can reach HOST",
                    "localhost, 127.0.0.1 or ::1 in HOST");
        }
        return demo;
    }

    private Set<String> adminEmails() {
        List<String> emails =
                environment.list(EnvironmentVariable.ADMIN_EMAILS, "email addresses, separated by commas", text -> {
                    if (!Emails.isAddress(text)) {
                        throw new IllegalArgumentException("is not an email address");
                    }
                    return text;
                });
        return new HashSet<>(emails);
    }
}
