package dev.guildhall.db;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.IOException;
import java.net.URLEncoder;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.CoreErrorCode;
import org.flywaydb.core.api.FlywayException;
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

    private final DatabaseAddress address;
    private final Duration untilLock;
    private final long begun = System.nanoTime();
    private boolean waits;

    private Migrations(DatabaseAddress address, Duration untilLock) {
        this.address = address;
        this.untilLock = untilLock;
    }

    /**
     * Answers the address with the schema that the tables are in.
     *
     * @throws DatabaseUnavailable if it cannot be reached, does not let us in, holds something else, or keeps a table locked
     */
    @CanIgnoreReturnValue
    public static DatabaseAddress run(DatabaseAddress address) {
        return run(address, UNTIL_LOCK);
    }

    @CanIgnoreReturnValue
    static DatabaseAddress run(DatabaseAddress address, Duration untilLock) {
        return new Migrations(address, untilLock).run();
    }

    private DatabaseAddress run() {
        while (true) {
            try {
                return migrate();
            } catch (FlywayException | SQLException e) {
                boolean isLocked = StartTrouble.isLockTimeout(e);
                Duration atMost = isLocked ? untilLock : UNTIL_DATABASE;
                boolean isWorthWaiting = isLocked || StartTrouble.mayPass(e);
                if (!isWorthWaiting || System.nanoTime() - begun > atMost.toNanos()) {
                    throw StartTrouble.refusal(address, e);
                }
                if (!waits) {
                    waits = true;
                    LOG.warn(
                            "Waiting up to {} s: {}",
                            atMost.toSeconds(),
                            StartTrouble.refusal(address, e).getMessage());
                }
            }
            pause();
        }
    }

    private DatabaseAddress migrate() throws SQLException {
        PGSimpleDataSource source = source();
        String schema = checkedSchema(source);
        try {
            Flyway.configure()
                    .dataSource(source)
                    .schemas(schema)
                    .locations("classpath:sql")
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            if (e.getErrorCode() == CoreErrorCode.NON_EMPTY_SCHEMA_WITHOUT_SCHEMA_HISTORY_TABLE) {
                throw StartTrouble.holdsOtherTables(address, schema, e);
            }
            if (e.getErrorCode() == CoreErrorCode.VALIDATE_ERROR) {
                throw StartTrouble.holdsOtherMigrations(address, schema, e);
            }
            throw e;
        }
        return address.inSchema(schema);
    }

    /** The schema to use in a database that can be used. */
    private String checkedSchema(PGSimpleDataSource source) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "select current_setting('server_encoding') as encoding, current_schema() as schema")) {
            row.next();
            String encoding = row.getString("encoding");
            if (!"UTF8".equals(encoding)) {
                throw StartTrouble.isNotUtf8(address, encoding);
            }
            String found = row.getString("schema");
            String schema = address.schema() != null ? address.schema() : found == null ? Schema.PUBLIC : found;
            if (!Schema.isName(schema)) {
                throw StartTrouble.hasOddSchema(address, schema);
            }
            return schema;
        }
    }

    private PGSimpleDataSource source() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl("jdbc:postgresql://" + address.bracketedHost() + ":" + address.port() + "/"
                + URLEncoder.encode(address.database(), UTF_8));
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
            Patience.pause(BETWEEN_ATTEMPTS);
        } catch (IOException e) {
            throw new DatabaseUnavailable("The start was interrupted", e);
        }
    }
}
