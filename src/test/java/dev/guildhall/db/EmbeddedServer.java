package dev.guildhall.db;

import dev.guildhall.postgres.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;

/** Starts the embedded PostgreSQL for tests of other packages. It stops when the JVM exits. */
public final class EmbeddedServer {
    private EmbeddedServer() {}

    public static DatabaseAddress start(Path directory) throws IOException {
        return DatabaseAddress.of(EmbeddedPostgres.start(directory));
    }
}
