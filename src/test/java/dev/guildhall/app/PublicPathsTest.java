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

/** The frontend and the ingress forward exactly the public paths of the contract. */
@Tag("OPS-16")
class PublicPathsTest {
    private static final Path DEPLOYMENT = Path.of("docs", "deploy", "kubernetes.yaml");
    private static final Path REWRITES = Path.of("docs", "nextjs", "public-paths.json");
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Public paths that are not in openapi.yaml: the socket, which has its own contract, and the files of the page /docs. */
    private static final List<String> OTHER_PUBLIC_PATHS = List.of("/ws/{user_id}", "/docs/{file}");

    private final Set<String> contract =
            Contract.get().operations().stream().map(Operation::path).collect(Collectors.toCollection(TreeSet::new));
    private final Set<String> publicPaths = Stream.concat(contract.stream(), OTHER_PUBLIC_PATHS.stream())
            .filter(path -> !isInternal(path))
            .collect(Collectors.toCollection(TreeSet::new));

    private static boolean isInternal(String path) {
        return path.startsWith("/internal/")
                || Set.of("/metrics", "/health/ready", "/dev/clock").contains(path);
    }

    @Test
    void theFrontendForwardsExactlyThePublicPaths() throws IOException {
        Set<String> rewritten = new TreeSet<>();
        JSON.readTree(REWRITES.toFile()).forEach(path -> rewritten.add(path.asText()));

        assertThat(rewritten).isEqualTo(publicPaths);
    }

    @Test
    void theIngressForwardsExactlyThePublicPaths() throws IOException {
        List<JsonNode> rules = ingressPaths();

        assertThat(publicPaths).allSatisfy(path -> assertThat(rules).anyMatch(rule -> forwards(rule, path)));
        Set<String> internal = new TreeSet<>(contract);
        internal.removeAll(publicPaths);
        assertThat(internal).hasSizeGreaterThan(4).contains("/metrics", "/health/ready", "/internal/users");
        assertThat(internal).allSatisfy(path -> assertThat(rules).noneMatch(rule -> forwards(rule, path)));
        assertThat(rules)
                .allSatisfy(rule -> assertThat(publicPaths).anyMatch(path -> forwards(rule, path)))
                .allSatisfy(
                        rule -> assertThat(rule.at("/backend/service/port/name").asText())
                                .isEqualTo("http"));
    }

    private static List<JsonNode> ingressPaths() throws IOException {
        List<JsonNode> paths = new ArrayList<>();
        // Jackson does not resolve the aliases in this file.
        for (Object document :
                new Yaml(new SafeConstructor(new LoaderOptions())).loadAll(Files.readString(DEPLOYMENT))) {
            JsonNode node = JSON.valueToTree(document);
            if (node.path("kind").asText().equals("Ingress")) {
                node.at("/spec/rules").forEach(rule -> rule.at("/http/paths").forEach(paths::add));
            }
        }
        return paths;
    }

    /** The path types as the Kubernetes API defines them: a prefix matches whole segments only. */
    private static boolean forwards(JsonNode rule, String path) {
        String given = rule.path("path").asText();
        return switch (rule.path("pathType").asText()) {
            case "Exact" -> path.equals(given);
            case "Prefix" -> given.equals("/") || path.equals(given) || path.startsWith(given + "/");
            default -> throw new AssertionError("what " + rule + " matches is the ingress controller's own idea");
        };
    }
}
