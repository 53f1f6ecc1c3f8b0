package dev.guildhall;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The tables that the SQL of each package uses, which the compiler cannot check, are those in {@code docs/architecture.md}. */
@Tag("DOC-7")
class TablesTest {
    private static final Path SOURCES = Path.of("src", "main", "java", "dev", "guildhall");
    private static final Pattern CREATED = Pattern.compile("create (?:unlogged )?table (\\w+)");
    private static final Pattern COMMENT = Pattern.compile("(?s)/\\*.*?\\*/");
    private static final Pattern NAMED = Pattern.compile("\\b(?:from|join|into|update|using|table)\\s+(\\w+)");
    /** A row of the document: package, its own tables, tables of other packages. */
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(\\w+)` \\| ([\\w, ]*) \\| ([\\w, ]*) \\|$");

    @Test
    void packagesUseTheTablesThatAreDocumented() throws IOException {
        Set<String> tables = new TreeSet<>();
        files(Path.of("sql"), ".sql").forEach(file -> tables.addAll(names(CREATED, file)));
        Map<String, Set<String>> used = new TreeMap<>();
        files(SOURCES, ".java").forEach(file -> {
            Set<String> named = names(NAMED, file);
            named.retainAll(tables);
            if (!named.isEmpty()) {
                used.computeIfAbsent(SOURCES.relativize(file).getName(0).toString(), name -> new TreeSet<>())
                        .addAll(named);
            }
        });

        Map<String, Set<String>> documented = new TreeMap<>();
        Map<String, String> owners = new TreeMap<>();
        ROW.matcher(Files.readString(Path.of("docs", "architecture.md")))
                .results()
                .forEach(row -> {
                    Set<String> own = split(row.group(2));
                    own.forEach(table -> assertThat(owners.put(table, row.group(1)))
                            .as("a second owner of " + table)
                            .isNull());
                    own.addAll(split(row.group(3)));
                    documented.put(row.group(1), own);
                });

        assertThat(owners.keySet()).as("tables that belong to a package").isEqualTo(tables);
        assertThat(used).as("packages with statements").hasSizeGreaterThan(5);
        assertThat(documented.keySet()).as("packages that use tables").isEqualTo(used.keySet());
        used.forEach((name, some) ->
                assertThat(documented.get(name)).as("tables of package " + name).containsAll(some));
        documented.forEach((name, some) -> assertThat(used.get(name))
                .as("tables that package " + name + " uses")
                .containsAll(some.stream()
                        .filter(table -> !name.equals(owners.get(table)))
                        .toList()));
    }

    private static Set<String> split(String tables) {
        return new TreeSet<>(tables.isBlank() ? List.of() : List.of(tables.split(", ")));
    }

    private static Set<String> names(Pattern pattern, Path file) {
        try {
            Set<String> names = new TreeSet<>();
            String text = COMMENT.matcher(Files.readString(file)).replaceAll("");
            pattern.matcher(text).results().forEach(found -> names.add(found.group(1)));
            return names;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> files(Path directory, String ending) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(ending)).toList();
        }
    }
}
