package dev.guildhall.support;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.guildhall.db.DatabaseAddress;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One JDBC connection for what a test does directly in the database. Each statement commits by itself. */
public final class Sql implements AutoCloseable {
    private final DatabaseAddress address;
    private final Connection connection;

    public Sql(DatabaseAddress address) {
        this.address = address;
        try {
            this.connection = DriverManager.getConnection(
                    "jdbc:postgresql://" + address.host() + ":" + address.port() + "/" + address.database()
                            + "?sslmode=" + address.sslMode(),
                    address.user(),
                    address.password());
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Another connection to the same database. */
    Sql another() {
        return new Sql(address);
    }

    /** Runs one statement that returns no rows, and returns how many rows it changed. */
    public int update(String sql, @Nullable Object... parameters) {
        return run(sql, PreparedStatement::executeUpdate, parameters);
    }

    /** @param state the SQLSTATE with which PostgreSQL must refuse this statement */
    public void expectRefusal(String state, String sql, @Nullable Object... parameters) {
        // as() would come too late: assertThatThrownBy itself fails if nothing is thrown.
        assertThatThrownBy(
                        () -> update(sql, parameters),
                        "PostgreSQL takes what it has to refuse: %s %s",
                        sql,
                        Arrays.toString(parameters))
                .isInstanceOf(Refused.class)
                .hasMessageStartingWith(state + " ");
    }

    public List<Map<String, @Nullable Object>> rows(String sql, @Nullable Object... parameters) {
        return run(
                sql,
                statement -> {
                    try (ResultSet rows = statement.executeQuery()) {
                        return read(rows);
                    }
                },
                parameters);
    }

    public Map<String, @Nullable Object> row(String sql, @Nullable Object... parameters) {
        List<Map<String, @Nullable Object>> rows = rows(sql, parameters);
        if (rows.size() != 1) {
            throw new AssertionError(rows.size() + " rows instead of one: " + sql);
        }
        return rows.get(0);
    }

    /** How many rows a query returns. */
    public int count(String query, @Nullable Object... parameters) {
        return rows(query, parameters).size();
    }

    /** Waits until at least this many statements in this database wait for a lock. */
    public void awaitWaitingForLocks(int statements) {
        Instant deadline = Instant.now().plusSeconds(10);
        while (count("select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()")
                < statements) {
            if (Instant.now().isAfter(deadline)) {
                throw new AssertionError("fewer than " + statements + " statements wait for a lock");
            }
        }
    }

    /** Begins a transaction, which {@link #commit} or {@link #rollback} ends. */
    public void begin() {
        try {
            connection.setAutoCommit(false);
        } catch (SQLException e) {
            throw new Refused(e);
        }
    }

    public void commit() {
        try {
            connection.commit();
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            throw new Refused(e);
        }
    }

    public void rollback() {
        try {
            connection.rollback();
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            throw new Refused(e);
        }
    }

    private static List<Map<String, @Nullable Object>> read(ResultSet rows) throws SQLException {
        List<Map<String, @Nullable Object>> all = new ArrayList<>();
        while (rows.next()) {
            Map<String, @Nullable Object> row = new LinkedHashMap<>();
            for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
                row.put(rows.getMetaData().getColumnLabel(column), rows.getObject(column));
            }
            all.add(row);
        }
        return all;
    }

    private <T> T run(String sql, Execution<T> execution, @Nullable Object... parameters) {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            return execution.of(statement);
        } catch (SQLException e) {
            throw new Refused(e);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** PostgreSQL has refused a statement; the message begins with the SQLSTATE. */
    public static final class Refused extends RuntimeException {
        private Refused(SQLException cause) {
            super(cause.getSQLState() + " " + cause.getMessage(), cause);
        }
    }

    @FunctionalInterface
    private interface Execution<T> {
        T of(PreparedStatement statement) throws SQLException;
    }
}
