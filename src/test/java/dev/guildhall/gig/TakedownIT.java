package dev.guildhall.gig;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.guildhall.support.Answer;
import dev.guildhall.support.ApiClient;
import dev.guildhall.support.Concurrently;
import dev.guildhall.support.Market;
import dev.guildhall.support.Person;
import dev.guildhall.support.PlacedOrder;
import dev.guildhall.support.Sql;
import dev.guildhall.support.TestGig;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("GIG-7")
class TakedownIT {
    @RegisterExtension
    static final Market market = new Market();

    private static final Map<String, Object> DEACTIVATE = Map.of("is_active", false);
    private static final Map<String, Object> ACTIVATE = Map.of("is_active", true);
    private static final String CHECK = "23514";

    private static Person admin;

    private final TestGig gig = market.aGig().create();
    private final ApiClient owner = market.api().as(gig.freelancer());
    private final String path = "/gigs/" + gig.id();

    @BeforeAll
    static void createAdmin() {
        admin = market.anAdmin();
    }

    @Test
    void theOwnerCanEditItButNotActivateIt() {
        takeDown("Not your pictures.");
        owner.patch(path, ACTIVATE).expectProblem(409, "gig_taken_down");
        owner.patch(path, Map.of("is_active", true, "title", "Anew")).expectProblem(409, "gig_taken_down");
        Answer changed = owner.patch(path, Map.of("title", "My own pictures")).expect(200);
        assertThat(changed.text("title")).isEqualTo("My own pictures");
        assertThat(changed.text("is_active")).isEqualTo("false");
        assertThat(changed.text("taken_down.reason")).isEqualTo("Not your pictures.");
    }

    @Test
    void restoringBringsBackThePreviousState() {
        takeDown("A mistake.");
        Answer restored = asAdmin().patch(path, ACTIVATE).expect(200);
        assertThat(restored.text("is_active")).isEqualTo("true");
        assertThat(restored.json().get("taken_down").isNull()).isTrue();
        assertThat(restored.text("version")).isEqualTo("3");
        market.api().get(path).expect(200);
        owner.patch(path, DEACTIVATE).expect(200);
        owner.patch(path, ACTIVATE).expect(200);
    }

    @Test
    void restoringDoesNotActivateWhatTheOwnerHasDeactivated() {
        owner.patch(path, DEACTIVATE).expect(200);
        takeDown("Wrong.");
        assertThat(asAdmin().patch(path, ACTIVATE).expect(200).text("is_active"))
                .isEqualTo("false");
        owner.patch(path, ACTIVATE).expect(200);

        takeDown("Wrong.");
        owner.patch(path, DEACTIVATE).expect(200);
        assertThat(asAdmin().patch(path, ACTIVATE).expect(200).text("is_active"))
                .isEqualTo("false");
        owner.patch(path, ACTIVATE).expect(200);
    }

    @Test
    void anAdminCannotActivateAGigThatWasNotTakenDown() {
        owner.patch(path, DEACTIVATE).expect(200);
        Answer answer = asAdmin().patch(path, ACTIVATE).expect(200);
        assertThat(answer.text("is_active")).isEqualTo("false");
        assertThat(answer.text("version")).isEqualTo("2");
    }

    @Test
    void aSecondTakedownKeepsTheFirstReasonAndTheVersion() {
        Answer first = takeDown("First.");
        Answer second = takeDown("Second.");
        assertThat(second.json()).isEqualTo(first.json());
        assertThat(recordedActions()).containsExactly("gig_taken_down");
    }

    @Test
    @Tag("ORD-16")
    void cannotBeOrdered() {
        PlacedOrder before = market.anOrder().of(gig).placed();
        takeDown("Fraud.");
        market.api()
                .as(before.client())
                .post("/orders", Map.of("gig_id", gig.id()))
                .expectProblem(409, "gig_inactive");
        before.byClient("cancel", Map.of("reason", "It was taken down.")).expect(200);
    }

