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

/** Applies the migrations in {@code sql/} to the schema. Blocks, because Flyway and its JDBC driver do. */
public final class Migrations {
    private static final int CONNECT_TIMEOUT_S = 10;
    private static final Duration RETRY_INTERVAL = Duration.ofSeconds(1);
    /** Long enough for a database that is started at the same time as Guildhall. */
    private static final Duration MAX_DATABASE_WAIT = Duration.ofSeconds(20);

    /** Short, because all other sessions that need the table wait behind the migration. */
    private static final String LOCK_TIMEOUT_OPTION = "-c lock_timeout=2s";

    private static final Duration MAX_LOCK_WAIT = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);

    private final DatabaseAddress appAddress;
    private final DatabaseAddress ownerAddress;
    private final Duration maxLockWait;
    private final long startedAt = System.nanoTime();
    private boolean hasLoggedWait;

    private Migrations(DatabaseAddress appAddress, DatabaseAddress ownerAddress, Duration maxLockWait) {
        this.appAddress = appAddress;
        this.ownerAddress = ownerAddress;
        this.maxLockWait = maxLockWait;
    }

    /**
     * Returns the address with the schema of the tables.
     *
     * @param appAddress with the user for requests
     * @param ownerAddress with the user who creates and changes the tables; null: the same user
     * @throws DatabaseUnavailable if the database cannot be reached, refuses the login, contains other tables, or a table stays locked
     */
    @CanIgnoreReturnValue
    public static DatabaseAddress run(DatabaseAddress appAddress, @Nullable DatabaseAddress ownerAddress) {
        return new Migrations(appAddress, ownerAddress == null ? appAddress : ownerAddress, MAX_LOCK_WAIT).run();
    }

    @CanIgnoreReturnValue
    public static DatabaseAddress run(DatabaseAddress address) {
        return new Migrations(address, address, MAX_LOCK_WAIT).run();
    }

    @CanIgnoreReturnValue
    static DatabaseAddress run(DatabaseAddress address, Duration maxLockWait) {
        return new Migrations(address, address, maxLockWait).run();
    }

    private DatabaseAddress run() {
        String schema = retry(appAddress, () -> findSchema());
        boolean hasOwner = !ownerAddress.user().equals(appAddress.user());
        if (hasOwner) {
            retry(ownerAddress, () -> checkSameDatabase());
        }
        retry(ownerAddress, () -> migrate(schema));
        if (hasOwner) {
            retry(ownerAddress, () -> grant(schema));
        }
        retry(appAddress, () -> checkPrivileges(schema, hasOwner));
        return appAddress.inSchema(schema);
    }

    /** Retries an attempt that may succeed later. @param address the database that the attempt connects to */
    @CanIgnoreReturnValue
    private <T> T retry(DatabaseAddress address, Attempt<T> attempt) {
        while (true) {
            try {
                return attempt.run();
            } catch (FlywayException | SQLException e) {
                boolean isLocked = StartFailure.isLockTimeout(e);
                Duration maxWait = isLocked ? maxLockWait : MAX_DATABASE_WAIT;
                boolean isRetryable = isLocked || StartFailure.isTemporary(e);
                if (!isRetryable || System.nanoTime() - startedAt > maxWait.toNanos()) {
                    throw StartFailure.cannotUse(address, e);
                }
                if (!hasLoggedWait) {
                    hasLoggedWait = true;
                    LOG.warn(
                            "Cannot use the database yet, retrying for up to {} s: {}",
                            maxWait.toSeconds(),
                            StartFailure.cannotUse(address, e).getMessage());
                }
            }
            pause();
        }
    }

    private boolean migrate(String schema) {
        try {
            return Flyway.configure()
                    .dataSource(dataSource(ownerAddress))
                    .schemas(schema)
                    .locations("classpath:sql")
                    .load()
                    .migrate()
                    .success;
        } catch (FlywayException e) {
            if (e.getErrorCode() == CoreErrorCode.NON_EMPTY_SCHEMA_WITHOUT_SCHEMA_HISTORY_TABLE) {
                throw StartFailure.foreignTables(ownerAddress, schema, e);
            }
            if (e.getErrorCode() == CoreErrorCode.VALIDATE_ERROR) {
                throw StartFailure.foreignMigrations(ownerAddress, schema, e);
            }
            throw e;
        }
    }

    /** Checks the encoding of the database and returns the schema to use. */
    private String findSchema() throws SQLException {
        try (Connection connection = dataSource(appAddress).getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "select current_setting('server_encoding') as encoding, current_schema() as schema")) {
            row.next();
            String encoding = row.getString("encoding");
            if (!"UTF8".equals(encoding)) {
                throw StartFailure.notUtf8(appAddress, encoding);
            }
            String found = row.getString("schema");
            String schema = appAddress.schema() != null ? appAddress.schema() : found == null ? Schema.PUBLIC : found;
            if (!Schema.isName(schema)) {
                throw StartFailure.invalidSchemaName(appAddress, schema);
            }
            return schema;
        }
    }

    /**
     * Uses a lock that only sessions of the same database share: the addresses may differ for one database, and copies of a cluster
     * have the same system identifier.
     */
    private boolean checkSameDatabase() throws SQLException {
        String lock = "select pg_try_advisory_lock(" + new SecureRandom().nextLong() + ")";
        try (Connection owner = dataSource(ownerAddress).getConnection();
                Connection app = dataSource(appAddress).getConnection();
                Statement ownersLock = owner.createStatement();
                Statement appsLock = app.createStatement();
                ResultSet ownerHasIt = ownersLock.executeQuery(lock);
                ResultSet appHasIt = appsLock.executeQuery(lock)) {
            if (ownerHasIt.next() && appHasIt.next() && appHasIt.getBoolean(1)) {
                throw StartFailure.differentDatabase(ownerAddress, appAddress);
            }
            return true;
        }
    }

    private boolean grant(String schema) throws SQLException {
        try (Connection owner = dataSource(ownerAddress).getConnection()) {
            Privileges.grant(owner, schema, appAddress.user());
            return true;
        }
    }

    private boolean checkPrivileges(String schema, boolean hasOwner) throws SQLException {
        try (Connection app = dataSource(appAddress).getConnection()) {
            List<String> missing = Privileges.missing(app, schema);
            if (!missing.isEmpty()) {
                throw StartFailure.missingPrivileges(appAddress, missing);
            }
            if (hasOwner) {
                List<String> excess = Privileges.excess(app, schema);
                if (!excess.isEmpty()) {
                    throw StartFailure.excessPrivileges(appAddress, excess);
                }
                List<String> mayCreate = Privileges.mayCreate(app, schema);
                if (!mayCreate.isEmpty()) {
                    LOG.warn(
                            "The database user {} may create tables, and so bypass triggers: it has {}. Run docs/deploy/roles.sql to revoke that.",
                            appAddress.user(),
                            String.join(", ", mayCreate));
                }
            }
            return true;
        }
    }

    private static PGSimpleDataSource dataSource(DatabaseAddress address) {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(
                "jdbc:postgresql://" + address.hostAndPort() + "/" + URLEncoder.encode(address.database(), UTF_8));
        dataSource.setUser(address.user());
        dataSource.setPassword(address.password());
        dataSource.setApplicationName(address.applicationName() + "-migrations");
        int timeout = address.connectTimeout() == null ? CONNECT_TIMEOUT_S : address.connectTimeout();
        dataSource.setConnectTimeout(timeout);
        dataSource.setLoginTimeout(timeout);
        dataSource.setSslMode(address.sslMode());
        dataSource.setOptions(LOCK_TIMEOUT_OPTION);
        // The driver of the pools has no channel binding, and a server should accept both drivers or none.
        dataSource.setChannelBinding("disable");
        if (address.sslRootCert() != null) {
            dataSource.setSslRootCert(address.sslRootCert());
            dataSource.setSslfactory(JdbcTls.class.getName());
        }
        return dataSource;
    }

    private static void pause() {
        try {
            Thread.sleep(RETRY_INTERVAL.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DatabaseUnavailable("Interrupted while waiting for the database", e);
        }
    }

    @FunctionalInterface
    private interface Attempt<T> {
        T run() throws SQLException;
    }
}
