package dev.guildhall.db;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.net.URLEncoder;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.CoreErrorCode;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings the schema up to date from {@code sql/}. Blocks: it speaks JDBC, as Flyway does. */
public final class Migrations {
    private static final int CONNECT_TIMEOUT_S = 10;
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofSeconds(1);
    /** Long enough for a database that is started together with Guildhall. */
    private static final Duration UNTIL_DATABASE = Duration.ofSeconds(20);

    /** Short, because whoever wants the table meanwhile stands in line behind the migration. */
    private static final String LOCK_TIMEOUT = "-c lock_timeout=2s";

    private static final Duration UNTIL_LOCK = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);

    private final DatabaseAddress serving;
    private final DatabaseAddress migrating;
    private final Duration untilLock;
    private final long begun = System.nanoTime();
    private boolean waits;

    private Migrations(DatabaseAddress serving, DatabaseAddress migrating, Duration untilLock) {
        this.serving = serving;
        this.migrating = migrating;
        this.untilLock = untilLock;
    }

    /**
     * Answers the address with the schema that the tables are in.
     *
     * @param serving as whom requests are served
     * @param migrating as whom the tables are made and changed; null: as the same user
     * @throws DatabaseUnavailable if it cannot be reached, does not let us in, holds something else, or keeps a table locked
     */
    @CanIgnoreReturnValue
    public static DatabaseAddress run(DatabaseAddress serving, @Nullable DatabaseAddress migrating) {
        return new Migrations(serving, migrating == null ? serving : migrating, UNTIL_LOCK).run();
    }

    @CanIgnoreReturnValue
    public static DatabaseAddress run(DatabaseAddress address) {
        return new Migrations(address, address, UNTIL_LOCK).run();
    }

    @CanIgnoreReturnValue
    static DatabaseAddress run(DatabaseAddress address, Duration untilLock) {
        return new Migrations(address, address, untilLock).run();
    }

    private DatabaseAddress run() {
        String schema = patiently(serving, () -> checkedSchema());
        boolean hasOwner = !migrating.user().equals(serving.user());
        if (hasOwner) {
            patiently(migrating, () -> checkIsTheSameDatabase());
        }
        patiently(migrating, () -> migrate(schema));
        if (hasOwner) {
            patiently(migrating, () -> grant(schema));
        }
        patiently(serving, () -> checkPrivileges(schema, hasOwner));
        return serving.inSchema(schema);
    }

    /** Tries again what may succeed later. @param address whom it asks */
    @CanIgnoreReturnValue
    private <T> T patiently(DatabaseAddress address, Attempt<T> attempt) {
        while (true) {
            try {
                return attempt.make();
            } catch (FlywayException | SQLException e) {
                boolean isLocked = StartFailure.isLockTimeout(e);
                Duration atMost = isLocked ? untilLock : UNTIL_DATABASE;
                boolean isWorthWaiting = isLocked || StartFailure.mayPass(e);
                if (!isWorthWaiting || System.nanoTime() - begun > atMost.toNanos()) {
                    throw StartFailure.refusal(address, e);
                }
                if (!waits) {
                    waits = true;
                    LOG.warn(
                            "Waiting up to {} s: {}",
                            atMost.toSeconds(),
                            StartFailure.refusal(address, e).getMessage());
                }
            }
            pause();
        }
    }

    private boolean migrate(String schema) {
        try {
            return Flyway.configure()
                    .dataSource(source(migrating))
                    .schemas(schema)
                    .locations("classpath:sql")
                    .load()
                    .migrate()
                    .success;
        } catch (FlywayException e) {
            if (e.getErrorCode() == CoreErrorCode.NON_EMPTY_SCHEMA_WITHOUT_SCHEMA_HISTORY_TABLE) {
                throw StartFailure.holdsOtherTables(migrating, schema, e);
            }
            if (e.getErrorCode() == CoreErrorCode.VALIDATE_ERROR) {
                throw StartFailure.holdsOtherMigrations(migrating, schema, e);
            }
            throw e;
        }
    }

    /** The schema to use in a database that can be used. */
    private String checkedSchema() throws SQLException {
        try (Connection connection = source(serving).getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "select current_setting('server_encoding') as encoding, current_schema() as schema")) {
            row.next();
            String encoding = row.getString("encoding");
            if (!"UTF8".equals(encoding)) {
                throw StartFailure.isNotUtf8(serving, encoding);
            }
            String found = row.getString("schema");
            String schema = serving.schema() != null ? serving.schema() : found == null ? Schema.PUBLIC : found;
            if (!Schema.isName(schema)) {
                throw StartFailure.hasOddSchema(serving, schema);
            }
            return schema;
        }
    }

    /** By a lock that only sessions of the same database see: names tell nothing, and copies of a cluster have the same identifier. */
    private boolean checkIsTheSameDatabase() throws SQLException {
        String lock = "select pg_try_advisory_lock(" + new SecureRandom().nextLong() + ")";
        try (Connection owner = source(migrating).getConnection();
                Connection app = source(serving).getConnection();
                Statement ownersLock = owner.createStatement();
                Statement appsLock = app.createStatement();
                ResultSet ownerHasIt = ownersLock.executeQuery(lock);
                ResultSet appHasIt = appsLock.executeQuery(lock)) {
            if (ownerHasIt.next() && appHasIt.next() && appHasIt.getBoolean(1)) {
                throw StartFailure.isAnotherDatabase(migrating, serving);
            }
            return true;
        }
    }

    private boolean grant(String schema) throws SQLException {
        try (Connection owner = source(migrating).getConnection()) {
            Privileges.grant(owner, schema, serving.user());
            return true;
        }
    }

    private boolean checkPrivileges(String schema, boolean hasOwner) throws SQLException {
        try (Connection app = source(serving).getConnection()) {
            List<String> missing = Privileges.missing(app, schema);
            if (!missing.isEmpty()) {
                throw StartFailure.lacksPrivileges(serving, missing);
            }
            if (hasOwner) {
                List<String> tooMuch = Privileges.tooMuch(app, schema);
                if (!tooMuch.isEmpty()) {
                    throw StartFailure.mayDoTooMuch(serving, tooMuch);
                }
                List<String> mayCreate = Privileges.mayCreate(app, schema);
                if (!mayCreate.isEmpty()) {
                    LOG.warn(
                            "The user {} may create tables, and so get around triggers: it has {}. docs/deploy/roles.sql takes that away.",
                            serving.user(),
                            String.join(", ", mayCreate));
                }
            }
            return true;
        }
    }

    private static PGSimpleDataSource source(DatabaseAddress address) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(
                "jdbc:postgresql://" + address.hostAndPort() + "/" + URLEncoder.encode(address.database(), UTF_8));
        source.setUser(address.user());
        source.setPassword(address.password());
        source.setApplicationName(address.applicationName() + "-migrations");
        int timeout = address.connectTimeout() == null ? CONNECT_TIMEOUT_S : address.connectTimeout();
        source.setConnectTimeout(timeout);
        source.setLoginTimeout(timeout);
        source.setSslMode(address.sslMode());
        source.setOptions(LOCK_TIMEOUT);
        // The driver of the pools has no channel binding, and what lets one in should let in the other.
        source.setChannelBinding("disable");
        if (address.sslRootCert() != null) {
            source.setSslRootCert(address.sslRootCert());
            source.setSslfactory(JdbcTls.class.getName());
        }
        return source;
    }

    private static void pause() {
        try {
            Thread.sleep(BETWEEN_ATTEMPTS.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DatabaseUnavailable("The start was interrupted", e);
        }
    }

    @FunctionalInterface
    private interface Attempt<T> {
        T make() throws SQLException;
    }
}
