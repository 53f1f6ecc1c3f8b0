package dev.guildhall.db;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Which database to use, and how hard.
 *
 * @param address null: the embedded one
 * @param embeddedDirectory Guildhall's own directory, in which the embedded database is kept between runs
 * @param poolSize the most connections that this node has open at a time, the ones that listen and notify included
 */
public record DatabaseConfig(@Nullable DatabaseAddress address, Path embeddedDirectory, int poolSize) {
    public static final int MIN_POOL_SIZE = 4;
    public static final int MAX_POOL_SIZE = 20;

    /** Whether this build carries a PostgreSQL for this machine. */
    public static boolean canEmbed() {
        return PostgresBinaries.areIncluded();
    }
}
