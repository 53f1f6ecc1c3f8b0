package dev.guildhall.db;

import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import java.io.IOException;
import java.net.UnknownHostException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.internal.exception.FlywayMigrateException;
import org.jspecify.annotations.Nullable;

/** Messages for the operator: why a node cannot start with a database, and what to do about it. */
final class StartFailure {
    /** A class name in the message of the JDBC driver; unlike the rest of the message, it is not translated. */
    private static final String HOST_NAME_VERIFIER = "HostnameVerifier";

    private static final int MAX_LISTED = 5;

    private StartFailure() {}

    /** Whether a retry may succeed although nobody has corrected anything. */
    static boolean isTemporary(Throwable error) {
        if (certificateError(error).isPresent() || isHostNameMismatch(error)) {
            return false;
        }
        String state = sqlState(error);
        if (state != null) {
            // 08004: the server has no TLS, or requires a password that is not set; 08P01: it does not know a setting.
            return SqlErrors.isConnectionError(state) && !state.equals("08004") && !state.equals("08P01");
        }
        return error instanceof IOException || error instanceof TimeoutException || error instanceof VertxException;
    }

    /** Whether a statement has waited too long for a lock on a table. */
    static boolean isLockTimeout(Throwable error) {
        return SqlErrors.LOCK_NOT_AVAILABLE.equals(sqlState(error));
    }

    static DatabaseUnavailable cannotUse(DatabaseAddress address, Throwable error) {
        return unusable(address, reason(address, error) + advice(error), error);
    }

    static DatabaseUnavailable notUtf8(DatabaseAddress address, @Nullable String encoding) {
        return unusable(
                address,
                "its encoding is " + encoding
                        + ". Create a database in UTF8: create database … encoding 'UTF8' template template0",
                null);
    }

    static DatabaseUnavailable invalidSchemaName(DatabaseAddress address, String schema) {
        return unusable(
                address,
                "its tables would be in the schema \"" + schema + "\". Set DATABASE_SCHEMA to a different name: "
                        + Schema.EXPECTED,
                null);
    }

    static DatabaseUnavailable foreignTables(DatabaseAddress address, String schema, FlywayException error) {
        return unusable(
                address,
                "its schema \"" + schema
                        + "\" contains tables or functions that are not Guildhall's. Set DATABASE_SCHEMA to a"
                        + " schema for Guildhall alone (such as guildhall, which is created), or use an empty database",
                error);
    }

    static DatabaseUnavailable foreignMigrations(DatabaseAddress address, String schema, FlywayException error) {
        return unusable(
                address,
                "the migrations recorded in its table \"" + schema + "\".flyway_schema_history are not those of this"
                        + " Guildhall. If they are of a different program, set DATABASE_SCHEMA to a schema for Guildhall alone",
                error);
    }

    static DatabaseUnavailable differentDatabase(DatabaseAddress ownerAddress, DatabaseAddress appAddress) {
        return unusable(
                ownerAddress,
                "it is not the database of DATABASE_URL, " + appAddress
                        + ". Set MIGRATIONS_DATABASE_URL to the same database",
                null);
    }

    static DatabaseUnavailable missingPrivileges(DatabaseAddress address, List<String> missing) {
        return unusable(
                address,
                "its user lacks " + firstOf(missing) + ". Start one node with MIGRATIONS_DATABASE_URL, which grants it",
                null);
    }

    static DatabaseUnavailable excessPrivileges(DatabaseAddress address, List<String> excess) {
        return unusable(
                address,
                "if MIGRATIONS_DATABASE_URL is set, its user must have no more rights than it needs, and it "
                        + firstOf(excess) + ". Run docs/deploy/roles.sql, or set DATABASE_URL to a different user",
                null);
    }

    private static String firstOf(List<String> all) {
        String listed = String.join(", ", all.subList(0, Math.min(MAX_LISTED, all.size())));
        return all.size() > MAX_LISTED ? listed + " and more" : listed;
    }

