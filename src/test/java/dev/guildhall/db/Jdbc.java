package dev.guildhall.db;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;

/** Simple access to a database by JDBC; each call opens its own connection. */
public final class Jdbc {
    private Jdbc() {}

    public static DatabaseAddress as(String user, DatabaseAddress address) {
        return new DatabaseAddress(
                address.host(), address.port(), address.database(), user, address.password(), address.sslMode());
    }

    public static boolean isUp(DatabaseAddress address) {
        try (var connection = connect(address)) {
            return connection.isValid(1);
        } catch (SQLException e) {
            return false;
        }
    }

    public static void remember(DatabaseAddress address, String text) throws SQLException {
        try (var connection = connect(address);
                var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS memory (text text)");
            statement.execute("INSERT INTO memory VALUES ('" + text + "')");
        }
    }

    public static List<String> remembered(DatabaseAddress address) throws SQLException {
        return query(address, "SELECT text FROM memory");
    }

    public static List<String> query(DatabaseAddress address, String sql) throws SQLException {
        var values = Stream.<String>builder();
        try (var connection = connect(address);
                var rows = connection.createStatement().executeQuery(sql)) {
            while (rows.next()) {
                values.add(rows.getString(1));
            }
        }
        return values.build().toList();
    }

    public static Connection connect(DatabaseAddress address) throws SQLException {
        String url = "jdbc:postgresql://" + address.host() + ":" + address.port() + "/" + address.database();
        return DriverManager.getConnection(url + "?sslmode=" + address.sslMode(), address.user(), address.password());
    }
}
