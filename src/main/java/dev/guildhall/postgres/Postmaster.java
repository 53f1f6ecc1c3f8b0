package dev.guildhall.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reads {@code postmaster.pid}, the file of a running postgres in its data directory. */
final class Postmaster {
    private static final int STATUS_LINE = 7;

    private Postmaster() {}

    static boolean isReady(Path data, long pid) throws IOException {
        List<String> lines = lines(data);
        return lines.size() > STATUS_LINE
                && lines.get(0).equals(Long.toString(pid))
                && lines.get(STATUS_LINE).strip().equals("ready");
    }

    /**
     * Blocks until no postgres runs in that directory. Then deletes its pid file if a different process has got that pid, because a new
     * postgres would take that process for its predecessor.
     *
     * @throws IllegalStateException if postgres is still running after the timeout
     */
    static void awaitEnd(Path data, Duration timeout) throws IOException {
        if (!Poll.await(timeout, () -> running(data).isEmpty())) {
            throw new IllegalStateException("A PostgreSQL is still running in " + data
                    + " although no Guildhall owns it: stop it (kill -INT $(head -1 " + file(data)
                    + ")), or set DATABASE_URL.");
        }
        // If there is no such process, PostgreSQL handles the file better: it also checks for orphaned child processes.
        if (pid(data).flatMap(ProcessHandle::of).isPresent()) {
            Files.deleteIfExists(file(data));
        }
    }

    private static Optional<ProcessHandle> running(Path data) throws IOException {
        return pid(data).flatMap(ProcessHandle::of).filter(process -> isPostgresOf(data, process));
    }

    private static boolean isPostgresOf(Path data, ProcessHandle process) {
        boolean isPostgres = process.info()
                .command()
                .map(Path::of)
                .filter(command -> command.getFileName().toString().startsWith("postgres"))
                .isPresent();
        return isPostgres
                && process.info()
                        .arguments()
                        .filter(arguments -> Arrays.asList(arguments).contains(data.toString()))
                        .isPresent();
    }

    private static Optional<Long> pid(Path data) throws IOException {
        return lines(data).stream()
                .limit(1)
                .filter(line -> line.matches("\\d{1,10}"))
                .map(Long::valueOf)
                .findFirst();
    }

    private static List<String> lines(Path data) throws IOException {
        try {
            return Files.readAllLines(file(data), StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    private static Path file(Path data) {
        return data.resolve("postmaster.pid");
    }
}
