package dev.guildhall.postgres;

import dev.guildhall.file.PrivateFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files that are kept between runs: the data of PostgreSQL and its password. Each is created completely or not at all. */
record PostgresData(Path home) {
    /** Not a superuser, so that everything that works here also works on a managed PostgreSQL. */
    static final String USER = "guildhall";

    static final String DATABASE = "guildhall";
    private static final Logger LOG = LoggerFactory.getLogger(PostgresData.class);

    /** For the operator, because the bundled PostgreSQL has no pg_dump. */
    private static final String UPGRADE_INSTRUCTIONS = """
            $HOME_OF_DATA/data contains data of PostgreSQL $FOUND, and this Guildhall contains PostgreSQL $BUNDLED. \
            Nothing has been changed. To migrate the data you need pg_dump, pg_restore, createdb and dropdb \
            of PostgreSQL $FOUND or later (the package postgresql-client-$FOUND of Debian, Ubuntu or \
            apt.postgresql.org). Type:

              cd "$HOME_OF_DATA"
              export PGHOST=127.0.0.1 PGPORT=54329 PGUSER=postgres PGPASSWORD="$(cat postgres.password)"
              $POSTGRES -D "$PWD/data" -p $PGPORT -c listen_addresses=$PGHOST -c unix_socket_directories= &
              until pg_isready --quiet; do sleep 1; done
              pg_dump --format=custom --file=guildhall.dump guildhall
              kill -INT $! && wait $!
              mv data data-$FOUND

            Start this Guildhall, and while it runs, type in the same terminal as before:

              export PGPORT=$(sed -n 4p data/postmaster.pid)
              dropdb --force guildhall && createdb --owner=guildhall guildhall
              pg_restore --dbname=guildhall --exit-on-error guildhall.dump

            Then restart it. To start with an empty database instead, rename $HOME_OF_DATA/data.""";

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
        removeUnfinished();
        if (!exists()) {
            if (!Files.exists(passwordFile())) {
                writePassword();
            }
            create(programs);
        }
    }

    /** @throws IllegalStateException if these files cannot be used by PostgreSQL of that major version */
    void check(PostgresBinaries binaries, List<String> commandPrefix) throws IOException {
        Path version = directory().resolve("PG_VERSION");
        if (!Files.exists(version)) {
            throw new IllegalStateException(
                    directory()
                            + " contains no data of PostgreSQL: rename it to start with an empty database, or put the data back.");
        }
        String found = Files.readString(version).strip();
        if (!found.equals(binaries.major())) {
            throw new IllegalStateException(UPGRADE_INSTRUCTIONS
                    .replace("$HOME_OF_DATA", home.toString())
                    .replace("$FOUND", found)
                    .replace("$BUNDLED", binaries.release())
                    .replace(
                            "$POSTGRES",
                            commandPrefix.stream().map(word -> word + " ").collect(Collectors.joining())
                                    + '"'
                                    + findPostgres(found)
                                    + '"'));
        }
        if (!Files.exists(passwordFile())) {
            throw new IllegalStateException(passwordFile() + " is missing, which contains the password for "
                    + directory() + ": put it back, or rename both to start with an empty database.");
        }
        Directories.makePrivate(directory());
    }

    /** The binary of that major version, which is normally still in {@code home}. */
    private String findPostgres(String major) throws IOException {
        return Directories.list(home, "postgres-" + major + "[.-]*").stream()
                .filter(bundle -> !bundle.toString().endsWith(PrivateFile.UNFINISHED))
                .map(bundle -> bundle.resolve("bin").resolve("postgres").toString())
                .findFirst()
                .orElse("/usr/lib/postgresql/" + major + "/bin/postgres");
    }

    private void writePassword() throws IOException {
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        PrivateFile.write(passwordFile(), Base64.getUrlEncoder().encodeToString(random) + "\n");
    }

    private void create(PostgresPrograms programs) throws IOException {
        // A unique name, because an initdb of a Guildhall that was just killed may still be writing.
        Path part = home.resolve(
                "data-" + ProcessHandle.current().pid() + "-" + System.nanoTime() + PrivateFile.UNFINISHED);
        try {
            initdb(programs, part);
            createDatabase(programs, part);
        } catch (IOException e) {
            throw new IOException(
                    "Cannot create the PostgreSQL database in " + home + " (" + e.getMessage()
                            + "): correct that, or set DATABASE_URL to your own PostgreSQL.",
                    e);
        }
        Files.move(part, directory());
        Directories.force(home);
    }

    private void removeUnfinished() throws IOException {
        for (Path unfinished : Directories.list(home, "{data-,postgres.password}*" + PrivateFile.UNFINISHED)) {
            try {
                Directories.delete(unfinished);
            } catch (IOException | UncheckedIOException error) {
                LOG.debug("Cannot delete {} before the next start: {}", unfinished, error.toString());
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

    /** In single-user mode, so that no server listens before the database is complete. */
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
