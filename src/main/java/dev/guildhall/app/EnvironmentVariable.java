package dev.guildhall.app;

import static dev.guildhall.app.EnvironmentVariable.Default.GENERATED;
import static dev.guildhall.app.EnvironmentVariable.Default.NONE;
import static dev.guildhall.app.EnvironmentVariable.Default.REQUIRED;

import com.google.errorprone.annotations.Immutable;
import dev.guildhall.auth.TokenConfig;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All environment variables that Guildhall reads, with their defaults. */
enum EnvironmentVariable {
    DATABASE_URL(NONE),
    MIGRATIONS_DATABASE_URL(NONE),
    DATABASE_SCHEMA(NONE),
    DATABASE_POOL_SIZE(Default.of("16")),
    HOST(Default.of("127.0.0.1"), Default.of("0.0.0.0")),
    PORT(Default.of("8080")),
    INTERNAL_HOST(Default.derived("HOST")),
    INTERNAL_PORT(NONE),
    METRICS_HOST(Default.derived("HOST")),
    METRICS_PORT(NONE),
    PUBLIC_URL(Default.derived("http://127.0.0.1:PORT"), NONE),
    ALLOWED_ORIGINS(Default.of("http://localhost:3000"), NONE),
    ALLOWED_HEADERS(NONE),
    JWT_SECRET(GENERATED, REQUIRED),
    JWT_SECRET_PREVIOUS(NONE),
    AUTH_SECRET(NONE),
    AUTH_SECRET_1(NONE),
    AUTH_SECRET_2(NONE),
    AUTH_SECRET_3(NONE),
    JWT_JWKS_URL(NONE),
    JWT_ISSUER(NONE),
    JWT_AUDIENCE(NONE),
    MAX_SESSION(Default.of("30d")),
    JWT_COOKIES(Default.of(String.join(", ", TokenConfig.DEFAULT_COOKIE_NAMES))),
    SERVICE_TOKEN(GENERATED, NONE),
    ADMIN_EMAILS(NONE),
    CURRENCY(Default.of("USD")),
    DEFAULT_LANGUAGE(Default.of("en")),
    MESSAGE_RATE(Default.of("20")),
    WRITE_RATE(Default.of("60")),
    MAX_OPEN_ORDERS(Default.of("20")),
    CONVERSATION_RATE(Default.of("10")),
    CLUSTER(Default.of("off"), Default.of("on")),
    SAFETY_NET_INTERVAL(Default.of("2s")),
    PAY_WITHIN(Default.of("7d")),
    CONFIRM_WITHIN(Default.of("7d")),
    APPROVE_WITHIN(Default.of("14d")),
    ABANDON_WITHIN(Default.of("30d")),
    REFUND_WITHIN(Default.of("7d")),
    APPEAL_WITHIN(Default.of("14d")),
    RESPOND_WITHIN(Default.of("72h")),
    PROPOSAL_WITHIN(Default.of("48h")),
    LOG_FORMAT(Default.of("text")),
    DEMO(Default.of("false"));

    private static final Set<EnvironmentVariable> SECRETS = Set.of(
            DATABASE_URL,
            MIGRATIONS_DATABASE_URL,
            JWT_SECRET,
            JWT_SECRET_PREVIOUS,
            AUTH_SECRET,
            AUTH_SECRET_1,
            AUTH_SECRET_2,
            AUTH_SECRET_3,
            SERVICE_TOKEN);

    private final Default embedded;
    private final Default external;

    EnvironmentVariable(Default always) {
        this(always, always);
    }

    EnvironmentVariable(Default embedded, Default external) {
        this.embedded = embedded;
        this.external = external;
    }

    /** Whether it is or contains a secret, which may also be read from the file in the variable {@link #fileName}. */
    boolean isSecret() {
        return SECRETS.contains(this);
    }

    /** The name of the variable with the path of a file that contains this value. */
    String fileName() {
        return name() + "_FILE";
    }

    /** @param hasExternalDatabase false on a development machine, which uses the embedded database */
    Default defaultWith(boolean hasExternalDatabase) {
        return hasExternalDatabase ? external : embedded;
    }

    /**
     * @param value used as if the variable had been set to it; null if there is none
     * @param words the default as in {@code docs/configuration.md}
     */
    @Immutable
    record Default(@Nullable String value, String words) {
        static final Default NONE = new Default(null, "none");
        static final Default REQUIRED = new Default(null, "required");
        static final Default GENERATED = new Default(null, "generated");

        static Default of(String value) {
            return new Default(value, "`" + value + "`");
        }

        /** @param words the variable whose value is the default */
        static Default derived(String words) {
            return new Default(null, "`" + words + "`");
        }
    }
}
