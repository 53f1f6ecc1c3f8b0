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

/** The programs of PostgreSQL, run as it wants: never as root, and without our environment, which holds secrets. */
record PostgresPrograms(List<String> prefix, Path directory) {
    private static final Set<String> KEPT_ENVIRONMENT = Set.of("PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH");

    /**
     * What to put before a command so that it does not run as root: root gets a user namespace, where it is nobody.
     *
     * @param home has to be within reach of it
     * @throws IllegalStateException if it is not, or there are no user namespaces, as on macOS and in most containers
     */
    static List<String> asNobody(Path home) throws IOException {
        if (!output(List.of("id", "-u"), "").equals("0")) {
            return List.of();
        }
        var asNobody = List.of("unshare", "-U");
        try {
            output(concat(asNobody, List.of("ls", "-d", home + "/.")), "");
            return asNobody;
        } catch (IOException e) {
            throw new IllegalStateException(
                    "PostgreSQL refuses to run as root, and Guildhall cannot run it here as nobody in a user namespace ("
                            + e.getMessage() + "): start Guildhall as another user, or set DATABASE_URL to a"
                            + " PostgreSQL of your own.",
                    e);
        }
    }

    String path(String program) {
        return directory.resolve("bin").resolve(program).toString();
    }

    /** A process still to be started, from any command that ends in one of our programs. */
    ProcessBuilder process(List<String> command) {
        return process(prefix, command);
    }

    /** Runs it to its end and returns what it printed; it gets {@code input} as its standard input. */
    String run(String input, String program, String... arguments) throws IOException {
        return output(concat(prefix, concat(List.of(path(program)), List.of(arguments))), input);
    }

    static Optional<String> onPath(String program) {
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
        give(process, input);
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

    private static void give(Process process, String input) {
        try (var in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException alreadyEnded) {
            // Its output and exit status say more than our broken pipe.
        }
    }

    private static List<String> concat(List<String> first, List<String> second) {
        var all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }
}
