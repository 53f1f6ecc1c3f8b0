package dev.guildhall.planted;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("DOC-8")
class PlantedBugsTest {
    private static final Path PROJECT = Path.of("").toAbsolutePath();
    private static final Pattern SQL_FUNCTION = Pattern.compile("create (?:or replace )?function (\\w+)\\(");

    @ParameterizedTest(name = "{0}")
    @MethodSource("bugs")
    void appliesToTheCode(String sentence, PlantedBug bug) throws IOException {
        for (Edit edit : bug.edits()) {
            String text = Files.readString(edit.find(PROJECT));
            assertThat(edit.apply(text)).as(sentence).isNotEqualTo(text);
        }
        assertThat(PlantedBugs.testClasses()).as(sentence).containsKey(bug.noticedBy());
    }

    /** A bug in a function that a later migration replaces has no effect. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("bugs")
    void appliesToTheNewestVersionOfAnSqlFunction(String sentence, PlantedBug bug) throws IOException {
        List<Edit> edits = bug.edits().stream()
                .filter(edit -> edit.file().startsWith("sql/"))
                .toList();
        for (Edit edit : edits) {
            Path file = edit.find(PROJECT);
            String text = Files.readString(file);
            String function = functionAt(
                    Arrays.mismatch(text.toCharArray(), edit.apply(text).toCharArray()), text);
            try (Stream<Path> siblings = Files.list(requireNonNull(file.getParent()))) {
                assertThat(siblings.filter(other -> function != null && other.compareTo(file) > 0))
                        .as("migrations that replace the function in which a bug is planted: %s", sentence)
                        .noneMatch(later -> read(later).contains("function " + function + "("));
            }
        }
    }

    private static @Nullable String functionAt(int position, String sql) {
        String name = null;
        Matcher function = SQL_FUNCTION.matcher(sql);
        while (function.find() && function.start() < position) {
            name = sql.substring(function.end(), position).contains("$$;") ? null : function.group(1);
        }
        return name;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Stream<Object[]> bugs() throws IOException {
        return PlantedBug.matching("").stream().map(bug -> new Object[] {bug.bug(), bug});
    }

    @Test
    void ignoresTheFormattingOfTheReplacedPiece() {
        Edit edit = new Edit("A.java", "call(a, b);", "call(b, a);");
        assertThat(edit.apply("x(); call(\n    a,\n    b); y();")).isEqualTo("x(); call(b, a); y();");
    }
}
