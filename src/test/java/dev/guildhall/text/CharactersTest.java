package dev.guildhall.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("API-25")
class CharactersTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "\u00a0",
                "\u200b",
                "\u2800",
                "\u3164",
                "\u2060",
                "\uffa0",
                "\u034f",
                "\u00ad",
                "\u180e",
                "\ufeff",
                "\u0085",
                "\u2028",
                "\u0007",
                "\ufe0f",
                "\udb40\udc41",
                "\u202e\u202c",
                " \u200b\u2800\u3164\u00a0\u2060\n"
            })
    void isBlankIfNothingCanBeSeen(String text) {
        assertThat(Characters.isBlank(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "\u200ba", ".", "\u2801", "\u0301", "\u0378", "\ud83d\ude00", "\ue000", "\u4f60"})
    void isNotBlankIfSomethingCanBeSeen(String text) {
        assertThat(Characters.isBlank(text)).isFalse();
    }

    @Test
    void removesWhiteSpaceAtTheEnds() {
        assertThat(Characters.strip("\u00a0\u3000 \u2028Mira\u00a0Kone\t\u0085\u2007"))
                .isEqualTo("Mira\u00a0Kone");
        assertThat(Characters.strip("\u200bMira")).as("what is no white space").isEqualTo("\u200bMira");
        assertThat(Characters.strip(" \u00a0 ")).isEmpty();
    }

    @Test
    void storesLinesInTheComposedForm() {
        assertThat(Characters.line(" Jose\u0301\u00a0")).isEqualTo("Jos\u00e9");
        assertThat(Characters.line("\u200c Anna\u3000\u200d"))
                .as("white space before a joiner that has no effect")
                .isEqualTo("Anna");
    }

    @ParameterizedTest
    @CsvSource({
        // Latin letters do not join.
        "An\u200dna, Anna",
        "An\u200cna, Anna",
        "\u200dAnna\u200c, Anna",
        // Devanagari, after a virama.
        "\u0915\u094d\u200d\u0937, \u0915\u094d\u200d\u0937",
        "\u0915\u094d\u200c\u0937, \u0915\u094d\u200c\u0937",
        "\u0915\u200d\u0937, \u0915\u0937",
        // Bengali and Sinhala, before a virama.
        "\u09b0\u200d\u09cd\u09af\u09be\u09ac, \u09b0\u200d\u09cd\u09af\u09be\u09ac",
        "\u0d9a\u200d\u0dca\u0d9a, \u0d9a\u200d\u0dca\u0d9a",
        "\u200d\u09cd\u09af, \u09cd\u09af",
        // Persian, between letters that would join.
        "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645, \u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
        "\u0645\u06cc\u200d\u062e, \u0645\u06cc\u062e",
        "\u0627\u200c\u0628, \u0627\u0628",
        // A family, and a woman with a tone of skin who writes code.
        "\ud83d\udc69\u200d\ud83d\udc67, \ud83d\udc69\u200d\ud83d\udc67",
        "\ud83d\udc69\ud83c\udffd\u200d\ud83d\udcbb, \ud83d\udc69\ud83c\udffd\u200d\ud83d\udcbb",
        "\u2764\ufe0f\u200d\ud83d\udd25, \u2764\ufe0f\u200d\ud83d\udd25",
        "\ud83d\udc69\u200dx, \ud83d\udc69x"
    })
    void keepsJoinersWhereTheyHaveAnEffect(String text, String line) {
        assertThat(Characters.line(text)).isEqualTo(line);
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                0x0000, 0x0009, 0x000A, 0x007F, 0x0085, 0x2028, 0x2029, 0x202A, 0x202E, 0x2066, 0x2069, 0xE000, 0xF8FF,
                0x100000, 0xFFFE, 0xFDD0, 0x1FFFF, 0xD800
            })
    void allowsNoSuchCharacterInALine(int character) {
        assertThat(Characters.isOfALine(character)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            ints = {'a', ' ', 0x00A0, 0x00AD, 0x0378, 0x061C, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0x1F600})
    void allowsAnyOtherCharacterInALine(int character) {
        assertThat(Characters.isOfALine(character)).isTrue();
    }
}
