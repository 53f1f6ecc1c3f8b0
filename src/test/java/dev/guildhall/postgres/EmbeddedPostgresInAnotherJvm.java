package dev.guildhall.postgres;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** Another JVM with an embedded database, which a test can kill. */
final class EmbeddedPostgresInAnotherJvm implements AutoCloseable {
    private static final String UP = "up";

    private final Process process;

    private EmbeddedPostgresInAnotherJvm(Process process) {
        this.process = process;
    }

    static EmbeddedPostgresInAnotherJvm launch(Path directory) throws IOException {
        return new EmbeddedPostgresInAnotherJvm(new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        EmbeddedPostgresInAnotherJvm.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    public static void main(String[] arguments) throws Exception {
        try (var database = EmbeddedPostgres.start(Path.of(arguments[0]));
                var out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8)) {
            out.println(UP);
            new CountDownLatch(1).await();
        }
    }

    EmbeddedPostgresInAnotherJvm awaitUp() throws IOException {
        BufferedReader out = process.inputReader();
        for (String line = out.readLine(); !UP.equals(line); line = out.readLine()) {
            if (line == null) {
                throw new IOException("The other JVM ended before its database was up");
            }
        }
        return this;
    }

    long pid() {
        return process.pid();
    }

    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }
}
