package dev.guildhall.moderation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.guildhall.support.Answer;
import dev.guildhall.support.ApiClient;
import dev.guildhall.support.Concurrently;
import dev.guildhall.support.Market;
import dev.guildhall.support.Person;
import dev.guildhall.support.TestGig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("USR-6")
class ModerationEventsIT {
    @RegisterExtension
    static final Market market = new Market();

    private static final String CHECK = "23514";

    private final Person ada = market.anAdmin();
    private final ApiClient admin = market.api().as(ada);

    @Test
    void listsTheEventsOfAUser() {
        Person mira = market.aUser("Mira");
        moderate(mira, Map.of("is_active", false, "reason", "Stolen name."));
        moderate(mira, Map.of("is_active", false, "reason", "Again."));
        moderate(mira, Map.of("is_active", true));
        moderate(mira, Map.of("is_active", true, "reason", "It was their own."));
        moderate(mira, Map.of("is_active", false, "reason", "It was not."));

        List<JsonNode> events = events("?user_id=" + mira.id());
        assertThat(events)
                .extracting(event -> event.path("action").asText())
                .containsExactly("user_deactivated", "user_reactivated", "user_deactivated");
        JsonNode first = events.get(2);
        assertThat(first.fieldNames())
                .toIterable()
                .containsExactly("id", "created_at", "actor_id", "actor", "action", "user_id", "user", "reason");
        assertThat(first.get("actor_id").asText()).isEqualTo(ada.id().toString());
        assertThat(first.get("user_id").asText()).isEqualTo(mira.id().toString());
        assertThat(first.get("reason").asText()).isEqualTo("Stolen name.");
        assertThat(events.get(1).fieldNames())
                .toIterable()
                .containsExactly("id", "created_at", "actor_id", "actor", "action", "user_id", "user");
    }

    @Test
    void listsTheEventsOfAGig() {
        TestGig gig = market.aGig().create();
        String path = "/gigs/" + gig.id();
        admin.patch(path, Map.of("is_active", false, "reason", "Fraud.")).expect(200);
        admin.patch(path, Map.of("is_active", true)).expect(200);

        List<JsonNode> events = events("?gig_id=" + gig.id());
        assertThat(events)
                .extracting(event -> event.path("action").asText())
                .containsExactly("gig_restored", "gig_taken_down");
        assertThat(events.get(1).fieldNames())
                .toIterable()
                .containsExactly("id", "created_at", "actor_id", "actor", "action", "gig_id", "gig_title", "reason");
        assertThat(events("?gig_id=" + gig.id() + "&user_id=" + ada.id())).isEmpty();
    }

    @Test
    void listsGrantedAdmins() {
        JsonNode granted = events("?user_id=" + ada.id()).get(0);
        assertThat(granted.get("action").asText()).isEqualTo("admin_granted");
        assertThat(granted.get("actor_id").isNull()).isTrue();
        assertThat(granted.has("actor")).isFalse();
    }

    @Test
    @Tag("API-15")
    void nameWhoAndWhatTheyAreAbout() {
        TestGig gig = market.aGig().create();
        Person mira = market.aUser("Mira");
        admin.patch("/gigs/" + gig.id(), Map.of("is_active", false)).expect(200);
        moderate(mira, Map.of("is_active", false, "reason", "Stolen name."));
        String title = market.api()
                .as(gig.freelancer())
                .get("/gigs/" + gig.id())
                .expect(200)
                .text("title");
        market.api().as(gig.freelancer()).delete("/gigs/" + gig.id()).expect(204);

        JsonNode ofUser = events("?user_id=" + mira.id()).get(0);
        assertThat(ofUser.at("/user/full_name").asText()).isEqualTo("Mira");
        assertThat(ofUser.at("/user/id")).isEqualTo(ofUser.get("user_id"));
        assertThat(ofUser.at("/actor/id")).isEqualTo(ofUser.get("actor_id"));
        JsonNode ofGig = events("?gig_id=" + gig.id()).get(0);
        assertThat(ofGig.get("gig_title").asText())
                .as("the title of a gig that was deleted")
                .isEqualTo(title);
    }

