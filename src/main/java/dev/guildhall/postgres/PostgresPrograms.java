package dev.guildhall.postgres;

import java.io.File;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Runs the programs of PostgreSQL: never as root, and without our environment variables, which may contain secrets. */
record PostgresPrograms(List<String> prefix, Path directory) {
    private static final Set<String> KEPT_ENVIRONMENT = Set.of("PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH");

    /**
     * The words to put before a command so that it does not run as root: for root it runs in a user namespace, as the user nobody.
     *
     * @param home has to be accessible in the namespace
     * @throws IllegalStateException if it is not, or if there are no user namespaces, as on macOS and in most containers
     */
    static List<String> commandPrefix(Path home) throws IOException {
        if (!output(List.of("id", "-u"), "").equals("0")) {
            return List.of();
        }
        var unshare = List.of("unshare", "-U");
        try {
            output(concat(unshare, List.of("ls", "-d", home + "/.")), "");
            return unshare;
        } catch (IOException e) {
            throw new IllegalStateException(
                    "PostgreSQL refuses to run as root, and Guildhall cannot run it here as nobody in a user namespace ("
                            + e.getMessage() + "): start Guildhall as a different user, or set DATABASE_URL to"
                            + " your own PostgreSQL.",
                    e);
        }
    }

    String path(String program) {
        return directory.resolve("bin").resolve(program).toString();
    }

    /** A process that is not started yet, for a command that runs one of the programs. */
    ProcessBuilder process(List<String> command) {
        return process(prefix, command);
    }

    /** Runs a program with this standard input, waits for its end and returns its output. */
    String run(String input, String program, String... arguments) throws IOException {
        return output(concat(prefix, concat(List.of(path(program)), List.of(arguments))), input);
    }

    static Optional<String> findOnPath(String program) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("/usr/bin:/bin");
        return List.of(path.split(File.pathSeparator)).stream()
                .map(directory -> Path.of(directory, program))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
    }

    private static ProcessBuilder process(List<String> prefix, List<String> command) {
        var builder = new ProcessBuilder(concat(prefix, command));
        builder.environment().keySet().retainAll(KEPT_ENVIRONMENT);
        builder.environment().put("LC_ALL", "C");
        builder.environment().put("TZ", "UTC");
        return builder;
    }

    private static String output(List<String> command, String input) throws IOException {
        Process process = process(List.of(), command).redirectErrorStream(true).start();
        writeInput(process, input);
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        try {
            if (process.waitFor() != 0) {
                throw new IOException(command.get(0) + " failed: " + output);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException(command.get(0) + " was interrupted");
        }
        return output;
    }

    private static void writeInput(Process process, String input) {
        try (var in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException alreadyEnded) {
            // The output and the exit status of the process explain more than the broken pipe.
        }
    }

    private static List<String> concat(List<String> first, List<String> second) {
        var all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }
}
