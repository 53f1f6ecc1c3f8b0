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

/** What a running postgres says of itself in the {@code postmaster.pid} of its data directory. */
final class Postmaster {
    private static final int LINE_OF_STATUS = 7;

    private Postmaster() {}

    static boolean isReady(Path data, long pid) throws IOException {
        List<String> lines = lines(data);
        return lines.size() > LINE_OF_STATUS
                && lines.get(0).equals(Long.toString(pid))
                && lines.get(LINE_OF_STATUS).strip().equals("ready");
    }

    /**
     * Returns when no postgres runs in that directory, nor seems to: the pid that it left behind may be another process's by now, which
     * a new postgres would take for its predecessor.
     *
     * @throws IllegalStateException if one is still running after that time
     */
    static void awaitEnd(Path data, Duration patience) throws IOException {
        if (!Poll.await(patience, () -> running(data).isEmpty())) {
            throw new IllegalStateException("A PostgreSQL is still running in " + data
                    + " though no Guildhall owns it: stop it (kill -INT $(head -1 " + file(data)
                    + ")), or set DATABASE_URL.");
        }
        // PostgreSQL itself sees best to the file of a process that is no more: it also looks for orphans of it.
        if (pid(data).flatMap(ProcessHandle::of).isPresent()) {
            Files.deleteIfExists(file(data));
        }
    }

    private static Optional<ProcessHandle> running(Path data) throws IOException {
        return pid(data).flatMap(ProcessHandle::of).filter(process -> isPostgresOf(data, process));
    }

    private static boolean isPostgresOf(Path data, ProcessHandle process) {
        boolean postgres = process.info()
                .command()
                .map(Path::of)
                .filter(command -> command.getFileName().toString().startsWith("postgres"))
                .isPresent();
        return postgres
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
