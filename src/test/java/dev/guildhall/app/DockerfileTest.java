package dev.guildhall.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class DockerfileTest {
    @Tag("RUN-10")
    @Test
    void runsTheJarAloneAndNotAsRoot() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("Dockerfile"));

        assertThat(lines.stream().filter(line -> line.startsWith("FROM "))).hasSize(2);
        assertThat(lines)
                .contains("USER 10001:10001", "ENTRYPOINT [\"sh\", \"start.sh\"]")
                .anyMatch(line -> line.contains(" -DskipEmbedded "))
                .anyMatch(line -> line.startsWith("HEALTHCHECK "))
                .anyMatch(line -> line.startsWith("COPY --from=build ") && line.contains("/src/main/image/start.sh "));
        assertThat(Path.of("src", "main", "image", "start.sh")).exists();
    }

    @Tag("RUN-10")
    @Test
    void copiesOnlyWhatIsThere() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("Dockerfile"))) {
            assertThat(lines.filter(line -> line.startsWith("COPY ") && !line.contains("--from"))
                            .map(line -> line.split(" ", -1)[1]))
                    .isNotEmpty()
                    .allSatisfy(path -> assertThat(Path.of(path)).exists());
        }
    }
}
