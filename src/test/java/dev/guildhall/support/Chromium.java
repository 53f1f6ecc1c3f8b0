package dev.guildhall.support;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A headless browser that shows one page until it is closed; a profile of its own, and so cookies of its own. */
public final class Chromium implements AutoCloseable {
    private static final int MAX_END_S = 10;

    private final Path profile;
    private final Process process;

    private Chromium(Path profile, Process process) {
        this.profile = profile;
        this.process = process;
    }

    /** Where it is installed; Debian's package {@code chromium} is. */
    public static Optional<Path> program() {
        return Stream.of("chromium", "chromium-browser", "google-chrome")
                .map(name -> Path.of("/usr/bin", name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    public static Chromium show(String url) {
        try {
            Path profile = Files.createTempDirectory("guildhall-chromium");
            // As root there is no sandbox; and nothing but the page may be asked for.
            return new Chromium(
                    profile,
                    new ProcessBuilder(
                                    program().orElseThrow().toString(),
                                    "--headless",
                                    "--no-sandbox",
                                    "--disable-gpu",
                                    "--disable-dev-shm-usage",
                                    "--disable-quic",
                                    "--no-first-run",
                                    "--disable-background-networking",
                                    "--disable-component-update",
                                    "--disable-sync",
                                    "--user-data-dir=" + profile,
                                    "--remote-debugging-port=0",
                                    url)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try (Stream<ProcessHandle> helpers = process.descendants()) {
            helpers.forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            if (!process.waitFor(MAX_END_S, TimeUnit.SECONDS)) {
                throw new IllegalStateException("chromium does not end");
            }
            delete();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void delete() {
        try (Stream<Path> files = Files.walk(profile)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
