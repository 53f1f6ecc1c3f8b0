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

/** The files that stay: the data of PostgreSQL and the password to it. Each appears whole or not at all. */
record PostgresData(Path home) {
    /** Not PostgreSQL's superuser, so that whatever works here works on a managed PostgreSQL too. */
    static final String USER = "guildhall";

    static final String DATABASE = "guildhall";
    private static final Logger LOG = LoggerFactory.getLogger(PostgresData.class);
    private static final String PART = PrivateFile.UNFINISHED;

    /** Our bundles hold no pg_dump, so that this cannot be done without the person who reads it. */
    private static final String CARRY_OVER = """
            $HOME_OF_DATA/data holds data of PostgreSQL $FOUND, and this Guildhall brings PostgreSQL $BROUGHT. \
            They are left as they are. To carry them over you need pg_dump, pg_restore, createdb and dropdb \
            of PostgreSQL $FOUND or a later one (the package postgresql-client-$FOUND of Debian, Ubuntu or \
            apt.postgresql.org). Type:

              cd "$HOME_OF_DATA"
              export PGHOST=127.0.0.1 PGPORT=54329 PGUSER=postgres PGPASSWORD="$(cat postgres.password)"
              $POSTGRES -D "$PWD/data" -p $PGPORT -c listen_addresses=$PGHOST -c unix_socket_directories= &
              until pg_isready --quiet; do sleep 1; done
              pg_dump --format=custom --file=guildhall.dump guildhall
              kill -INT $! && wait $!
              mv data data-$FOUND

            Start this Guildhall, and while it runs type in the same terminal as before:

              export PGPORT=$(sed -n 4p data/postmaster.pid)
              dropdb --force guildhall && createdb --owner=guildhall guildhall
              pg_restore --dbname=guildhall --exit-on-error guildhall.dump

            Then start it once more. To begin anew instead, move $HOME_OF_DATA/data aside.""";

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
    void check(PostgresBinaries binaries, List<String> asNobody) throws IOException {
        Path version = directory().resolve("PG_VERSION");
        if (!Files.exists(version)) {
            throw new IllegalStateException(
                    directory() + " holds no data of PostgreSQL: move it aside to begin anew, or put the data back.");
        }
        String found = Files.readString(version).strip();
        if (!found.equals(binaries.major())) {
            throw new IllegalStateException(CARRY_OVER
                    .replace("$HOME_OF_DATA", home.toString())
                    .replace("$FOUND", found)
                    .replace("$BROUGHT", binaries.release())
                    .replace(
                            "$POSTGRES",
                            asNobody.stream().map(word -> word + " ").collect(Collectors.joining())
                                    + '"'
                                    + postgresOf(found)
                                    + '"'));
        }
        if (!Files.exists(passwordFile())) {
            throw new IllegalStateException(passwordFile() + " is gone, and with it the password to " + directory()
                    + ": put it back, or move both aside to begin anew.");
        }
        Directories.makePrivate(directory());
    }

    /** The server that made these data still lies beside them, unless somebody has tidied up. */
    private String postgresOf(String major) throws IOException {
        return Directories.list(home, "postgres-" + major + "[.-]*").stream()
                .filter(bundle -> !bundle.toString().endsWith(PART))
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
        for (Path leftover : Directories.list(home, "{data-,postgres.password}*" + PART)) {
            try {
                Directories.delete(leftover);
            } catch (IOException | UncheckedIOException stillWritten) {
                LOG.debug("{} stays until the next start: {}", leftover, stillWritten.toString());
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
