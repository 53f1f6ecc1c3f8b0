package dev.guildhall.gig;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.support.Answer;
import dev.guildhall.support.ApiClient;
import dev.guildhall.support.Market;
import dev.guildhall.support.Person;
import dev.guildhall.support.PlacedOrder;
import dev.guildhall.support.TestGig;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GigChangeIT {
    @RegisterExtension
    static final Market market = new Market();

    @Test
    void changesOnlyTheFieldsThatAreSent() {
        TestGig gig = market.aGig().create();
        Answer before = market.api().get(path(gig));
        Answer after = as(gig.freelancer())
                .patch(path(gig), Map.of("price", "59.9", "title", "Better"))
                .expect(200);

        assertThat(after.text("price")).isEqualTo("59.90");
        assertThat(after.text("title")).isEqualTo("Better");
        assertThat(after.text("description")).isEqualTo(before.text("description"));
        assertThat(after.text("delivery_days")).isEqualTo(before.text("delivery_days"));
        assertThat(after.text("created_at")).isEqualTo(before.text("created_at"));
        assertThat(after.text("updated_at")).isGreaterThan(before.text("updated_at"));
        assertThat(after.header("ETag")).isEqualTo("\"2\"");
        assertThat(as(gig.freelancer()).get(path(gig)).json()).isEqualTo(after.json());
    }

    @Test
    void keepsTheVersionIfNoFieldIsSent() {
        TestGig gig = market.aGig().create();
        Answer before = as(gig.freelancer()).get(path(gig));
        assertThat(as(gig.freelancer()).patch(path(gig), Map.of()).expect(200).json())
                .isEqualTo(before.json());
        as(gig.freelancer())
                .with("If-Match", "\"7\"")
                .patch(path(gig), Map.of())
                .expectProblem(412, "precondition_failed");
        as(market.aUser("Olga")).patch(path(gig), Map.of()).expectProblem(403, "forbidden");
    }

    @Test
    void refusesNullAsAValue() {
        TestGig gig = market.aGig().create();
        Map<String, @Nullable Object> nulls = new HashMap<>();
        List.of("title", "description", "price", "delivery_days", "is_active").forEach(field -> nulls.put(field, null));
        as(gig.freelancer())
                .patch(path(gig), nulls)
                .expectProblem(422, "validation_failed")
                .namingOnly(
                        "#/title required",
                        "#/description required",
                        "#/price required",
                        "#/delivery_days required",
                        "#/is_active required");
    }

    @Test
    @Tag("GIG-2")
    void letsOnlyTheOwnerEditOrDelete() {
        TestGig gig = market.aGig().create();
        Person olga = market.aUser("Olga Outsider");
        market.api().patch(path(gig), Map.of("title", "Mine")).expectProblem(401, "auth_missing");
        market.api().delete(path(gig)).expectProblem(401, "auth_missing");
        as(olga).patch(path(gig), Map.of("title", "Mine")).expectProblem(403, "forbidden");
        as(olga).delete(path(gig)).expectProblem(403, "forbidden");

        as(gig.freelancer()).patch(path(gig), Map.of("is_active", false)).expect(200);
        as(olga).patch(path(gig), Map.of("title", "Mine")).expectProblem(404, "not_found");
        as(olga).delete(path(gig)).expectProblem(404, "not_found");
        as(gig.freelancer()).patch(path(gig), Map.of("is_active", true)).expect(200);
    }

    @Test
    @Tag("GIG-2")
    void letsAnAdminTakeItDownAndDoNothingElse() {
        TestGig gig = market.aGig().create();
        ApiClient admin = as(market.anAdmin());
        admin.patch(path(gig), Map.of("title", "Removed")).expectProblem(403, "forbidden");
        admin.patch(path(gig), Map.of("title", "Removed", "is_active", false)).expectProblem(403, "forbidden");
        admin.patch(path(gig), Map.of()).expectProblem(403, "forbidden");
        admin.delete(path(gig)).expectProblem(403, "forbidden");

        assertThat(admin.patch(path(gig), Map.of("is_active", false))
                        .expect(200)
                        .text("is_active"))
                .isEqualTo("false");
        admin.patch(path(gig), Map.of("title", "Removed", "is_active", true)).expectProblem(403, "forbidden");
        market.api().get(path(gig)).expectProblem(404, "not_found");
    }

    @Test
    @Tag("GIG-3")
    void deletesAGigAndKeepsItsOrders() {
        PlacedOrder order = market.anOrder().confirmed();
        String path = "/gigs/" + order.read().text("gig_id");
        as(order.freelancer()).delete(path).expect(204);

        as(order.freelancer()).delete(path).expectProblem(404, "not_found");
        as(order.freelancer()).patch(path, Map.of("is_active", true)).expectProblem(404, "not_found");
        as(order.freelancer()).get(path).expectProblem(404, "not_found");
        as(market.anAdmin()).get(path).expectProblem(404, "not_found");
        assertThat(as(order.freelancer())
                        .get("/users/" + order.freelancer().id() + "/gigs")
                        .items())
                .isEmpty();
        order.byFreelancer("start", Map.of()).expect(200);
        assertThat(order.read().text("gig_title")).isEqualTo("A logo for your guild");
    }

    /** Nginx makes tags weak, Apache and Jetty add the coding. */
    @Tag("API-28")
    @ParameterizedTest
    @ValueSource(strings = {"W/\"1\"", "\"1-gzip\"", "\"1--gzip\"", "W/\"1-br\"", "\"7\", W/\"1-zstd\""})
    void honoursAnEntityTagThatAProxyHasChanged(String tag) {
        TestGig gig = market.aGig().create();
        ApiClient owner = as(gig.freelancer());
        market.api().with("If-None-Match", tag).get(path(gig)).expect(304);
        owner.with("If-Match", tag).patch(path(gig), Map.of("price", 1)).expect(200);
        market.api().with("If-None-Match", tag).get(path(gig)).expect(200);
        owner.with("If-Match", tag).patch(path(gig), Map.of("price", 2)).expectProblem(412, "precondition_failed");
    }

    @Test
    void honoursIfMatchAndIfNoneMatch() {
        TestGig gig = market.aGig().create();
        ApiClient owner = as(gig.freelancer());
        market.api().with("If-None-Match", "\"1\"").get(path(gig)).expect(304);
        owner.with("If-Match", "\"2\"").patch(path(gig), Map.of("price", 1)).expectProblem(412, "precondition_failed");

        owner.with("If-Match", "1").patch(path(gig), Map.of("price", 1)).expectProblem(400, "malformed_header");
        owner.with("If-Match", "\"1\"").patch(path(gig), Map.of("price", 1)).expect(200);
        market.api().with("If-None-Match", "\"1\"").get(path(gig)).expect(200);
        owner.with("If-Match", "\"1\"").delete(path(gig)).expectProblem(412, "precondition_failed");
        owner.with("If-Match", "\"1\", \"2\"").delete(path(gig)).expect(204);
    }

    @ParameterizedTest
    @CsvSource({
        "application/json,{,400",
        "text/plain,{},415",
        "application/json,[],400",
        "application/json,'{\"price\":-1}',422"
    })
    void validatesTheRequestBeforeCheckingTheOwner(String contentType, String body, int status) {
        TestGig gig = market.aGig().create();
        as(market.aUser("Olga"))
                .with("Content-Type", contentType)
                .patch(path(gig), body)
                .expect(status);
    }

    @Test
    void refusesAMalformedHeaderBeforeInvalidFields() {
        TestGig gig = market.aGig().create();
        as(gig.freelancer())
                .with("If-Match", "one")
                .patch(path(gig), Map.of("price", -1))
                .expectProblem(400, "malformed_header");
    }

    @Test
    void acceptsOneOfManyChangesToTheSameVersion() {
        TestGig gig = market.aGig().create();
        ApiClient owner = as(gig.freelancer()).with("If-Match", "\"1\"");
        List<Integer> answers = IntStream.range(0, 20)
                .parallel()
                .mapToObj(i ->
                        owner.patch(path(gig), Map.of("title", "Title " + i)).status())
                .toList();
        assertThat(answers).containsOnlyOnce(200).containsOnly(200, 412);
        assertThat(market.api().get(path(gig)).text("version")).isEqualTo("2");
    }

    @Test
    void deletesAGigOnce() {
        TestGig gig = market.aGig().create();
        ApiClient owner = as(gig.freelancer());
        List<Integer> answers = IntStream.range(0, 20)
                .parallel()
                .mapToObj(i -> owner.delete(path(gig)).status())
                .toList();
        assertThat(answers).containsOnlyOnce(204).containsOnly(204, 404);
    }

    private static ApiClient as(Person person) {
        return market.api().as(person);
    }

    private static String path(TestGig gig) {
        return "/gigs/" + gig.id();
    }
}
