package dev.guildhall.postgres;

import dev.guildhall.db.DatabaseAddress;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/** A PostgreSQL of the oldest version that Guildhall supports, from the archive that the build puts into target. It stops when the JVM exits. */
public final class OldestPostgres implements AutoCloseable {
    private static final Path ARCHIVE = Path.of("target", "oldest-postgres.jar");

    private final PostgresServer server;
    private final DatabaseAddress address;

    private OldestPostgres(PostgresServer server, DatabaseAddress address) {
        this.server = server;
        this.address = address;
    }

    public static OldestPostgres start(Path directory) throws IOException {
        Path home = Directories.createPrivate(directory);
        String platform = "linux-x86_64";
        URI archive = URI.create("jar:" + ARCHIVE.toUri() + "!/postgres-" + platform + ".txz");
        PostgresPrograms programs = new PostgresPrograms(
                PostgresPrograms.commandPrefix(home),
                new PostgresBinaries("14", platform, archive.toURL()).unpackInto(home));
        Path data = home.resolve("data");
        Path password = Files.writeString(home.resolve("password"), "a password");
        programs.run(
                "",
                "initdb",
                "--pgdata=" + data,
                "--username=postgres",
                "--pwfile=" + password,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C");
        PostgresServer server =
                PostgresServer.start(programs, data, KillablePostgres.freePort(), home.resolve("postgres.log"));
        return new OldestPostgres(
                server,
                new DatabaseAddress("127.0.0.1", server.port(), "postgres", "postgres", "a password", "disable"));
    }

    public DatabaseAddress address() {
        return address;
    }

    @Override
    public void close() throws IOException, InterruptedException {
        server.requestStop();
        server.awaitEnd();
    }
}
