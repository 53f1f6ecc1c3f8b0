package dev.guildhall.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
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
                .contains(
                        "RUN java -XX:AOTCacheOutput=guildhall.aot -cp ./guildhall.jar " + TrainingRun.class.getName())
                .anyMatch(line -> line.startsWith("COPY --from=build ") && line.contains("/src/main/image/start.sh "));
        assertThat(Path.of("src", "main", "image", "start.sh")).exists();
    }

    @Tag("RUN-10")
    @Test
    void copiesOnlyExistingFiles() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("Dockerfile"))) {
            assertThat(copied(lines))
                    .isNotEmpty()
                    .allSatisfy(path -> assertThat(Path.of(path)).exists());
        }
    }

    @Tag("RUN-10")
    @Test
    void theBuildContextContainsOnlyTheCopiedFiles() throws IOException {
        List<String> ignored = Files.readAllLines(Path.of(".dockerignore"));
        try (Stream<String> lines = Files.lines(Path.of("Dockerfile"))) {
            assertThat(ignored).startsWith("*").endsWith("**/.env*");
            assertThat(ignored.stream().filter(line -> line.startsWith("!")).map(line -> line.substring(1)))
                    .containsExactlyInAnyOrderElementsOf(copied(lines));
        }
    }

    @Tag("OPS-15")
    @Test
    void theNodesOfComposeAreNotSuperuser() throws IOException {
        JsonNode compose = new YAMLMapper()
                .readTree(Path.of("docs", "deploy", "compose.yaml").toFile());
        JsonNode node = compose.at("/x-node/environment");
        assertThat(node.path("DATABASE_URL").asText())
                .startsWith("postgresql://guildhall_app:${GUILDHALL_APP_PASSWORD:");
        assertThat(node.path("MIGRATIONS_DATABASE_URL").asText())
                .startsWith("postgresql://guildhall_owner:${GUILDHALL_OWNER_PASSWORD:");
        assertThat(node.toString()).doesNotContain("POSTGRES_PASSWORD");
        assertThat(compose.at("/services/postgres/volumes").toString())
                .contains("./roles.sql:/docker-entrypoint-initdb.d/roles.sql:ro");
    }

    @Test
    void gitIgnoresTheSecretsOfADeployment() throws IOException, InterruptedException {
        assumeTrue(Files.exists(Path.of(".git")), "This is no clone.");
        for (String secret : List.of("docs/deploy/.env", ".env", ".env.local", "docs/nextjs/.env.production")) {
            assertThat(checkIgnore(secret)).as(secret).isZero();
        }
        for (String example : List.of("docs/deploy/example.env", "docs/nextjs/.env.example")) {
            assertThat(checkIgnore(example)).as(example).isOne();
        }
    }

    private static int checkIgnore(String path) throws IOException, InterruptedException {
        return new ProcessBuilder("git", "check-ignore", "--quiet", "--no-index", path)
                .inheritIO()
                .start()
                .waitFor();
    }

    /** The paths that are copied from the build context. */
    private static List<String> copied(Stream<String> dockerfile) {
        return dockerfile
                .filter(line -> line.startsWith("COPY ") && !line.contains("--from"))
                .map(line -> List.of(line.split(" ", -1)))
                .flatMap(words -> words.subList(1, words.size() - 1).stream())
                .toList();
    }
}
