package dev.guildhall.db;

import dev.guildhall.postgres.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;

/** Lets tests of other packages start the embedded PostgreSQL; it ends with the JVM. */
public final class EmbeddedServer {
    private EmbeddedServer() {}

    public static DatabaseAddress start(Path directory) throws IOException {
        return DatabaseAddress.of(EmbeddedPostgres.start(directory));
    }
}
