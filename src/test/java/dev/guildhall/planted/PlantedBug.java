package dev.guildhall.planted;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An entry of a list of bugs.
 *
 * @param bug what the program does wrong, in one sentence
 * @param noticedBy the simple name of the test class that must fail
 * @param says a text that the name or the message of the failed test must contain
 */
record PlantedBug(String bug, List<Edit> edits, String noticedBy, String says) {
    private static final Path LISTS = Path.of("src", "test", "planted");
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /** The bugs of the list with this name (without {@code .yaml}), and those whose sentence contains this text. */
    static List<PlantedBug> matching(String text) throws IOException {
        try (Stream<Path> files = Files.list(LISTS)) {
            return files.sorted()
                    .flatMap(file -> list(file).stream()
                            .filter(bug -> file.getFileName().toString().equals(text + ".yaml")
                                    || bug.bug().contains(text)))
                    .toList();
        }
    }

    private static List<PlantedBug> list(Path file) {
        try {
            return YAML.readValue(file.toFile(), new TypeReference<List<Entry>>() {}).stream()
                    .map(Entry::toBug)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(file + " is not a list of bugs", e);
        }
    }

    /** An entry has either the fields of one edit or a list of edits. */
    private record Entry(
            @JsonProperty(required = true) String bug,
            @Nullable String file,
            @Nullable String replace,
            @Nullable String by,
            @Nullable List<Edit> edits,

            @JsonProperty(value = "noticed_by", required = true)
            String noticedBy,

            @JsonProperty(required = true) String says) {

        PlantedBug toBug() {
            if (edits != null) {
                return new PlantedBug(bug, edits, noticedBy, says);
            }
            if (file == null || replace == null || by == null) {
                throw new IllegalStateException("\"" + bug + "\" has neither file, replace and by nor edits");
            }
            return new PlantedBug(bug, List.of(new Edit(file, replace, by)), noticedBy, says);
        }
    }
}
