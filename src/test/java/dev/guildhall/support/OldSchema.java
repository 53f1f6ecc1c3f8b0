package dev.guildhall.support;

import dev.guildhall.db.DatabaseAddress;
import org.flywaydb.core.Flyway;

/** The schema of an older version of Guildhall. */
public final class OldSchema {
    private OldSchema() {}

    /**
     * Runs the migrations in an empty schema.
     *
     * @param version the last one of them, such as {@code 22}
     */
    public static void migrate(DatabaseAddress address, String version) {
        Flyway.configure()
                .dataSource(
                        "jdbc:postgresql://" + address.host() + ":" + address.port() + "/" + address.database(),
                        address.user(),
                        address.password())
                .locations("classpath:sql")
                .target(version)
                .load()
                .migrate();
    }

    /** A database with the tables of this version and no rows. */
    public static TestDatabase database(String version) {
        TestDatabase database = TestDatabase.fresh();
        try (Sql sql = database.sql()) {
            sql.update("drop schema public cascade");
            sql.update("create schema public");
        }
        migrate(database.address(), version);
        return database;
    }
}