    @Test
    @Tag("GIG-8")
    void onlyOwnerAndAdminsSeeThatItIsTakenDown() {
        ApiClient outsider = market.api().as(market.aUser("Olga Outsider"));
        List<ApiClient> public_ = List.of(market.api(), outsider);
        List<ApiClient> insiders = List.of(owner, asAdmin());
        String list = "/users/" + gig.freelancer().id() + "/gigs";

        for (ApiClient reader : public_) {
            assertThat(reader.get(path).expect(200).json().has("taken_down")).isFalse();
            assertThat(reader.get(list).expect(200).items()).noneMatch(item -> item.has("taken_down"));
        }
        for (ApiClient reader : insiders) {
            assertThat(reader.get(path).expect(200).json().get("taken_down").isNull())
                    .isTrue();
            assertThat(reader.get(list).expect(200).items())
                    .allMatch(item -> item.get("taken_down").isNull());
            assertThat(reader.get("/gigs?freelancer_id=" + gig.freelancer().id())
                            .expect(200)
                            .items())
                    .hasSize(1)
                    .noneMatch(item -> item.has("taken_down"));
        }
        takeDown("Fraud.");
        for (ApiClient reader : public_) {
            reader.get(path).expectProblem(404, "not_found");
            assertThat(reader.get(list).expect(200).items()).isEmpty();
        }
        for (ApiClient reader : insiders) {
            JsonNode shown = reader.get(path).expect(200).json().get("taken_down");
            assertThat(shown.fieldNames()).toIterable().containsExactly("at", "reason");
            assertThat(shown.get("reason").asText()).isEqualTo("Fraud.");
            assertThat(reader.get(list).expect(200).items())
                    .singleElement()
                    .satisfies(item -> assertThat(item.get("taken_down")).isEqualTo(shown));
        }
    }

    @Test
    void acceptsAReasonFromAdminsOnly() {
        Map<String, Object> withReason = Map.of("is_active", false, "reason", "Why not.");
        owner.patch(path, withReason).expectProblem(422, "validation_failed").namingOnly("#/reason not_allowed");
        asAdmin()
                .patch(path, Map.of("reason", "Because."))
                .expectProblem(422, "validation_failed")
                .namingOnly("#/reason not_allowed");
        asAdmin()
                .patch(path, Map.of("is_active", false, "reason", "r".repeat(2_001)))
                .expectProblem(422, "validation_failed")
                .namingOnly("#/reason too_long");
        assertThat(asAdmin().patch(path, DEACTIVATE).expect(200).at("taken_down.reason"))
                .isNull();
    }

    @Test
    @Tag("GIG-2")
    void anAdminActsAsOwnerOfTheirOwnGig() {
        TestGig own = market.aGig().by(admin).create();
        String ownPath = "/gigs/" + own.id();
        asAdmin()
                .patch(ownPath, Map.of("is_active", false, "reason", "Holiday."))
                .expectProblem(422, "validation_failed")
                .namingOnly("#/reason not_allowed");
        Answer off = asAdmin().patch(ownPath, DEACTIVATE).expect(200);
        assertThat(off.json().get("taken_down").isNull()).isTrue();
        assertThat(off.text("version")).isEqualTo("2");
        assertThat(asAdmin().patch(ownPath, ACTIVATE).expect(200).text("is_active"))
                .isEqualTo("true");

        market.api().as(market.anAdmin()).patch(ownPath, DEACTIVATE).expect(200);
        asAdmin().patch(ownPath, ACTIVATE).expectProblem(409, "gig_taken_down");
        asAdmin().patch(ownPath, Map.of("title", "Another")).expect(200);
    }

