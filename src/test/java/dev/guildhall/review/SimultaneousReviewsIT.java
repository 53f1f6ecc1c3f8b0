package dev.guildhall.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.support.ApiClient;
import dev.guildhall.support.Market;
import dev.guildhall.support.Person;
import dev.guildhall.support.PlacedOrder;
import dev.guildhall.support.Server;
import dev.guildhall.support.TestGig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SimultaneousReviewsIT {
    @RegisterExtension
    static final Market market = new Market();

    @Test
    @Tag("REV-1")
    void acceptsOneOfFiftySimultaneousReviewsByOneParty() throws Exception {
        PlacedOrder order = market.anOrder().completed();
        try (Server otherNode = market.anotherNode()) {
            List<Integer> answers = callAll(IntStream.range(0, 50)
                    .mapToObj(i -> review(i % 2 == 0 ? market.api() : otherNode.api(), order, order.client()))
                    .toList());
            assertThat(answers).containsOnlyOnce(201).containsOnly(201, 409);
        }
        assertThat(count(order.freelancer())).isEqualTo(1);
        assertThat(order.read().text("can_review")).isEqualTo("false");
    }

    @Test
    void acceptsOneSimultaneousReviewByEachParty() throws Exception {
        PlacedOrder order = market.anOrder().completed();
        List<Integer> answers = callAll(IntStream.range(0, 20)
                .mapToObj(i -> review(market.api(), order, i % 2 == 0 ? order.client() : order.freelancer()))
                .toList());
        assertThat(answers)
                .containsOnly(201, 409)
                .filteredOn(status -> status == 201)
                .hasSize(2);
        assertThat(count(order.client())).isEqualTo(1);
        assertThat(count(order.freelancer())).isEqualTo(1);
    }

    /** Two users who work for each other: every row that a review locks is needed by the other reviews too. */
    @Test
    @Tag("REV-2")
    void keepsRatingsExactDuringSimultaneousOrdersAndReviews() throws Exception {
        Person anna = market.aUser("Anna");
        Person bert = market.aUser("Bert");
        TestGig annas = market.aGig().by(anna).create();
        TestGig berts = market.aGig().by(bert).create();
        List<PlacedOrder> orders = IntStream.range(0, 12)
                .mapToObj(i -> i % 2 == 0
                        ? market.anOrder().of(annas).from(bert).completed()
                        : market.anOrder().of(berts).from(anna).completed())
                .toList();

        List<Callable<Integer>> calls = new ArrayList<>();
        for (PlacedOrder order : orders) {
            calls.add(review(market.api(), order, anna));
            calls.add(review(market.api(), order, bert));
            calls.add(review(market.api().with("Idempotency-Key", "again-" + order.id()), order, anna));
            calls.add(() -> place(berts, anna));
            calls.add(() -> place(annas, bert));
            calls.add(() -> changeInstructions(order.freelancer()));
        }
        List<Integer> answers = callAll(calls);

        assertThat(answers).containsOnly(200, 201, 409);
        assertThat(count(anna)).isEqualTo(12);
        assertThat(count(bert)).isEqualTo(12);
        assertThat(market.sql().count("""
                select from users u
                where rating_sum <> (select coalesce(sum(rating), 0) from reviews where reviewee_id = u.id)
                   or rating_count <> (select count(*) from reviews where reviewee_id = u.id)
                """)).isZero();
    }

    /** Changes a user and then that user's orders in one statement. */
    private static int changeInstructions(Person freelancer) {
        try (var sql = market.database().sql()) {
            int changed = sql.update("""
                    with changed as (
                      update users set payment_instructions = 'IBAN ' || random() where id = ? returning id
                    )
                    update orders o set updated_at = now()
                    from changed where o.freelancer_id = changed.id
                    """, freelancer.id());
            return changed > 0 ? 200 : 500;
        }
    }

    private static int place(TestGig gig, Person client) {
        return market.api()
                .as(client)
                .post("/orders", Map.of("gig_id", gig.id()))
                .status();
    }

    private static Callable<Integer> review(ApiClient api, PlacedOrder order, Person reviewer) {
        return () -> api.as(reviewer)
                .post("/reviews", Map.of("order_id", order.id(), "rating", 4))
                .status();
    }

    private static List<Integer> callAll(List<Callable<Integer>> calls)
            throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(calls.size());
        try {
            List<Integer> answers = new ArrayList<>();
            for (Future<Integer> answer : threads.invokeAll(calls)) {
                answers.add(answer.get());
            }
            return answers;
        } finally {
            threads.shutdownNow();
        }
    }

    private static int count(Person person) {
        return (Integer) Objects.requireNonNull(market.sql()
                .row("select rating_count from users where id = ?", person.id())
                .get("rating_count"));
    }
}
