package dev.guildhall.db;

import org.flywaydb.core.Flyway;

/** Brings the schema up to date from {@code sql/}. Blocks: it speaks JDBC, as Flyway does. */
public final class Migrations {
    /** Attempts to reach a database that is still starting, a second or more apart. */
    private static final int CONNECT_RETRIES = 10;

    private Migrations() {}

    public static void run(DatabaseAddress address) {
        String host = address.host().contains(":") ? "[" + address.host() + "]" : address.host();
        Flyway.configure()
                .dataSource(
                        "jdbc:postgresql://" + host + ":" + address.port() + "/" + encoded(address.database())
                                + "?sslmode=" + address.sslMode() + "&ApplicationName=guildhall-migrations",
                        address.user(),
                        address.password())
                .locations("classpath:sql")
                .connectRetries(CONNECT_RETRIES)
                .connectRetriesInterval(2)
                .load()
                .migrate();
    }

    private static String encoded(String name) {
        return java.net.URLEncoder.encode(name, java.nio.charset.StandardCharsets.UTF_8);
    }
}