    @Test
    void honoursIfMatch() {
        asAdmin().with("If-Match", "\"7\"").patch(path, DEACTIVATE).expectProblem(412, "precondition_failed");
        asAdmin().with("If-Match", "\"1\"").patch(path, DEACTIVATE).expect(200);
        owner.with("If-Match", "\"1\"").patch(path, ACTIVATE).expectProblem(412, "precondition_failed");
        owner.with("If-Match", "\"2\"").patch(path, ACTIVATE).expectProblem(409, "gig_taken_down");
        asAdmin().with("If-Match", "\"1\"").patch(path, ACTIVATE).expectProblem(412, "precondition_failed");
        asAdmin().with("If-Match", "\"2\"").patch(path, ACTIVATE).expect(200);
    }

    @Test
    void staysDownDuringSimultaneousChangesByTheOwner() {
        for (int round = 0; round < 10; round++) {
            List<Integer> answers = Concurrently.times(
                    6,
                    i -> i == 0
                            ? asAdmin().patch(path, DEACTIVATE).status()
                            : owner.patch(path, i % 2 == 0 ? ACTIVATE : DEACTIVATE)
                                    .status());
            assertThat(answers).isSubsetOf(200, 409);
            assertThat(answers.get(0)).isEqualTo(200);
            Answer after = owner.get(path);
            assertThat(after.at("is_active")).isEqualTo("false");
            assertThat(after.at("taken_down")).isNotNull();
            asAdmin().patch(path, ACTIVATE).expect(200);
        }
    }

    @Test
    void theOwnerWhoWaitedForATakedownIsRefused() {
        owner.patch(path, DEACTIVATE).expect(200);
        try (Sql other = market.database().sql()) {
            other.begin();
            other.update("update gigs set taken_down_at = now(), active_when_restored = false where id = ?", gig.id());
            List<Integer> answers = Concurrently.times(2, i -> {
                if (i == 1) {
                    return owner.patch(path, ACTIVATE).status();
                }
                market.sql().awaitWaitingForLocks(1);
                other.commit();
                return 0;
            });
            assertThat(answers).containsExactly(0, 409);
        }
        assertThat(owner.get(path).text("is_active")).isEqualTo("false");
    }

    @Test
    void simultaneousTakedownsAreRecordedOnce() {
        List<Answer> answers = Concurrently.times(8, i -> takeDown("Reason " + i));
        assertThat(answers)
                .extracting(answer -> answer.text("taken_down.reason"))
                .containsOnly(reason());
        assertThat(recordedActions()).containsExactly("gig_taken_down");
    }

    @Test
    void canBeDeletedByItsOwner() {
        takeDown("Fraud.");
        owner.delete(path).expect(204);
        asAdmin().patch(path, ACTIVATE).expectProblem(404, "not_found");
        TestGig other = market.aGig().create();
        ApiClient otherOwner = market.api().as(other.freelancer());
        List<Integer> answers = Concurrently.times(
                2,
                i -> i == 0
                        ? otherOwner.delete("/gigs/" + other.id()).status()
                        : asAdmin().patch("/gigs/" + other.id(), DEACTIVATE).status());
        assertThat(answers.get(0)).isEqualTo(204);
        assertThat(answers.get(1)).isIn(200, 404);
        asAdmin().get("/gigs/" + other.id()).expectProblem(404, "not_found");
    }

    @Test
    void theDatabaseRefusesToActivateIt() {
        takeDown("Fraud.");
        market.sql().expectRefusal(CHECK, "update gigs set is_active = true where id = ?", gig.id());
        market.sql().expectRefusal(CHECK, "update gigs set taken_down_at = null where id = ?", gig.id());
    }

    private Answer takeDown(String reason) {
        return asAdmin()
                .patch(path, Map.of("is_active", false, "reason", reason))
                .expect(200);
    }

    private ApiClient asAdmin() {
        return market.api().as(admin);
    }

    private String reason() {
        return owner.get(path).text("taken_down.reason");
    }

    private List<String> recordedActions() {
        return market.sql().rows("select action from moderation_events where gig_id = ?", gig.id()).stream()
                .map(row -> String.valueOf(row.get("action")))
                .toList();
    }
}
