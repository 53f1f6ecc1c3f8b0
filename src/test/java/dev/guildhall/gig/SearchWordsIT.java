package dev.guildhall.gig;

import static org.assertj.core.api.Assertions.assertThat;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UCharacterEnums.ECharacterCategory;
import com.ibm.icu.lang.UProperty;
import dev.guildhall.support.Await;
import dev.guildhall.support.Market;
import dev.guildhall.support.ScheduledTasks;
import dev.guildhall.support.Server;
import dev.guildhall.support.Sql;
import dev.guildhall.support.TestDatabase;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How the words of gigs are made and kept. */
class SearchWordsIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final int ASSIGNED_TO_LETTERS = 130_000;
    private static final int MISSPELLED = 1_000;

    /** Twice as many letters as others, and stems and stop words among the words. */
    private static final String TEXT_CHARACTERS = "anisingedto1 2aei  .,-_&'#+/!\n";

    @AutoClose
    private final TestDatabase database = TestDatabase.fresh();

    @AutoClose
    private final Sql sql = database.sql();

    private final Market market = Market.of(sql);

    @Test
    @Tag("GIG-9")
    void separatesWordsByTheTablesOfUnicode() {
        Set<Object> separators = new HashSet<>();
        sql.rows("""
                        select i from generate_series(1, 1114111) i
                        where i not between 55296 and 57343 and chr(i) ~ ('[' || search_separators() || ']')
                        """).forEach(row -> separators.add(row.get("i")));
        String wrong = IntStream.range(1, 0x110000)
                .filter(character -> isAssigned(character) && separators.contains(character) != isSeparator(character))
                .mapToObj("U+%04X"::formatted)
                .collect(Collectors.joining(" "));
        assertThat(wrong)
                .as("characters that separate words in PostgreSQL or in ICU only")
                .isEmpty();
        assertThat(IntStream.range(1, 0x110000)
                        .filter(character -> isAssigned(character) && !isSeparator(character))
                        .count())
                .isGreaterThan(ASSIGNED_TO_LETTERS);
    }

    @Test
    @Tag("GIG-9")
    void makesTheWordsOfGigsFromBeforeAnew() throws IOException {
        for (int i = 0; i < 2 * SearchWords.MAX_REMADE + 1; i++) {
            market.aGig().titled("C# and E-Mail").create();
        }
        sql.update("alter table gigs disable trigger gigs_search");
        sql.update("update gigs set search = 'mail'");
        sql.update("alter table gigs enable trigger gigs_search");
        sql.update("update search_settings set remade_down_to = 'ffffffff-ffff-ffff-ffff-ffffffffffff'");
        try (Server node = Server.on(database)) {
            assertThat(areRemade()).as("all gigs are made anew").isTrue();
            assertThat(node.api().get("/gigs?q=email&limit=100").expect(200).items())
                    .hasSize(100);
            assertThat(sql.count("select from gigs where search @@ '''c#'' & email'"))
                    .isEqualTo(2 * SearchWords.MAX_REMADE + 1);
        }
    }

    @Test
    @Tag("GIG-9")
    void makesAllWordsAnewForAnotherDefaultLanguage() throws IOException {
        market.aGig().titled("Häuser").create();
        try (Server node = Server.on(database.address(), Map.of("DEFAULT_LANGUAGE", "de-at"))) {
            assertThat(areRemade()).as("all gigs are made anew").isTrue();
            market.aGig().titled("Bäume").create();
            assertThat(node.api().get("/gigs?q=h%C3%A4usern").expect(200).items())
                    .hasSize(1);
            assertThat(node.api().get("/gigs?q=b%C3%A4umen").expect(200).items())
                    .hasSize(1);
        }
        assertThat(sql.row("select default_language from search_settings").get("default_language"))
                .isEqualTo("de-AT");
    }

    @Test
    @Tag("GIG-11")
    void forgetsWordsThatNoGigHasAnyMore() {
        market.aGig().titled("Schnabeltier").create();
        market.aGig().titled("Wellensittich").create();
        assertThat(words()).contains("schnabeltier", "wellensittich");
        sql.update("update gigs set title = 'Wellensittich' where title = 'Schnabeltier'");
        market.aGig().titled("Murmeltier").inactive().create();
        try (Server node = Server.on(database)) {
            ScheduledTasks.awaitAll(node);
        }
        assertThat(words()).contains("wellensittich", "murmeltier").doesNotContain("schnabeltier");
    }

    @Test
    @Tag("GIG-11")
    void writersOfTheSameNewWordDoNotWaitForEachOther() {
        try (Sql other = database.sql()) {
            other.begin();
            Market.of(other).aGig().titled("Quastenflosser").create();
            market.aGig().titled("Quastenflosser").create();
            other.commit();
        }
        assertThat(words().stream().filter("quastenflosser"::equals)).hasSize(2);
    }

    @Test
    @Tag("GIG-9")
    void makesTheSameWordsOfAPlainTextAsOfAnyOther() {
        Random random = new Random(1);
        String[] texts = Stream.generate(() -> random.ints(random.nextInt(1, 40), 0, TEXT_CHARACTERS.length())
                        .mapToObj(i -> TEXT_CHARACTERS.substring(i, i + 1))
                        .collect(Collectors.joining()))
                .limit(3_000)
                .toArray(String[]::new);
        String words = "select lexeme, spots, is_word from %s(title, description, '{en,de}')";
        String plain = words.formatted("search_lexemes");
        String any = words.formatted("search_lexemes_of_any_text");
        assertThat(sql.rows(
                        "select title, description from (select t as title, lead(t) over (order by n) as description"
                                + " from unnest(?) with ordinality u (t, n)) texts where exists (("
                                + plain + " except " + any + ") union all (" + any + " except " + plain + "))",
                        (Object) texts))
                .isEmpty();
    }

    @ParameterizedTest(name = "of {0} letters")
    @ValueSource(ints = {5, 6, 7, 8, 9, 10, 13})
    @Tag("GIG-11")
    void correctsEachWordWithOneOrTwoErrors(int length) {
        Random random = new Random(length);
        String word = "abcdefghijklm".substring(0, length);
        sql.update("insert into search_words (word) values (?)", word);
        Set<String> one = new HashSet<>();
        Set<String> two = new HashSet<>();
        for (int i = 0; i < MISSPELLED; i++) {
            String once = misspell(word, random);
            for (String written : List.of(once, misspell(once, random))) {
                int errors = distance(word, written);
                if (written.length() >= 5 && (errors == 1 || errors == 2)) {
                    (errors == 1 ? one : two).add(written);
                }
            }
        }
        assertThat(two).hasSizeGreaterThan(MISSPELLED / 3);
        assertThat(notCorrected(word, one, 1)).isEmpty();
        assertThat(notCorrected(word, two, 2)).isEmpty();
    }

    private List<Map<String, Object>> notCorrected(String word, Set<String> misspelled, int errors) {
        return sql.rows(
                "select w from unnest(?) w where ? not in (select search_corrections(w, ?))",
                misspelled.toArray(String[]::new),
                word,
                errors);
    }

    private static String misspell(String word, Random random) {
        int at = random.nextInt(word.length());
        String letter = String.valueOf((char) ('a' + random.nextInt(14)));
        StringBuilder written = new StringBuilder(word);
        return switch (random.nextInt(4)) {
            case 0 -> written.deleteCharAt(at).toString();
            case 1 -> written.insert(at, letter).toString();
            case 2 -> written.replace(at, at + 1, letter).toString();
            default ->
                at == 0
                        ? word
                        : written.deleteCharAt(at)
                                .insert(at - 1, word.charAt(at))
                                .toString();
        };
    }

    /** How many letters are wrong, missing, extra or swapped with the next: the optimal string alignment. */
    private static int distance(String a, String b) {
        int[][] errors = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    errors[i][j] = i + j;
                    continue;
                }
                int replaced = errors[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                errors[i][j] = Math.min(replaced, 1 + Math.min(errors[i - 1][j], errors[i][j - 1]));
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    errors[i][j] = Math.min(errors[i][j], errors[i - 2][j - 2] + 1);
                }
            }
        }
        return errors[a.length()][b.length()];
    }

    private boolean areRemade() throws IOException {
        return Await.until(
                TIMEOUT, () -> sql.count("select from search_settings where remade_down_to is not null") == 0);
    }

    private List<String> words() {
        return sql.rows("select word from search_words").stream()
                .map(row -> String.valueOf(row.get("word")))
                .toList();
    }

    private static boolean isAssigned(int character) {
        int category = UCharacter.getType(character);
        return category != ECharacterCategory.UNASSIGNED && category != ECharacterCategory.SURROGATE;
    }

    /** Neither letters, marks nor digits. */
    private static boolean isSeparator(int character) {
        return UCharacter.hasBinaryProperty(character, UProperty.DEFAULT_IGNORABLE_CODE_POINT)
                || switch (UCharacter.getType(character)) {
                    case ECharacterCategory.UPPERCASE_LETTER,
                            ECharacterCategory.LOWERCASE_LETTER,
                            ECharacterCategory.TITLECASE_LETTER,
                            ECharacterCategory.MODIFIER_LETTER,
                            ECharacterCategory.OTHER_LETTER,
                            ECharacterCategory.NON_SPACING_MARK,
                            ECharacterCategory.ENCLOSING_MARK,
                            ECharacterCategory.COMBINING_SPACING_MARK,
                            ECharacterCategory.DECIMAL_DIGIT_NUMBER,
                            ECharacterCategory.LETTER_NUMBER,
                            ECharacterCategory.OTHER_NUMBER -> false;
                    default -> true;
                };
    }
}
