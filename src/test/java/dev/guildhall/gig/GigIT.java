package dev.guildhall.gig;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.support.Answer;
import dev.guildhall.support.ApiClient;
import dev.guildhall.support.Market;
import dev.guildhall.support.Person;
import dev.guildhall.support.Server;
import dev.guildhall.support.TestGig;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class GigIT {
    @RegisterExtension
    static final Market market = new Market();

    private static final String NOBODY = UUID.randomUUID().toString();

    @Test
    void createsAGig() {
        Person frida = market.aUser("Frida Freelancer");
        Answer created = as(frida)
                .post("/gigs", Map.of("title", " Logo ", "description", "By hand.", "price", 50, "delivery_days", 3))
                .expect(201);

        assertThat(created.header("Location")).isEqualTo("/gigs/" + created.text("id"));
        assertThat(created.header("ETag")).isEqualTo("\"1\"");
        assertThat(created.text("title")).isEqualTo("Logo");
        assertThat(created.json().get("price").isTextual()).isTrue();
        assertThat(created.text("price")).isEqualTo("50.00");
        assertThat(created.text("currency")).isEqualTo("USD");
        assertThat(created.text("is_active")).isEqualTo("true");
        assertThat(created.text("version")).isEqualTo("1");
        assertThat(created.text("created_at")).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z");
        assertThat(created.json().fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(
                        "id",
                        "freelancer_id",
                        "freelancer",
                        "title",
                        "description",
                        "price",
                        "currency",
                        "delivery_days",
                        "language",
                        "is_active",
                        "taken_down",
                        "version",
                        "created_at",
                        "updated_at");
        assertThat(created.json().get("freelancer").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("id", "full_name", "avatar_url", "rating_avg", "rating_count");
        assertThat(as(frida).get("/gigs/" + created.text("id")).expect(200).json())
                .isEqualTo(created.json());
    }

    @Test
    @Tag("GIG-6")
    void listsAnExcerptOfTheDescription() {
        Person frida = market.aUser("Frida");
        String description = "😀".repeat(300) + "x";
        Answer created =
                as(frida).post("/gigs", aGig("description", description)).expect(201);
        String path = "/gigs/" + created.text("id");

        assertThat(created.at("description")).isEqualTo(description);
        assertThat(as(frida).get(path).expect(200).at("description")).isEqualTo(description);
        assertThat(as(frida).patch(path, Map.of("delivery_days", 2)).expect(200).at("description"))
                .isEqualTo(description);
        for (String list : List.of("/gigs?freelancer_id=" + frida.id(), "/users/" + frida.id() + "/gigs")) {
            Answer page = market.api().get(list).expect(200);
            assertThat(page.items()).hasSize(1);
            assertThat(page.at("items.0.description_excerpt")).isEqualTo("😀".repeat(300));
            assertThat(page.at("items.0.description")).isNull();
        }
    }

    @Test
    void keepsTheExactValueOfALargePrice() {
        Map<String, Object> gig = aGig("price", "9999999999.99");
        assertThat(as(market.aUser("Frida")).post("/gigs", gig).expect(201).text("price"))
                .isEqualTo("9999999999.99");
    }

    @Test
    void createsAnInactiveGig() {
        Person frida = market.aUser("Frida");
        String path = "/gigs/"
                + as(frida).post("/gigs", aGig("is_active", false)).expect(201).text("id");
        as(frida).get(path).expect(200);
        market.api().get(path).expectProblem(404, "not_found");
    }

    @Test
    void namesEveryInvalidField() {
        Map<String, Object> gig = new HashMap<>();
        gig.put("title", "Two\nlines");
        gig.put("description", "x".repeat(10_001));
        gig.put("price", "0.001");
        gig.put("delivery_days", 366);
        gig.put("is_active", "yes");
        gig.put("freelancer_id", NOBODY);
        as(market.aUser("Frida"))
                .post("/gigs", gig)
                .expectProblem(422, "validation_failed")
                .namingOnly(
                        "#/title invalid_character",
                        "#/description too_long",
                        "#/price too_precise",
                        "#/delivery_days too_large",
                        "#/is_active wrong_type",
                        "#/freelancer_id unknown_field");
        as(market.aUser("Frida"))
                .post("/gigs", Map.of())
                .expectProblem(422, "validation_failed")
                .namingOnly(
                        "#/title required", "#/description required", "#/price required", "#/delivery_days required");
    }

    @Test
    @Tag("GIG-1")
    void showsAnInactiveGigToItsOwnerAndToAdminsOnly() {
        TestGig gig = market.aGig().inactive().create();
        as(gig.freelancer()).get(path(gig)).expect(200);
        as(market.anAdmin()).get(path(gig)).expect(200);
        as(market.aUser("Olga Outsider")).get(path(gig)).expectProblem(404, "not_found");
        market.api().get(path(gig)).expectProblem(404, "not_found");
        market.api().get("/gigs/" + NOBODY).expectProblem(404, "not_found");
        market.api().get("/gigs/1").expectProblem(400, "malformed_id");
    }

    @Test
    @Tag("GIG-4")
    void hidesTheGigsOfADeactivatedUser() {
        TestGig gig = market.aGig().create();
        String list = "/gigs?freelancer_id=" + gig.freelancer().id();
        market.api().get(path(gig)).expect(200);

        market.sql()
                .update(
                        "update users set is_active = false where id = ?",
                        gig.freelancer().id());
        market.api().get(path(gig)).expectProblem(404, "not_found");
        assertThat(market.api().get(list).expect(200).items()).isEmpty();
        market.api().get("/users/" + gig.freelancer().id() + "/gigs").expectProblem(404, "not_found");
        as(market.aUser("Carl")).post("/orders", Map.of("gig_id", gig.id())).expectProblem(409, "gig_inactive");
        as(market.anAdmin()).get(path(gig)).expect(200);
        assertThat(as(market.anAdmin())
                        .get("/users/" + gig.freelancer().id() + "/gigs")
                        .items())
                .hasSize(1);
    }

    @Test
    void searchesOnConnectionsThatOtherReadsDoNotWaitFor() {
        // A node of its own, which counts nothing but these.
        try (Server node = market.anotherNode()) {
            node.api().get("/gigs").expect(200);
            assertThat(searches(node))
                    .as("searches after a list without a filter")
                    .isZero();
            node.api().get("/gigs?q=logo").expect(200);
            assertThat(searches(node)).as("searches after one for a word").isEqualTo(1);
        }
    }

    @Test
    void returnsTheSameGigForTheSameKey() {
        Person frida = market.aUser("Frida");
        ApiClient keyed = as(frida).with("Idempotency-Key", "offer-1");
        Answer first = keyed.post("/gigs", aGig("title", "Once")).expect(201);
        Answer second = keyed.post("/gigs", aGig("title", "Once")).expect(201);
        assertThat(second.json()).isEqualTo(first.json());
        assertThat(second.header("ETag")).isEqualTo("\"1\"");
        keyed.post("/gigs", aGig("title", "Twice")).expectProblem(422, "idempotency_key_reused");
        assertThat(market.sql().count("select from gigs where freelancer_id = ?", frida.id()))
                .isEqualTo(1);
    }

    private static double searches(Server node) {
        return node.metric("database_seconds_count{kind=\"search\"}");
    }

    private static Map<String, Object> aGig(String field, Object value) {
        Map<String, Object> gig =
                new HashMap<>(Map.of("title", "Logo", "description", "By hand.", "price", "49.90", "delivery_days", 3));
        gig.put(field, value);
        return gig;
    }

    private static ApiClient as(Person person) {
        return market.api().as(person);
    }

    private static String path(TestGig gig) {
        return "/gigs/" + gig.id();
    }
}
