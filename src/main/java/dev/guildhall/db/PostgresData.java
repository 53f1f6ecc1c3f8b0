package dev.guildhall.db;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files that stay: the data of PostgreSQL and the password to it. Each appears whole or not at all. */
record PostgresData(Path home) {
    /** Not PostgreSQL's superuser, so that whatever works here works on a managed PostgreSQL too. */
    static final String USER = "guildhall";

    static final String DATABASE = "guildhall";
    private static final Logger log = LoggerFactory.getLogger(PostgresData.class);
    private static final String PART = ".part";

    Path directory() {
        return home.resolve("data");
    }

    private Path passwordFile() {
        return home.resolve("postgres.password");
    }

    String password() throws IOException {
        return Files.readString(passwordFile()).strip();
    }

    boolean exists() {
        return Files.exists(directory());
    }

    /** Call with {@code home} locked. */
    void createIfAbsent(PostgresPrograms programs) throws IOException {
        removeLeftovers();
        if (!exists()) {
            if (!Files.exists(passwordFile())) {
                writePassword();
            }
            create(programs);
        }
    }

    /** @throws IllegalStateException if what lies here cannot be used by PostgreSQL of that major version */
    void check(PostgresBinaries binaries) throws IOException {
        Path version = directory().resolve("PG_VERSION");
        String found = Files.exists(version) ? Files.readString(version).strip() : "an unknown version";
        if (!found.equals(binaries.major())) {
            throw new IllegalStateException(directory() + " holds data of PostgreSQL " + found
                    + ", and this Guildhall brings PostgreSQL " + binaries.release()
                    + ": move it aside to begin anew, or dump it with the Guildhall that wrote it and load it here.");
        }
        if (!Files.exists(passwordFile())) {
            throw new IllegalStateException(passwordFile() + " is gone, and with it the password to " + directory()
                    + ": put it back, or move both aside to begin anew.");
        }
        Directories.makePrivate(directory());
    }

    private void writePassword() throws IOException {
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        Path part = Path.of(passwordFile() + PART);
        Files.deleteIfExists(part);
        Files.createFile(part, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(part, Base64.getUrlEncoder().encodeToString(random) + "\n", StandardOpenOption.DSYNC);
        Files.move(part, passwordFile());
    }

    private void create(PostgresPrograms programs) throws IOException {
        // A name of its own, since the initdb of a Guildhall killed just now may still write for a moment.
        Path part = home.resolve("data-" + ProcessHandle.current().pid() + "-" + System.nanoTime() + PART);
        try {
            initdb(programs, part);
            createDatabase(programs, part);
        } catch (IOException e) {
            throw new IOException(
                    "PostgreSQL could not be prepared in " + home + " (" + e.getMessage()
                            + "): put that right, or set DATABASE_URL to a PostgreSQL of your own.",
                    e);
        }
        Files.move(part, directory());
        Directories.force(home);
    }

    private void removeLeftovers() throws IOException {
        for (Path leftover : Directories.list(home, "data-*" + PART)) {
            try {
                Directories.delete(leftover);
            } catch (IOException | UncheckedIOException stillWritten) {
                log.debug("{} stays until the next start: {}", leftover, stillWritten.toString());
            }
        }
    }

    private void initdb(PostgresPrograms programs, Path target) throws IOException {
        programs.run(
                "",
                "initdb",
                "--pgdata=" + target,
                "--username=postgres",
                "--pwfile=" + passwordFile(),
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8");
    }

    /** In single-user mode: at no moment does a server listen that holds less than the whole. */
    private void createDatabase(PostgresPrograms programs, Path target) throws IOException {
        programs.run(
                """
                CREATE ROLE %1$s LOGIN CREATEDB PASSWORD '%3$s'
                CREATE DATABASE %2$s OWNER %1$s
                """.formatted(USER, DATABASE, password()),
                "postgres",
                "--single",
                "-D",
                target.toString(),
                "-c",
                "exit_on_error=on",
                "postgres");
    }
}
