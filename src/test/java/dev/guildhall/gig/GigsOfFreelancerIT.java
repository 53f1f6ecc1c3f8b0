package dev.guildhall.gig;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.support.Answer;
import dev.guildhall.support.ApiClient;
import dev.guildhall.support.Market;
import dev.guildhall.support.Person;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("USR-3")
class GigsOfFreelancerIT {
    @RegisterExtension
    static final Market market = new Market();

    @Test
    void showsInactiveOnesToTheirOwnerAndToAdminsOnly() {
        Person frida = market.aUser("Frida");
        market.aGig().by(frida).titled("First").create();
        market.aGig().by(frida).titled("Second, inactive").inactive().create();
        market.aGig().by(frida).titled("Third").create();
        String path = "/users/" + frida.id() + "/gigs";

        assertThat(titles(market.api().get(path))).containsExactly("Third", "First");
        assertThat(titles(market.api().as(market.aUser("Olga")).get(path))).containsExactly("Third", "First");
        assertThat(titles(market.api().as(frida).get(path))).containsExactly("Third", "Second, inactive", "First");
        assertThat(titles(market.api().as(market.anAdmin()).get(path)))
                .containsExactly("Third", "Second, inactive", "First");
    }

    @Test
    void isEmptyWithoutGigsAndNotFoundForAnUnknownUser() {
        Person client = market.aUser("Carl Client");
        Answer empty = market.api().get("/users/" + client.id() + "/gigs").expect(200);
        assertThat(empty.items()).isEmpty();
        assertThat(empty.json().has("next_cursor")).isTrue();
        assertThat(empty.at("next_cursor")).isNull();
        market.api().get("/users/" + UUID.randomUUID() + "/gigs").expectProblem(404, "not_found");
        market.api().get("/users/me/gigs").expectProblem(400, "malformed_id");
        market.api()
                .get("/users/" + client.id() + "/gigs?sort=price")
                .expectProblem(400, "malformed_parameter")
                .namingOnly("sort unknown_field");
    }

    @Test
    void pagesWithoutGapsAndDuplicates() {
        Person frida = market.aUser("Frida");
        // All have the same creation time, so that only the ids order them.
        market.sql().update("""
                insert into gigs (id, freelancer_id, title, description, price, currency, delivery_days, created_at)
                select gen_random_uuid(), ?, 'Logo', 'By hand.', 1, 'USD', 1, timestamptz '2026-01-01' from generate_series(1, 5)
                """, frida.id());
        ApiClient api = market.api();
        String path = "/users/" + frida.id() + "/gigs?limit=2";
        Answer first = api.get(path);
        Answer second = api.get(path + "&cursor=" + first.text("next_cursor"));
        Answer third = api.get(path + "&cursor=" + second.text("next_cursor"));
        assertThat(third.at("next_cursor")).isNull();
        assertThat(List.of(first, second, third))
                .flatMap(GigsOfFreelancerIT::ids)
                .hasSize(5)
                .doesNotHaveDuplicates();
    }

    private static List<String> titles(Answer answer) {
        return answer.expect(200).items().stream()
                .map(gig -> gig.path("title").asText())
                .toList();
    }

    private static List<UUID> ids(Answer answer) {
        return answer.expect(200).items().stream()
                .map(gig -> UUID.fromString(gig.get("id").asText()))
                .toList();
    }
}
