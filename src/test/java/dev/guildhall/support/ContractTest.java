package dev.guildhall.support;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ContractTest {
    private static final Pattern CODE = Pattern.compile(
            "(?:new Failure\\.(?:Malformed|Unauthenticated|Forbidden|Conflict|Unavailable)|Problem\\.of|Invalid)\\(\\s*(?:\\d{3},\\s*)?\"([a-z_]+)\"");

    private final Contract contract = Contract.get();

    @Tag("WEB-3")
    @Test
    void everyExampleMatchesItsSchema() {
        List<String> wrong = new ArrayList<>();
        int[] count = {0};
        contract.document()
                .findParents("schema")
                .forEach(described -> examples(described).forEach(example -> {
                    count[0]++;
                    contract.violations(described.path("schema"), example)
                            .forEach(violation -> wrong.add(violation + " in " + example));
                }));

        assertThat(count[0]).isGreaterThan(50);
        assertThat(wrong).isEmpty();
    }

    private Stream<JsonNode> examples(JsonNode described) {
        List<JsonNode> examples = new ArrayList<>();
        if (described.has("example")) {
            examples.add(described.path("example"));
        }
        described
                .path("examples")
                .forEach(example -> examples.add(contract.resolve(example).path("value")));
        return examples.stream();
    }

    @Tag("WEB-3")
    @Test
    void listsEveryCodeThatTheServerSends() throws IOException {
        assertThat(CODE.matcher(source()).results().map(found -> found.group(1)))
                .hasSizeGreaterThan(25)
                .isSubsetOf(documentedCodes());
    }

    @Tag("WEB-3")
    @Test
    void listsNoCodeThatTheServerNeverSends() throws IOException {
        String source = source();

        assertThat(documentedCodes())
                .allSatisfy(code -> assertThat(source.contains("\"" + code + "\""))
                        .as("%s is in the source code", code)
                        .isTrue());
    }

    private Set<String> documentedCodes() {
        Set<String> codes = new TreeSet<>();
        contract.document().at("/components/schemas/ProblemCode/enum").forEach(code -> codes.add(code.asText()));
        return codes;
    }

    private static String source() throws IOException {
        StringBuilder sources = new StringBuilder(Files.readString(Path.of("docs/deploy/haproxy.cfg")));
        try (Stream<Path> files = Files.walk(Path.of("src", "main", "java"))) {
            for (Path source :
                    files.filter(file -> file.toString().endsWith(".java")).toList()) {
                sources.append(Files.readString(source));
            }
        }
        return sources.toString();
    }
}
