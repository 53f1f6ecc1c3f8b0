package dev.guildhall.support;

import static java.util.Objects.requireNonNull;

import dev.guildhall.db.DatabaseAddress;
import dev.guildhall.db.EmbeddedServer;
import dev.guildhall.db.Migrations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** The one PostgreSQL of this JVM: that of {@code TEST_DATABASE_URL}, whose user creates databases, or the embedded one. */
final class TestServer {
    private static final Path DIRECTORY = Path.of("target", "test-postgres");

    private final DatabaseAddress address;
    private final String prefix = "guildhall_test_" + ProcessHandle.current().pid() + "_" + System.nanoTime() + "_";
    private final AtomicInteger databases = new AtomicInteger();

    private TestServer() {
        this.address = address();
        create(template(), "template0");
        Migrations.run(at(template()));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> drop(template())));
    }

    static TestServer get() {
        return Holder.SERVER;
    }

    /** A new database with the whole schema and nothing in it. */
    DatabaseAddress create() {
        String name = prefix + databases.incrementAndGet();
        create(name, template());
        return at(name);
    }

    void drop(String database) {
        try (Sql sql = new Sql(address)) {
            // Not by force, which an autovacuum would resist; it waits for connections that are being closed.
            sql.update("drop database if exists " + database);
        }
    }

    private void create(String name, String template) {
        try (Sql sql = new Sql(address)) {
            sql.update("create database " + name + " template " + template);
            // Nothing here outlives the run, so nothing needs to wait for the disk.
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
        private static final TestServer SERVER = new TestServer();
    }
}
