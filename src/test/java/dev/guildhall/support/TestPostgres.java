package dev.guildhall.support;

import static java.util.Objects.requireNonNull;

import dev.guildhall.db.DatabaseAddress;
import dev.guildhall.db.EmbeddedServer;
import dev.guildhall.db.Migrations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** The PostgreSQL of this JVM: that of {@code TEST_DATABASE_URL}, whose user must be able to create databases, or an embedded one. */
final class TestPostgres {
    private static final Path DIRECTORY = Path.of("target", "test-postgres");

    private final DatabaseAddress address;
    private final String prefix = "guildhall_test_" + ProcessHandle.current().pid() + "_" + System.nanoTime() + "_";
    private final AtomicInteger databases = new AtomicInteger();

    private TestPostgres() {
        this.address = address();
        createDatabase(template(), "template0");
        Migrations.run(at(template()));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> dropDatabase(template())));
    }

    static TestPostgres get() {
        return Holder.SERVER;
    }

    /** Creates a database with the schema and no rows. */
    DatabaseAddress createDatabase() {
        String name = prefix + databases.incrementAndGet();
        createDatabase(name, template());
        return at(name);
    }

    void dropDatabase(String database) {
        try (Sql sql = new Sql(address)) {
            // Without "with (force)", which fails while an autovacuum runs: this waits for connections that are being
            // closed.
            sql.update("drop database if exists " + database);
        }
    }

    private void createDatabase(String name, String template) {
        try (Sql sql = new Sql(address)) {
            sql.update("create database " + name + " template " + template);
            // The data are dropped after the run, so a commit need not wait for the disk.
            sql.update("alter database " + name + " set synchronous_commit = off");
        }
    }

    private String template() {
        return prefix + "template";
    }

    private DatabaseAddress at(String database) {
        return new DatabaseAddress(
                address.host(), address.port(), database, address.user(), address.password(), address.sslMode());
    }

    private static DatabaseAddress address() {
        String url = System.getenv("TEST_DATABASE_URL");
        try {
            return url == null || url.isBlank() ? EmbeddedServer.start(DIRECTORY) : parse(url);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static DatabaseAddress parse(String url) {
        return requireNonNull(DatabaseAddress.parse(url, mistake -> {
            throw new IllegalStateException("TEST_DATABASE_URL " + mistake);
        }));
    }

    private static final class Holder {
        private static final TestPostgres SERVER = new TestPostgres();
    }
}
