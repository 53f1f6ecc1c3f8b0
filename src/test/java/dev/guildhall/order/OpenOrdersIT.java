package dev.guildhall.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.support.Answer;
import dev.guildhall.support.ApiClient;
import dev.guildhall.support.Concurrently;
import dev.guildhall.support.Market;
import dev.guildhall.support.Person;
import dev.guildhall.support.PlacedOrder;
import dev.guildhall.support.Server;
import dev.guildhall.support.Sql;
import dev.guildhall.support.TestGig;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("LIM-2")
class OpenOrdersIT {
    @RegisterExtension
    static final Market market = new Market();

    private static Server node;
    private static Server otherNode;

    private final TestGig gig = market.aGig().create();
    private final Person client = market.aUser("Carl Client");

    @BeforeAll
    static void start() {
        node = Server.on(market.database().address(), Map.of("MAX_OPEN_ORDERS", "3"));
        otherNode = Server.on(market.database().address(), Map.of("MAX_OPEN_ORDERS", "3"));
    }

    @AfterAll
    static void stop() {
        node.close();
        otherNode.close();
    }

    @Test
    void refusesAnotherOrderUntilOneHasEnded() {
        PlacedOrder cancelled = market.anOrder().of(gig).from(client).placed();
        PlacedOrder completed = market.anOrder().of(gig).from(client).submitted();
        PlacedOrder disputed = market.anOrder().of(gig).from(client).paid();
        disputed.byClient("dispute", Map.of("reason", "So it is.")).expect(200);
        place().expectProblem(409, "too_many_open_orders");

        cancelled.byClient("cancel", Map.of("reason", "Not needed.")).expect(200);
        place().expect(201);
        place().expectProblem(409, "too_many_open_orders");
        completed.byClient("approve", Map.of()).expect(200);
        place().expect(201);
        place().expectProblem(409, "too_many_open_orders");

        market.api().as(client).post("/orders", Map.of("gig_id", gig.id())).expect(201);
    }

    @Test
    void countsOrdersOfEachClientWithEachFreelancer() {
        for (int i = 0; i < 3; i++) {
            place().expect(201);
        }
        TestGig sameFreelancer = market.aGig().by(gig.freelancer()).create();
        node.api()
                .as(client)
                .post("/orders", Map.of("gig_id", sameFreelancer.id()))
                .expectProblem(409, "too_many_open_orders");
        node.api()
                .as(client)
                .post("/orders", Map.of("gig_id", market.aGig().create().id()))
                .expect(201);
        node.api()
                .as(market.aUser("Another Client"))
                .post("/orders", Map.of("gig_id", gig.id()))
                .expect(201);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void keepsTheLimitForSimultaneousRequestsToTwoNodes(boolean withKeys) {
        List<Integer> statuses = Concurrently.times(16, i -> {
            ApiClient api = (i % 2 == 0 ? node : otherNode).api().as(client);
            return (withKeys ? api.with("Idempotency-Key", UUID.randomUUID().toString()) : api)
                    .post("/orders", Map.of("gig_id", gig.id()))
                    .status();
        });
        assertThat(statuses).isSubsetOf(201, 409);
        assertThat(Collections.frequency(statuses, 201)).isEqualTo(3);
    }

    @Test
    void waitsForAnUncommittedOrder() {
        place().expect(201);
        place().expect(201);
        try (Sql elsewhere = market.database().sql()) {
            elsewhere.begin();
            elsewhere.rows(
                    "select may_place(?, ?, 3)", client.id(), gig.freelancer().id());
            elsewhere.update("""
                    with placed as (
                      insert into orders (id, gig_id, client_id, freelancer_id, gig_title, amount, currency, delivery_days,
                                          payment_reference)
                      values (gen_random_uuid(), ?, ?, ?, 'A logo', 49.90, 'USD', 5, 'GH-00000000') returning id, client_id)
                    insert into order_events (order_id, n, action, to_status, actor_id, actor_role)
                    select id, 1, 'place', 'PENDING_PAYMENT', client_id, 'client' from placed
                    """, gig.id(), client.id(), gig.freelancer().id());
            CompletableFuture<Answer> fourth = CompletableFuture.supplyAsync(this::place);
            market.sql().awaitWaitingForLocks(1);
            elsewhere.commit();
            fourth.join().expectProblem(409, "too_many_open_orders");
        }
    }

    private Answer place() {
        return node.api().as(client).post("/orders", Map.of("gig_id", gig.id()));
    }
}
