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

/** Why a node cannot start on a database, and what to do about it, in words for whoever runs Guildhall. */
final class StartFailure {
    /** A parameter of the JDBC driver's message, and so not translated as the rest of it is. */
    private static final String NAME_VERIFIER = "HostnameVerifier";

    private static final int MAX_TOLD = 5;

    private StartFailure() {}

    /** Whether another attempt may succeed although nobody has changed anything. */
    static boolean mayPass(Throwable error) {
        if (certificateTrouble(error).isPresent() || isOfAnotherName(error)) {
            return false;
        }
        String state = state(error);
        if (state != null) {
            // 08004: the server has no TLS, or wants a password where there is none; 08P01: it does not know a setting.
            return SqlErrors.isConnectionTrouble(state) && !state.equals("08004") && !state.equals("08P01");
        }
        return error instanceof IOException || error instanceof TimeoutException || error instanceof VertxException;
    }

    /** Whether a lock on a table was waited for in vain. */
    static boolean isLockTimeout(Throwable error) {
        return SqlErrors.LOCK_NOT_AVAILABLE.equals(state(error));
    }

    static DatabaseUnavailable refusal(DatabaseAddress address, Throwable error) {
        return unusable(address, reason(address, error) + advice(address, error), error);
    }

    static DatabaseUnavailable isNotUtf8(DatabaseAddress address, @Nullable String encoding) {
        return unusable(
                address,
                "its encoding is " + encoding
                        + ". Create one in UTF8: create database … encoding 'UTF8' template template0",
                null);
    }

    static DatabaseUnavailable hasOddSchema(DatabaseAddress address, String schema) {
        return unusable(
                address,
                "its tables would be in the schema \"" + schema + "\". Choose another by DATABASE_SCHEMA: "
                        + Schema.EXPECTED,
                null);
    }

    static DatabaseUnavailable holdsOtherTables(DatabaseAddress address, String schema, FlywayException error) {
        return unusable(
                address,
                "its schema \"" + schema
                        + "\" holds tables or functions that are not Guildhall's. Set DATABASE_SCHEMA to a"
                        + " schema of Guildhall's own (such as guildhall, which is created), or name an empty database",
                error);
    }

    static DatabaseUnavailable holdsOtherMigrations(DatabaseAddress address, String schema, FlywayException error) {
        return unusable(
                address,
                "the migrations recorded in its table \"" + schema + "\".flyway_schema_history are not those of this"
                        + " Guildhall. If they are another program's, set DATABASE_SCHEMA to a schema of Guildhall's own",
                error);
    }

    static DatabaseUnavailable isAnotherDatabase(DatabaseAddress migrating, DatabaseAddress serving) {
        return unusable(
                migrating,
                "it is another database than that of DATABASE_URL, " + serving
                        + ". Have MIGRATIONS_DATABASE_URL name the same one",
                null);
    }

    static DatabaseUnavailable lacksPrivileges(DatabaseAddress address, List<String> missing) {
        return unusable(
                address,
                "its user lacks " + someOf(missing) + ". Start one node with MIGRATIONS_DATABASE_URL, which grants it",
                null);
    }

    static DatabaseUnavailable mayDoTooMuch(DatabaseAddress address, List<String> tooMuch) {
        return unusable(
                address,
                "beside MIGRATIONS_DATABASE_URL its user is to do no more than it needs, and it " + someOf(tooMuch)
                        + ". Run docs/deploy/roles.sql, or have DATABASE_URL name another user",
                null);
    }

    private static String someOf(List<String> all) {
        String some = String.join(", ", all.subList(0, Math.min(MAX_TOLD, all.size())));
        return all.size() > MAX_TOLD ? some + " and more" : some;
    }

    private static DatabaseUnavailable unusable(DatabaseAddress address, String reason, @Nullable Throwable error) {
        return new DatabaseUnavailable("The database at " + address + " cannot be used: " + reason + ".", error);
    }

    private static String reason(DatabaseAddress address, Throwable error) {
        Optional<Throwable> certificate = certificateTrouble(error);
        if (certificate.isPresent()) {
            return certificate.get() instanceof CertificateExpiredException
                    ? "the certificate of the server has expired (" + message(certificate.get()) + ")"
                    : "the certificate of the server is not trusted (" + message(certificate.get()) + ")";
        }
        if (isOfAnotherName(error)) {
            return "the certificate of the server is not for the name " + address.host();
        }
        return chain(error)
                .filter(UnknownHostException.class::isInstance)
                .findFirst()
                .map(unknown -> "no such host: " + message(unknown))
                .orElseGet(() -> file(error) + message(sqlError(error).orElse(error)));
    }

    private static String file(Throwable error) {
        return error instanceof FlywayMigrateException failed
                ? failed.getMigration().getScript() + " failed: "
                : "";
    }

    private static String advice(DatabaseAddress address, Throwable error) {
        if (certificateTrouble(error)
                .filter(CertificateExpiredException.class::isInstance)
                .isPresent()) {
            return ". Renew it on the server";
        }
        if (certificateTrouble(error).isPresent()) {
            return ". Have sslrootcert name the root certificate of this server";
        }
        if (isOfAnotherName(error)) {
            return ". Connect by a name that it is for, or take sslmode=verify-ca";
        }
        return switch (String.valueOf(state(error))) {
            case "28P01" -> ". Correct the user name and the password in this URL";
            case "28000" ->
                ". Correct this URL, or let the user in from this machine (create role … login; pg_hba.conf,"
                        + " where lines with hostssl need another sslmode than disable)";
            case "3D000" -> ". Create it (create database … encoding 'UTF8' template template0), or correct this URL";
            case "42501" ->
                ". Allow the user to connect and to create tables (grant create on schema … to …), or to create"
                        + " the schema that DATABASE_SCHEMA names; or set MIGRATIONS_DATABASE_URL for a user who may";
            case "08P01" -> ". Where this is a connection pooler (PgBouncer), connect to PostgreSQL itself";
            case SqlErrors.LOCK_NOT_AVAILABLE ->
                ". Another session holds a lock on a table that is to be changed: end its"
                        + " transaction (pg_stat_activity shows the oldest by xact_start)";
            case "53300" -> ". Raise max_connections, or lower DATABASE_POOL_SIZE";
            default -> "";
        };
    }

    /** The first line, since others repeat the statement. */
    private static String message(Throwable error) {
        return String.valueOf(error.getMessage())
                .lines()
                .findFirst()
                .orElse(error.getClass().getSimpleName())
                .strip();
    }

    private static Optional<Throwable> certificateTrouble(Throwable error) {
        return chain(error)
                .filter(e -> e instanceof CertificateException || e instanceof CertPathValidatorException)
                // The last one is the most exact.
                .reduce((outer, inner) -> inner);
    }

    private static boolean isOfAnotherName(Throwable error) {
        return sqlError(error)
                .map(Throwable::getMessage)
                .filter(m -> m.contains(NAME_VERIFIER))
                .isPresent();
    }

    private static @Nullable String state(Throwable error) {
        return sqlError(error)
                .map(e -> e instanceof PgException pg ? pg.getSqlState() : ((SQLException) e).getSQLState())
                .orElse(null);
    }

    private static Optional<Throwable> sqlError(Throwable error) {
        return chain(error)
                .filter(e -> e instanceof SQLException || e instanceof PgException)
                .findFirst();
    }

    private static Stream<Throwable> chain(Throwable error) {
        return Stream.iterate(error, e -> e != null, Throwable::getCause);
    }
}
