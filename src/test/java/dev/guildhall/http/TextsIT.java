package dev.guildhall.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.support.Answer;
import dev.guildhall.support.Market;
import dev.guildhall.support.Person;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people write: names, titles, descriptions, messages. */
@Tag("API-25")
class TextsIT {
    @RegisterExtension
    static final Market market = new Market();

    private final Person mira = market.aUser("Mira");

    @ParameterizedTest
    @ValueSource(strings = {"\u200b", "\u2800", "\u3164", "\u00a0", "\u2060", " \u200b\u2800\u00ad"})
    void areNotBlank(String invisible) {
        rename(invisible).expectProblem(422, "validation_failed").namingOnly("#/full_name blank");
        gig(Map.of("title", invisible, "description", invisible))
                .expectProblem(422, "validation_failed")
                .namingOnly("#/title blank", "#/description blank");
        write(invisible).expectProblem(422, "validation_failed").namingOnly("#/content blank");
        assertThat(market.api()
                        .as(mira)
                        .patch("/me", Map.of("bio", invisible, "payment_instructions", invisible))
                        .expect(200)
                        .at("bio"))
                .as("a text that may be left out")
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Mira\u2028Kone",
                "Mira\nKone",
                "Mira\u0085Kone",
                "enoK ari\u202eM",
                "Mira\u2066",
                "Mira\ue000",
                "Mira\ufffe"
            })
    void haveNoSuchCharacterIfTheyAreALine(String name) {
        rename(name).expectProblem(422, "validation_failed").namingOnly("#/full_name invalid_character");
        gig(Map.of("title", name)).expectProblem(422, "validation_failed").namingOnly("#/title invalid_character");
        gig(Map.of("description", name)).expect(201);
        write(name).expect(201);
    }

    @Test
    void areStoredAsALineInTheComposedFormAndMeasuredInIt() {
        assertThat(rename("\u00a0Jose\u0301 An\u200dna\u3000").expect(200).text("full_name"))
                .isEqualTo("Jos\u00e9 Anna");
        assertThat(rename("e\u0301".repeat(120)).expect(200).text("full_name")).isEqualTo("\u00e9".repeat(120));
        rename("e\u0301".repeat(121)).expectProblem(422, "validation_failed").namingOnly("#/full_name too_long");
    }

    @Test
    void areOtherwiseKeptAsTheyWereSent() {
        String text = "Jose\u0301 \u200d\u202e\u2028 \u200b.";
        assertThat(gig(Map.of("description", text)).expect(201).text("description"))
                .isEqualTo(text);
        assertThat(write(" " + text).expect(201).text("content")).isEqualTo(" " + text);
    }

    @Test
    @Tag("API-16")
    void costLittleHoweverManyCharactersCombine() {
        String worst = "\u0315\u0300\u05ae\u0301".repeat(8_000);
        long before = System.nanoTime();
        rename("a" + worst).expectProblem(422, "validation_failed").namingOnly("#/full_name too_long");
        assertThat((System.nanoTime() - before) / 1_000_000)
                .as("how many milliseconds a name of 32,000 combining characters took")
                .isLessThan(1_000);
    }

    private Answer rename(String name) {
        return market.api().as(mira).patch("/me", Map.of("full_name", name));
    }

    private Answer gig(Map<String, Object> fields) {
        Map<String, Object> gig =
                new HashMap<>(Map.of("title", "A logo", "description", "Drawn.", "price", "49.90", "delivery_days", 3));
        gig.putAll(fields);
        return market.api().as(mira).post("/gigs", gig);
    }

    private Answer write(String content) {
        return market.api()
                .as(mira)
                .post("/messages", Map.of("receiver_id", market.aUser("Otto").id(), "content", content));
    }
}
