package dev.guildhall.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.support.Difference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ConfigurationDocTest {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([A-Z0-9_]+)` \\| ([^|]+) \\| ([^|]+) \\|$");

    @Tag("DOC-3")
    @Test
    void documentsEveryVariableWithTheDefaultOfTheCode() throws IOException {
        String doc = Files.readString(Path.of("docs/configuration.md"));

        Map<String, String> documented = ROW.matcher(doc)
                .results()
                .collect(Collectors.toMap(row -> row.group(1), row -> row.group(2), (a, b) -> a, LinkedHashMap::new));

        Difference.noneInOrder(
                "the documented variables and their defaults",
                List.copyOf(documented.entrySet()),
                List.copyOf(defaults().entrySet()));
        assertThat(ROW.matcher(doc).results()).hasSameSizeAs(EnvironmentVariable.values());
    }

    @Tag("RUN-24")
    @Test
    void documentsEverySecretThatCanBeReadFromAFile() throws IOException {
        String section = Files.readString(Path.of("docs/configuration.md"))
                .replaceFirst("(?s).*## Secrets from files\n(.*?)\n## .*", "$1");

        List<String> documented = Pattern.compile("`([A-Z0-9_]+)`")
                .matcher(section)
                .results()
                .map(name -> name.group(1))
                .filter(name -> !name.startsWith("_"))
                .toList();
        List<String> secrets = Arrays.stream(EnvironmentVariable.values())
                .filter(EnvironmentVariable::isSecret)
                .map(EnvironmentVariable::name)
                .toList();
        assertThat(documented).containsExactlyElementsOf(secrets);
        assertThat(EnvironmentVariable.values())
                .filteredOn(variable -> variable.name().matches(".*(SECRET|TOKEN|PASSWORD|DATABASE_URL).*"))
                .allMatch(EnvironmentVariable::isSecret);
    }

    private static Map<String, String> defaults() {
        return Arrays.stream(EnvironmentVariable.values())
                .collect(Collectors.toMap(
                        EnvironmentVariable::name, ConfigurationDocTest::defaultOf, (a, b) -> a, LinkedHashMap::new));
    }

    private static String defaultOf(EnvironmentVariable variable) {
        String embedded = variable.defaultWith(false).words();
        String external = variable.defaultWith(true).words();
        return embedded.equals(external) ? embedded : embedded + "; with `DATABASE_URL`: " + external;
    }
}
