package dev.guildhall.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** The first of the two commands in the README, in a clone where nothing was built. */
@Isolated("a build uses all processors")
class CleanCloneIT {
    @TempDir
    Path clone;

    @Tag("RUN-1")
    @Test
    @Timeout(300)
    void startsWithMavenAlone() throws Exception {
        for (String part : List.of("pom.xml", ".mvn", "sql", "docs", "src/main")) {
            copy(Path.of(part));
        }
        ProcessBuilder builder = new ProcessBuilder("mvn", "-B", "compile", "exec:java")
                .directory(clone.toFile())
                .redirectErrorStream(true);
        Stream.of(EnvironmentVariable.values())
                .forEach(variable -> builder.environment().remove(variable.name()));
        builder.environment().put("PORT", "0");
        Process maven = builder.start();
        try (Stream<String> lines = new BufferedReader(new InputStreamReader(maven.getInputStream(), UTF_8)).lines()) {
            assertThat(lines.anyMatch(line -> line.contains("Guildhall listens on http://127.0.0.1:")))
                    .isTrue();
        } finally {
            maven.destroy();
        }
        assertThat(maven.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(clone.resolve(".guildhall")).isDirectory();
    }

    private void copy(Path part) throws IOException {
        try (Stream<Path> files = Files.walk(part)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = clone.resolve(file);
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        }
    }
}
