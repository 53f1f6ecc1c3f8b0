package dev.guildhall.planted;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("DOC-8")
class PlantedBugsTest {
    private static final Path PROJECT = Path.of("").toAbsolutePath();

    @ParameterizedTest(name = "{0}")
    @MethodSource("bugs")
    void appliesToTheCode(String sentence, PlantedBug bug) throws IOException {
        for (Edit edit : bug.edits()) {
            String text = Files.readString(edit.find(PROJECT));
            assertThat(edit.apply(text)).as(sentence).isNotEqualTo(text);
        }
        assertThat(PlantedBugs.testClasses()).as(sentence).containsKey(bug.noticedBy());
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
