package dev.guildhall.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.guildhall.support.Contract;
import dev.guildhall.support.Operation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What stands in front of Guildhall forwards what the contract has for the outside, and nothing else. */
@Tag("OPS-16")
class PublicPathsTest {
    private static final Path DEPLOYMENT = Path.of("docs", "deploy", "kubernetes.yaml");
    private static final Path REWRITES = Path.of("docs", "nextjs", "public-paths.json");
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Not in openapi.yaml: the socket, which has a contract of its own, and the parts of a page that is in it. */
    private static final List<String> OTHERS = List.of("/ws/{user_id}", "/docs/{file}");

    private final Set<String> contract =
            Contract.get().operations().stream().map(Operation::path).collect(Collectors.toCollection(TreeSet::new));
    private final Set<String> forTheOutside = Stream.concat(contract.stream(), OTHERS.stream())
            .filter(path -> !isHidden(path))
            .collect(Collectors.toCollection(TreeSet::new));

    private static boolean isHidden(String path) {
        return path.startsWith("/internal/") || path.equals("/metrics") || path.equals("/health/ready");
    }

    @Test
    void theFrontendRewritesExactlyWhatIsForTheOutside() throws IOException {
        Set<String> rewritten = new TreeSet<>();
        JSON.readTree(REWRITES.toFile()).forEach(path -> rewritten.add(path.asText()));

        assertThat(rewritten).isEqualTo(forTheOutside);
    }

    @Test
    void theIngressForwardsAllThatIsForTheOutsideAndNothingThatIsNot() throws IOException {
        List<JsonNode> rules = ingressPaths();

        assertThat(forTheOutside).allSatisfy(path -> assertThat(rules).anyMatch(rule -> forwards(rule, path)));
        Set<String> hidden = new TreeSet<>(contract);
        hidden.removeAll(forTheOutside);
        assertThat(hidden).hasSizeGreaterThan(4).contains("/metrics", "/health/ready", "/internal/users");
        assertThat(hidden).allSatisfy(path -> assertThat(rules).noneMatch(rule -> forwards(rule, path)));
        assertThat(rules)
                .allSatisfy(rule -> assertThat(forTheOutside).anyMatch(path -> forwards(rule, path)))
                .allSatisfy(
                        rule -> assertThat(rule.at("/backend/service/port/name").asText())
                                .isEqualTo("http"));
    }

    private static List<JsonNode> ingressPaths() throws IOException {
        List<JsonNode> paths = new ArrayList<>();
        // Not by Jackson, which does not follow the file's aliases.
        for (Object document :
                new Yaml(new SafeConstructor(new LoaderOptions())).loadAll(Files.readString(DEPLOYMENT))) {
            JsonNode node = JSON.valueToTree(document);
            if (node.path("kind").asText().equals("Ingress")) {
                node.at("/spec/rules").forEach(rule -> rule.at("/http/paths").forEach(paths::add));
            }
        }
        return paths;
    }

    /** As the Kubernetes API defines both types: a prefix ends at a slash. */
    private static boolean forwards(JsonNode rule, String path) {
        String given = rule.path("path").asText();
        return switch (rule.path("pathType").asText()) {
            case "Exact" -> path.equals(given);
            case "Prefix" -> given.equals("/") || path.equals(given) || path.startsWith(given + "/");
            default -> throw new AssertionError("what " + rule + " matches is the ingress controller's own idea");
        };
    }
}