    @Test
    void recordsSimultaneousDeactivationsOnce() {
        Person mira = market.aUser("Mira");
        Concurrently.times(
                8,
                i -> market.api()
                        .as(ada)
                        .patch("/users/" + mira.id(), Map.of("is_active", false, "reason", "Reason " + i))
                        .expect(200));
        List<JsonNode> events = events("?user_id=" + mira.id());
        assertThat(events).hasSize(1);
        assertThat(market.sql()
                        .row("select deactivation_reason from users where id = ?", mira.id())
                        .get("deactivation_reason"))
                .isEqualTo(events.get(0).get("reason").asText());
    }

    @Test
    void recordsNoRefusedChange() {
        int before = market.sql().count("select from moderation_events");
        Person mira = market.aUser("Mira");
        TestGig gig = market.aGig().create();
        market.api()
                .as(mira)
                .patch("/gigs/" + gig.id(), Map.of("is_active", false))
                .expect(403);
        admin.with("If-Match", "\"9\"")
                .patch("/gigs/" + gig.id(), Map.of("is_active", false))
                .expect(412);
        admin.patch("/users/" + UUID.randomUUID(), Map.of("is_active", true)).expect(404);
        market.api()
                .as(gig.freelancer())
                .patch("/gigs/" + gig.id(), Map.of("is_active", false))
                .expect(200);
        assertThat(market.sql().count("select from moderation_events")).isEqualTo(before);
    }

    @Test
    void isForAdminsOnly() {
        market.api().get("/moderation-events").expectProblem(401, "auth_missing");
        market.api().as(market.aUser("Mira")).get("/moderation-events").expectProblem(403, "forbidden");
        market.api()
                .as(market.aUser("Mira"))
                .get("/moderation-events?user_id=x")
                .expectProblem(400, "malformed_parameter");
    }

    @Test
    void isPagedNewestFirst() {
        TestGig gig = market.aGig().create();
        for (int i = 0; i < 5; i++) {
            admin.patch("/gigs/" + gig.id(), Map.of("is_active", i % 2 == 1)).expect(200);
        }
        List<String> all = events("?gig_id=" + gig.id()).stream()
                .map(event -> event.path("id").asText())
                .toList();
        List<String> paged = new ArrayList<>();
        String cursor = "";
        while (true) {
            Answer page = admin.get("/moderation-events?limit=2&gig_id=" + gig.id() + cursor)
                    .expect(200);
            page.items().forEach(item -> paged.add(item.path("id").asText()));
            if (page.at("next_cursor") == null) {
                break;
            }
            cursor = "&cursor=" + page.text("next_cursor");
        }
        assertThat(all).hasSize(5);
        assertThat(paged).isEqualTo(all);
    }

    @Test
    void theDatabaseRefusesToChangeEvents() {
        market.sql().expectRefusal(CHECK, "update moderation_events set reason = 'No'");
        market.sql().expectRefusal(CHECK, "delete from moderation_events");
        market.sql().expectRefusal(CHECK, "truncate moderation_events");
        market.sql()
                .expectRefusal(
                        CHECK,
                        "insert into moderation_events (id, action, user_id) values (gen_random_uuid(), 'user_deactivated', ?)",
                        ada.id());
        market.sql()
                .expectRefusal(
                        CHECK,
                        "insert into moderation_events (id, action, actor_id, user_id) values (gen_random_uuid(), 'gig_restored', ?, ?)",
                        ada.id(),
                        ada.id());
    }

    private void moderate(Person person, Map<String, Object> body) {
        admin.patch("/users/" + person.id(), body).expect(200);
    }

    private List<JsonNode> events(String query) {
        return admin.get("/moderation-events" + query).expect(200).items();
    }
}
