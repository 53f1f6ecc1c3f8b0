package dev.guildhall.db;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings the schema up to date from {@code sql/}. Blocks: it speaks JDBC, as Flyway does. */
public final class Migrations {
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofSeconds(1);
    /** Long enough for a database that is started together with Guildhall. */
    private static final int ATTEMPTS = 20;

    private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);

    private Migrations() {}

    /** @throws DatabaseUnavailable if it cannot be reached, does not let us in, or holds something else */
    public static void run(DatabaseAddress address) {
        for (int attempt = 1; ; attempt++) {
            try {
                migrate(address);
                return;
            } catch (FlywayException e) {
                Optional<SQLException> cause = sqlCause(e);
                String reason = cause.map(Migrations::words).orElse(e.getMessage());
                boolean isWorthWaiting =
                        cause.filter(SqlErrors::isConnectionTrouble).isPresent();
                if (!isWorthWaiting || attempt == ATTEMPTS) {
                    throw new DatabaseUnavailable("The database at " + address + " cannot be used: " + reason, e);
                }
                if (attempt == 1) {
                    LOG.warn("Waiting up to {} s for the database at {}: {}", ATTEMPTS, address, reason);
                }
            }
            pause();
        }
    }

    private static void migrate(DatabaseAddress address) {
        String host = address.host().contains(":") ? "[" + address.host() + "]" : address.host();
        Flyway.configure()
                .dataSource(
                        "jdbc:postgresql://" + host + ":" + address.port() + "/" + encoded(address.database())
                                + "?sslmode=" + address.sslMode() + "&ApplicationName=guildhall-migrations",
                        address.user(),
                        address.password())
                .locations("classpath:sql")
                .load()
                .migrate();
    }

    private static Optional<SQLException> sqlCause(Throwable error) {
        return Stream.iterate(error, e -> e != null, Throwable::getCause)
                .filter(SQLException.class::isInstance)
                .map(SQLException.class::cast)
                .findFirst();
    }

    private static String words(SQLException error) {
        return error.getCause() instanceof UnknownHostException unknown
                ? "no such host: " + unknown.getMessage()
                : String.valueOf(error.getMessage());
    }

    private static void pause() {
        try {
            Patience.pause(BETWEEN_ATTEMPTS);
        } catch (IOException e) {
            throw new DatabaseUnavailable("The start was interrupted", e);
        }
    }

    private static String encoded(String name) {
        return URLEncoder.encode(name, UTF_8);
    }
}
