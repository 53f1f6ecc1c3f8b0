package dev.guildhall;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.sbom.VulnerabilityCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DocsTest {
    private static final Pattern LINK = Pattern.compile("]\\((?!https?://|#)([^)#]+)(?:#[^)]*)?\\)");
    private static final Pattern ARTIFACT = Pattern.compile("<artifactId>([^<]+)</artifactId>");
    private static final Path DECISIONS = Path.of("docs", "decisions");
    private static final Path FRONTEND = Path.of("docs", "nextjs");
    private static final Path NODE_MODULES = FRONTEND.resolve("node_modules");
    private static final Path POM = Path.of("pom.xml");

    static Stream<Path> documents() throws IOException {
        try (Stream<Path> docs = Files.walk(Path.of("docs"))) {
            List<Path> found = docs.filter(path -> path.toString().endsWith(".md") && !path.startsWith(NODE_MODULES))
                    .toList();
            return Stream.concat(Stream.of(Path.of("README.md"), Path.of("sql", "README.md")), found.stream());
        }
    }

    @ParameterizedTest
    @MethodSource("documents")
    void linksOnlyToExistingFiles(Path document) throws IOException {
        assertThat(LINK.matcher(Files.readString(document)).results().map(link -> link.group(1)))
                .allSatisfy(
                        target -> assertThat(document.resolveSibling(target)).exists());
    }

    @Test
    void listsEveryDecision() throws IOException {
        String index = Files.readString(DECISIONS.resolve("README.md"));
        try (Stream<Path> decisions = Files.list(DECISIONS)) {
            assertThat(decisions.map(path -> path.getFileName().toString()).filter(name -> !name.equals("README.md")))
                    .isNotEmpty()
                    .allSatisfy(name -> assertThat(name).matches("\\d{4}-[a-z0-9-]+\\.md"))
                    .allSatisfy(name -> assertThat(index).contains("(" + name + ")"));
        }
    }

    @Test
    void givesAReasonForEachDependency() throws IOException {
        String reasons = Files.readString(DECISIONS.resolve("0001-dependencies.md"));
        String pom = Files.readString(POM);
        String dependencies = pom.substring(pom.indexOf("</dependencyManagement>"), pom.indexOf("<build>"));

        assertThat(ARTIFACT.matcher(dependencies).results().map(found -> found.group(1)))
                .isNotEmpty()
                .allSatisfy(artifact -> assertThat(reasons).contains("`" + artifact));
    }

    @Tag("DOC-6")
    @Tag("RUN-2")
    @Test
    void ciRunsTheTestCommandOfTheReadme() throws IOException {
        Path ci = Path.of(".ci", "run");
        assertThat(ci).isExecutable();
        assertThat(Files.readString(ci)).containsPattern("(?m)^mvn -B verify ");
        assertThat(Files.readString(Path.of("README.md"))).contains("```sh\nmvn verify\n```");
    }

    @Tag("OPS-14")
    @Test
    void ciComparesTheJarWithVulnerabilities() throws IOException {
        assertThat(Files.readString(Path.of(".ci", "run")))
                .containsSubsequence(
                        "\nmvn -B verify",
                        "-Dexec.mainClass=" + VulnerabilityCheck.class.getName(),
                        "'target/bom.json .ci/vulnerability-exceptions.yaml'");
        assertThat(Path.of(".ci", "vulnerability-exceptions.yaml")).exists();
    }

    /** CI runs these tests in Node.js, since they need the finished jar; this only checks that it does. */
    @Tag("WEB-5")
    @Tag("WEB-6")
    @Tag("WEB-7")
    @Tag("WEB-8")
    @Tag("WEB-9")
    @Tag("WEB-10")
    @Test
    void ciTestsTheFrontend() throws IOException {
        assertThat(Files.readString(Path.of(".ci", "run")))
                .containsSubsequence(
                        "\nmvn -B verify", "\nnpm ci", "\nnode scripts/types.mjs --check", "\nnode e2e/run.mjs");
        assertThat(Files.readString(FRONTEND.resolve("e2e/run.mjs")))
                .contains("e2e/story.test.mjs", "e2e/wirings.test.mjs");
        assertThat(FRONTEND.resolve("e2e/wirings.test.mjs"))
                .content()
                .contains("WIRING: \"cookie\"", "WIRING: \"proxy\"", "WIRING: \"bearer\"");
    }
}
