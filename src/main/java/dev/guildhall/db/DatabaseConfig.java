package dev.guildhall.db;

import dev.guildhall.postgres.EmbeddedPostgres;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Which database to use, and how hard.
 *
 * @param address null: the embedded one
 * @param migrationsAddress the same database as another user, who owns the tables; null: the user of {@code address} does
 * @param schema where in it the tables are; null: in the first schema of the user's own {@code search_path}
 * @param embeddedDirectory Guildhall's own directory, in which the embedded database is kept between runs
 * @param poolSize the most connections that this node has open at a time, the one that listens and notifies included
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

    /** Whether this build carries a PostgreSQL for this machine. */
    public static boolean canEmbed() {
        return EmbeddedPostgres.isIncluded();
    }

    public DatabaseConfig reserving(int connections) {
        return new DatabaseConfig(address, migrationsAddress, schema, embeddedDirectory, poolSize, connections);
    }
}
