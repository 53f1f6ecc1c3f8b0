package dev.guildhall.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.support.Answer;
import dev.guildhall.support.ApiClient;
import dev.guildhall.support.Market;
import dev.guildhall.support.Person;
import dev.guildhall.support.PlacedOrder;
import dev.guildhall.support.Sql;
import dev.guildhall.support.Stage;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class ReviewIT {
    @RegisterExtension
    static final Market market = new Market();

    @Test
    @Tag("REV-1")
    void letsBothPartiesReviewEachOther() {
        PlacedOrder order = market.anOrder().completed();
        Answer given = review(order, order.client(), 5).expect(201);
        Answer returned = as(order.freelancer())
                .post("/reviews", Map.of("order_id", order.id(), "rating", 2))
                .expect(201);

        assertThat(given.header("Location")).isEqualTo(order.path("reviews"));
        assertThat(given.text("order_id")).isEqualTo(order.id().toString());
        assertThat(given.text("reviewer_id")).isEqualTo(order.client().id().toString());
        assertThat(given.text("reviewer.full_name")).isEqualTo(order.client().fullName());
        assertThat(given.text("reviewee_id")).isEqualTo(order.freelancer().id().toString());
        assertThat(given.text("gig_title")).isEqualTo("A logo for your guild");
        assertThat(given.text("rating")).isEqualTo("5");
        assertThat(given.text("comment")).isEqualTo("Good.");
        assertThat(returned.text("reviewee_id")).isEqualTo(order.client().id().toString());
        assertThat(returned.json().has("comment")).isTrue();
        assertThat(returned.at("comment")).isNull();
        assertThat(given.json().fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(
                        "id",
                        "order_id",
                        "reviewer_id",
                        "reviewer",
                        "reviewee_id",
                        "gig_title",
                        "rating",
                        "comment",
                        "created_at");
        assertThat(as(order.client()).get(order.path("reviews")).expect(200).items())
                .extracting(item -> item.get("id").asText())
                .containsExactly(returned.text("id"), given.text("id"));
    }

    @Test
    @Tag("REV-1")
    void refusesASecondReview() {
        PlacedOrder order = market.anOrder().completed();
        review(order, order.client(), 5).expect(201);
        review(order, order.client(), 1).expectProblem(409, "review_exists");
        assertThat(rating(order.freelancer())).containsEntry("rating_sum", 5L).containsEntry("rating_count", 1);
    }

    @ParameterizedTest
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {"COMPLETED", "AUTO_APPROVED"})
    @Tag("REV-1")
    void refusesAReviewBeforeTheOrderIsCompleted(Stage stage) {
        PlacedOrder order = market.anOrder().in(stage);
        review(order, order.client(), 5).expectProblem(409, "order_not_completed");
        review(order, order.freelancer(), 5).expectProblem(409, "order_not_completed");
        review(order, market.aUser("Olga Outsider"), 5).expectProblem(404, "not_found");
    }

    @Test
    @Tag("REV-1")
    void acceptsReviewsByThePartiesOnly() {
        PlacedOrder order = market.anOrder().completed();
        review(order, market.aUser("Olga Outsider"), 1).expectProblem(404, "not_found");
        review(order, market.anAdmin(), 1).expectProblem(403, "forbidden_role");
        market.api()
                .post("/reviews", Map.of("order_id", order.id(), "rating", 1))
                .expectProblem(401, "auth_missing");
        as(order.client())
                .post("/reviews", Map.of("order_id", UUID.randomUUID(), "rating", 1))
                .expectProblem(404, "not_found");

        as(market.aUser("Olga Outsider")).get(order.path("reviews")).expectProblem(404, "not_found");
        as(market.anAdmin()).get(order.path("reviews")).expect(200);
        market.api().get(order.path("reviews")).expectProblem(401, "auth_missing");
    }

    @Test
    void namesEveryInvalidField() {
        ApiClient client = as(market.aUser("Carl"));
        client.post(
                        "/reviews",
                        Map.of("order_id", "one", "rating", 6, "comment", "x".repeat(2_001), "reviewee_id", "me"))
                .expectProblem(422, "validation_failed")
                .namingOnly(
                        "#/order_id invalid_format",
                        "#/rating too_large",
                        "#/comment too_long",
                        "#/reviewee_id unknown_field");
        client.post("/reviews", Map.of("rating", 4.5))
                .expectProblem(422, "validation_failed")
                .namingOnly("#/order_id required", "#/rating wrong_type");
    }

    @Test
    void raisesTheVersionOfTheOrderAndClearsCanReview() {
        PlacedOrder order = market.anOrder().completed();
        Answer before = order.read();
        assertThat(before.text("can_review")).isEqualTo("true");
        review(order, order.client(), 5).expect(201);

        Answer after = as(order.client())
                .with("If-None-Match", String.valueOf(before.header("ETag")))
                .get(order.path())
                .expect(200);
        assertThat(after.text("can_review")).isEqualTo("false");
        assertThat(after.text("status")).isEqualTo("COMPLETED");
        assertThat(Integer.parseInt(after.text("version"))).isEqualTo(Integer.parseInt(before.text("version")) + 1);
        assertThat(order.readBy(order.freelancer()).text("can_review"))
                .as("whether the freelancer can review once the client has")
                .isEqualTo("true");
    }

    @Test
    void returnsTheSameReviewForTheSameKey() {
        PlacedOrder order = market.anOrder().completed();
        ApiClient keyed = as(order.client()).with("Idempotency-Key", "review-1");
        Map<String, Object> body = Map.of("order_id", order.id(), "rating", 4);
        assertThat(keyed.post("/reviews", body).expect(201).json())
                .isEqualTo(keyed.post("/reviews", body).expect(201).json());
    }

    @Test
    void theDatabaseRefusesReviewsThatAreNotByAPartyOfACompletedOrder() {
        PlacedOrder running = market.anOrder().submitted();
        PlacedOrder completed = market.anOrder().completed();
        UUID outsider = market.aUser("Olga Outsider").id();
        expectRefusal(running, running.client().id(), running.freelancer().id());
        expectRefusal(completed, outsider, completed.freelancer().id());
        expectRefusal(completed, completed.client().id(), completed.client().id());
        expectRefusal(completed, completed.client().id(), outsider);
    }

    private static void expectRefusal(PlacedOrder order, UUID reviewer, UUID reviewee) {
        Assertions.assertThatExceptionOfType(Sql.Refused.class)
                .isThrownBy(() -> {
                    int written = market.sql()
                            .update(
                                    "insert into reviews (id, order_id, reviewer_id, reviewee_id, rating) values (gen_random_uuid(), ?, ?, ?, 5)",
                                    order.id(),
                                    reviewer,
                                    reviewee);
                    assertThat(written).isZero();
                })
                .withMessageContaining("parties of a completed order");
    }

    private static Map<String, @Nullable Object> rating(Person person) {
        return market.sql().row("select rating_sum, rating_count from users where id = ?", person.id());
    }

    private static Answer review(PlacedOrder order, Person reviewer, int rating) {
        return as(reviewer).post("/reviews", Map.of("order_id", order.id(), "rating", rating, "comment", " Good. "));
    }

    private static ApiClient as(Person person) {
        return market.api().as(person);
    }
}
