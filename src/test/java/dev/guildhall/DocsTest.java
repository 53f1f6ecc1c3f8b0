package dev.guildhall;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.sbom.VulnerabilityCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DocsTest {
    private static final Pattern LINK = Pattern.compile("]\\((?!https?://|#)([^)#]+)(?:#[^)]*)?\\)");
    private static final Pattern ARTIFACT = Pattern.compile("<artifactId>([^<]+)</artifactId>");
    /** Such as {@code OrderService} or {@code OrderService.move}. */
    private static final Pattern CLASS = Pattern.compile("`([A-Z][a-z0-9]+[A-Z]\\w*)(?:\\.java|\\.([a-z]\\w*))?`");
    /** Names of libraries, browsers and HTTP that the documents use. */
    private static final Set<String> NAMES_OF_OTHERS = Set.of(
            "A256GCM",
            "BigDecimal",
            "BroadcastChannel",
            "ConnectionBase",
            "HttpConnection",
            "PgBuilder",
            "RateLimit",
            "SharedWorker",
            "SqlClient",
            "IdleStateHandler",
            "WebSocket13FrameDecoder",
            "WebSocketInternal");

    private static final Pattern BAD_COLUMN = Pattern.compile("(?m)^(\\|[^|]*\\|)[^|]*\\|");
    private static final Pattern MESSAGE = Pattern.compile("(?m)^\\| `([^`]+)`[^|]*\\|");
    private static final Pattern LOG_LINE = Pattern.compile("search the log for `([^`]+)`");
    private static final Pattern LINKED_CLASS = Pattern.compile("\\{@link (dev\\.guildhall\\.[\\w.]+)}");
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
    void namesOnlyClassesAndMethodsThatExist() throws IOException {
        List<Path> sources = files(Path.of("src"), ".java");
        Set<String> unknown = new TreeSet<>();
        // Not the page on dependencies, which names the classes of libraries.
        for (Path document : documents()
                .filter(path -> !path.endsWith("0001-dependencies.md"))
                .toList()) {
            String text = Files.readString(document);
            if (document.endsWith("conventions.md")) {
                text = BAD_COLUMN.matcher(text).replaceAll("$1");
            }
            for (MatchResult name : CLASS.matcher(text).results().toList()) {
                if (!NAMES_OF_OTHERS.contains(name.group(1)) && !exists(name, sources)) {
                    unknown.add(document + ": " + name.group());
                }
            }
        }
        assertThat(unknown).isEmpty();
    }

    private static boolean exists(MatchResult name, List<Path> sources) throws IOException {
        for (Path source : sources) {
            if (source.endsWith(name.group(1) + ".java")) {
                return name.group(2) == null || Files.readString(source).contains(" " + name.group(2) + "(");
            }
        }
        return false;
    }

    @Test
    void explainsMessagesOfTheFaultTestThatExist() throws IOException {
        String contributing = Files.readString(Path.of("docs", "contributing.md"));
        String table = contributing.substring(contributing.indexOf("| message | meaning |"));
        String sources = read(Path.of("src", "test", "java"));
        List<String> messages =
                MESSAGE.matcher(table).results().map(row -> row.group(1)).toList();
        assertThat(messages)
                .hasSizeGreaterThan(3)
                .flatMap(message -> List.of(message.replace("[…]", "").split("…")))
                .allSatisfy(part -> assertThat(sources.contains(part)).as(part).isTrue());
    }

    @Test
    void quotesOnlyLogLinesThatExist() throws IOException {
        String sources = read(Path.of("src", "main", "java"));
        List<String> quoted = LOG_LINE.matcher(Files.readString(Path.of("docs", "operations.md")))
                .results()
                .map(line -> line.group(1))
                .toList();
        assertThat(quoted)
                .isNotEmpty()
                .allSatisfy(line -> assertThat(sources.contains(line)).as(line).isTrue());
    }

    @Test
    void descriptionsOfPackagesNameClassesThatExist() throws IOException {
        for (Path description : files(Path.of("src"), "package-info.java")) {
            for (MatchResult link : LINKED_CLASS
                    .matcher(Files.readString(description))
                    .results()
                    .toList()) {
                String file = link.group(1).replace('.', '/') + ".java";
                assertThat(Stream.of("main", "test").map(part -> Path.of("src", part, "java", file)))
                        .as(description + " links to " + link.group(1))
                        .anyMatch(Files::exists);
            }
        }
    }

    private static String read(Path directory) throws IOException {
        StringBuilder sources = new StringBuilder();
        for (Path source : files(directory, ".java")) {
            sources.append(Files.readString(source));
        }
        return sources.toString();
    }

    private static List<Path> files(Path directory, String ending) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(path -> path.toString().endsWith(ending)).toList();
        }
    }

    @Test
    void listsEveryDecisionByItsTitle() throws IOException {
        String index = Files.readString(DECISIONS.resolve("README.md"));
        List<Path> decisions = files(DECISIONS, ".md").stream()
                .filter(path -> !path.endsWith("README.md"))
                .toList();
        assertThat(decisions).isNotEmpty();
        for (Path decision : decisions) {
            String name = decision.getFileName().toString();
            assertThat(name).matches("\\d{4}-[a-z0-9-]+\\.md");
            String title = Files.readAllLines(decision).get(0).replaceFirst("# \\d+\\. ", "");
            assertThat(index).contains("[" + title + "](" + name + ")");
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