    private static DatabaseUnavailable unusable(DatabaseAddress address, String reason, @Nullable Throwable error) {
        return new DatabaseUnavailable("The database at " + address + " cannot be used: " + reason + ".", error);
    }

    private static String reason(DatabaseAddress address, Throwable error) {
        Optional<Throwable> certificate = certificateError(error);
        if (certificate.isPresent()) {
            return certificate.get() instanceof CertificateExpiredException
                    ? "the certificate of the server has expired (" + message(certificate.get()) + ")"
                    : "the certificate of the server is not trusted (" + message(certificate.get()) + ")";
        }
        if (isHostNameMismatch(error)) {
            return "the certificate of the server is not for the name " + address.host();
        }
        return causes(error)
                .filter(UnknownHostException.class::isInstance)
                .findFirst()
                .map(unknown -> "no such host: " + message(unknown))
                .orElseGet(
                        () -> failedMigration(error) + message(sqlError(error).orElse(error)));
    }

    private static String failedMigration(Throwable error) {
        return error instanceof FlywayMigrateException failed
                ? failed.getMigration().getScript() + " failed: "
                : "";
    }

    private static String advice(Throwable error) {
        if (certificateError(error)
                .filter(CertificateExpiredException.class::isInstance)
                .isPresent()) {
            return ". Renew it on the server";
        }
        if (certificateError(error).isPresent()) {
            return ". Set sslrootcert to the root certificate of this server";
        }
        if (isHostNameMismatch(error)) {
            return ". Connect by a name that is in the certificate, or use sslmode=verify-ca";
        }
        return switch (String.valueOf(sqlState(error))) {
            case "28P01" -> ". Correct the user name and the password in this URL";
            case "28000" ->
                ". Correct this URL, or let the user in from this machine (create role … login; pg_hba.conf,"
                        + " where lines with hostssl need a different sslmode than disable)";
            case "3D000" -> ". Create it (create database … encoding 'UTF8' template template0), or correct this URL";
            case "42501" ->
                ". Allow the user to connect and to create tables (grant create on schema … to …), or to create"
                        + " the schema that DATABASE_SCHEMA names; or set MIGRATIONS_DATABASE_URL for a user who may. Extensions"
                        + " (pg_trgm, fuzzystrmatch) are created by whoever has CREATE on the database";
            case "08P01" -> ". If this is a connection pooler (PgBouncer), connect to PostgreSQL directly";
            case SqlErrors.LOCK_NOT_AVAILABLE ->
                ". A different session holds a lock on a table that has to be changed: end its"
                        + " transaction (pg_stat_activity shows the oldest by xact_start)";
            case "53300" -> ". Raise max_connections, or lower DATABASE_POOL_SIZE";
            default -> "";
        };
    }

    /** Only the first line: the others repeat the statement. */
    private static String message(Throwable error) {
        return String.valueOf(error.getMessage())
                .lines()
                .findFirst()
                .orElse(error.getClass().getSimpleName())
                .strip();
    }

    private static Optional<Throwable> certificateError(Throwable error) {
        return causes(error)
                .filter(e -> e instanceof CertificateException || e instanceof CertPathValidatorException)
                // The innermost one is the most exact.
                .reduce((outer, inner) -> inner);
    }

    private static boolean isHostNameMismatch(Throwable error) {
        return sqlError(error)
                .map(Throwable::getMessage)
                .filter(m -> m.contains(HOST_NAME_VERIFIER))
                .isPresent();
    }

    private static @Nullable String sqlState(Throwable error) {
        return sqlError(error)
                .map(e -> e instanceof PgException pg ? pg.getSqlState() : ((SQLException) e).getSQLState())
                .orElse(null);
    }

    private static Optional<Throwable> sqlError(Throwable error) {
        return causes(error)
                .filter(e -> e instanceof SQLException || e instanceof PgException)
                .findFirst();
    }

    private static Stream<Throwable> causes(Throwable error) {
        return Stream.iterate(error, e -> e != null, Throwable::getCause);
    }
}
