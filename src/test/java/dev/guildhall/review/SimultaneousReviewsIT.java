package dev.guildhall.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.support.ApiClient;
import dev.guildhall.support.Market;
import dev.guildhall.support.OrderFixture;
import dev.guildhall.support.Person;
import dev.guildhall.support.PlacedOrder;
import dev.guildhall.support.Server;
import dev.guildhall.support.Sql;
import dev.guildhall.support.TestGig;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
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

    /** Two users who work for each other: every row that a review or an approval locks is needed by the others too. */
    @Test
    @Tag("REV-2")
    void keepsRatingsAndCountsExactDuringSimultaneousOrdersAndReviews() throws Exception {
        Person anna = market.aUser("Anna");
        Person bert = market.aUser("Bert");
        TestGig annas = market.aGig().by(anna).create();
        TestGig berts = market.aGig().by(bert).create();
        List<OrderFixture> orders = IntStream.range(0, 24)
                .mapToObj(i -> i % 2 == 0
                        ? market.anOrder().of(annas).from(bert)
                        : market.anOrder().of(berts).from(anna))
                .toList();
        List<PlacedOrder> completed =
                orders.subList(0, 12).stream().map(OrderFixture::completed).toList();
        List<PlacedOrder> submitted =
                orders.subList(12, 24).stream().map(OrderFixture::submitted).toList();

        List<Callable<Integer>> calls = new ArrayList<>();
        for (PlacedOrder order : completed) {
            calls.add(review(market.api(), order, anna));
            calls.add(review(market.api(), order, bert));
            calls.add(review(market.api().with("Idempotency-Key", "again-" + order.id()), order, anna));
            calls.add(() -> place(berts, anna));
            calls.add(() -> place(annas, bert));
        }
        submitted.forEach(
                order -> calls.add(() -> order.byClient("approve", Map.of()).status()));
        Collections.shuffle(calls, new Random(1));
        List<Integer> answers = callAll(calls);

        assertThat(answers).containsOnly(200, 201, 409);
        assertThat(count(anna)).isEqualTo(12);
        assertThat(count(bert)).isEqualTo(12);
        for (Person person : List.of(anna, bert)) {
            assertThat(market.api().get("/users/" + person.id()).at("completed_orders"))
                    .isEqualTo("24");
        }
        assertThat(market.sql().count("""
                select from users u
                where rating_sum <> (select coalesce(sum(rating), 0) from reviews where reviewee_id = u.id)
                   or rating_count <> (select count(*) from reviews where reviewee_id = u.id)
                """)).isZero();
    }

    /** As a move does that completes an order, or opens it again. */
    @Test
    @Tag("REV-2")
    void locksTheOrderBeforeTheReviewee() throws Exception {
        PlacedOrder order = market.anOrder().completed();
        CompletableFuture<Integer> review;
        try (Sql holder = market.database().sql()) {
            holder.begin();
            holder.rows("select from orders where id = ? for update", order.id());
            review = CompletableFuture.supplyAsync(() -> market.api()
                    .as(order.client())
                    .post("/reviews", Map.of("order_id", order.id(), "rating", 4))
                    .status());
            market.sql().awaitWaitingForLocks(1);
            holder.rows(
                    "select from users where id = ? for no key update nowait",
                    order.freelancer().id());
            holder.rollback();
        }
        assertThat(review.get()).isEqualTo(201);
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
