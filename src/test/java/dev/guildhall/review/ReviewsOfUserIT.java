package dev.guildhall.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.support.Answer;
import dev.guildhall.support.Market;
import dev.guildhall.support.Person;
import dev.guildhall.support.PlacedOrder;
import dev.guildhall.support.TestGig;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("USR-3")
class ReviewsOfUserIT {
    @RegisterExtension
    static final Market market = new Market();

    @Test
    void listsReceivedAndGivenReviewsForAnyone() {
        PlacedOrder order = market.anOrder().completed();
        post(order, order.client(), 5);
        post(order, order.freelancer(), 3);
        String path = "/users/" + order.freelancer().id() + "/reviews";

        assertThat(ratings(market.api().get(path))).containsExactly(5);
        assertThat(ratings(market.api().get(path + "?direction=received"))).containsExactly(5);
        assertThat(ratings(market.api().get(path + "?direction=given"))).containsExactly(3);
        assertThat(ratings(market.api().get("/users/" + order.client().id() + "/reviews")))
                .containsExactly(3);
    }

    @Test
    void pagesNewestFirst() {
        Person client = market.aUser("Carl Client");
        TestGig gig = market.aGig().create();
        for (int rating = 1; rating <= 5; rating++) {
            post(market.anOrder().of(gig).from(client).completed(), client, rating);
        }
        String path = "/users/" + gig.freelancer().id() + "/reviews?limit=3";
        Answer first = market.api().get(path);
        Answer second = market.api().get(path + "&cursor=" + first.text("next_cursor"));
        assertThat(ratings(first)).containsExactly(5, 4, 3);
        assertThat(ratings(second)).containsExactly(2, 1);
        assertThat(second.at("next_cursor")).isNull();
        market.api()
                .get(path + "&direction=given&cursor=" + first.text("next_cursor"))
                .expectProblem(400, "malformed_cursor");
    }

    @Test
    void isEmptyWithoutReviewsAndNotFoundForAnUnknownUser() {
        Person carl = market.aUser("Carl Client");
        assertThat(market.api()
                        .get("/users/" + carl.id() + "/reviews")
                        .expect(200)
                        .items())
                .isEmpty();
        market.api().get("/users/" + UUID.randomUUID() + "/reviews").expectProblem(404, "not_found");
        market.api().get("/users/1/reviews").expectProblem(400, "malformed_id");
        market.api()
                .get("/users/" + carl.id() + "/reviews?direction=both")
                .expectProblem(422, "validation_failed")
                .namingOnly("direction not_allowed");
    }

    @Test
    void hidesTheListOfADeactivatedUserFromAllButAdmins() {
        PlacedOrder order = market.anOrder().completed();
        post(order, order.client(), 1);
        String path = "/users/" + order.freelancer().id() + "/reviews";
        market.sql()
                .update(
                        "update users set is_active = false where id = ?",
                        order.freelancer().id());
        market.api().get(path).expectProblem(404, "not_found");
        assertThat(ratings(market.api().as(market.anAdmin()).get(path))).containsExactly(1);
    }

    private static void post(PlacedOrder order, Person reviewer, int rating) {
        market.api()
                .as(reviewer)
                .post("/reviews", Map.of("order_id", order.id(), "rating", rating))
                .expect(201);
    }

    private static List<Integer> ratings(Answer answer) {
        return answer.expect(200).items().stream()
                .map(review -> review.get("rating").asInt())
                .toList();
    }
}
