package dev.guildhall.db;

import dev.guildhall.postgres.EmbeddedPostgres;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Which database to use, and with how many connections.
 *
 * @param address null: the embedded database
 * @param migrationsAddress the same database with the user who owns the tables; null: the user of {@code address} owns them
 * @param schema the schema of the tables; null: the first schema of the user's {@code search_path}
 * @param embeddedDirectory Guildhall's own directory, where the embedded database is kept between runs
 * @param poolSize the maximum number of open connections of this node, including the one for LISTEN and NOTIFY
 * @param reserved how many of them are not for requests
 */
public record DatabaseConfig(
        @Nullable DatabaseAddress address,
        @Nullable DatabaseAddress migrationsAddress,
        @Nullable String schema,
        Path embeddedDirectory,
        int poolSize,
        int reserved) {
    public static final int MIN_POOL_SIZE = 4;
    public static final int MAX_POOL_SIZE = 20;

    /** Whether this build contains a PostgreSQL for this machine. */
    public static boolean canEmbed() {
        return EmbeddedPostgres.isIncluded();
    }

    public DatabaseConfig reserving(int connections) {
        return new DatabaseConfig(address, migrationsAddress, schema, embeddedDirectory, poolSize, connections);
    }
}
