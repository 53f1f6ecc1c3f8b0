package dev.guildhall.db;

import java.nio.file.Path;

final class EmbeddedPostgres implements AutoCloseable {
    static EmbeddedPostgres start(Path d) throws java.io.IOException {
        throw new java.io.IOException("x");
    }

    DatabaseAddress address() {
        throw new IllegalStateException();
    }

    @Override
    public void close() {}
}
