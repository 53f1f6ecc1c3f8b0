package dev.guildhall.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.auth.Caller;
import dev.guildhall.db.Database;
import dev.guildhall.http.IfMatch;
import dev.guildhall.support.Answer;
import dev.guildhall.support.Concurrently;
import dev.guildhall.support.Market;
import dev.guildhall.support.Person;
import dev.guildhall.support.PlacedOrder;
import dev.guildhall.support.Server;
import dev.guildhall.support.Sql;
import dev.guildhall.support.TestGig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlClient;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Orders and gigs of different people that are written at the same time share statements, and each is as if it had been written alone. */
class SimultaneousWritesIT {
    private static final int MANY = 40;

    @RegisterExtension
    static final Market market = new Market();

    /** With one connection for writes, so that they have to wait for each other. */
    @AutoClose
    private final Server node = Server.on(market.database().address(), Map.of("DATABASE_POOL_SIZE", "4"));

    private final OrderRepository orders = new OrderRepository();

    @Test
    @Tag("OPS-30")
    void placeOrdersByFewStatements() {
        TestGig gig = market.aGig().create();
        List<Person> clients = people();
        List<Answer> placed = Concurrently.times(
                MANY, i -> node.api().as(clients.get(i)).post("/orders", Map.of("gig_id", gig.id())));
        for (int i = 0; i < MANY; i++) {
            assertThat(placed.get(i).expect(201).at("client.id"))
                    .isEqualTo(clients.get(i).id().toString());
        }
        assertThat(placed).extracting(order -> order.at("id")).doesNotHaveDuplicates();
        assertThat(placed).extracting(order -> order.at("payment_reference")).doesNotHaveDuplicates();
        assertThat(statements("orders where gig_id = ?", gig.id())).isLessThan(MANY);
    }

    @Test
    @Tag("OPS-30")
    void moveOrdersByFewStatements() {
        Person freelancer = market.aUser("Frida Freelancer");
        List<PlacedOrder> placed = placedWith(freelancer);
        List<Answer> paid = Concurrently.times(MANY, i -> pay(placed.get(i), PlacedOrder.aProof("Paid " + i)));
        for (int i = 0; i < MANY; i++) {
            assertThat(paid.get(i).expect(200).at("id"))
                    .isEqualTo(placed.get(i).id().toString());
            assertThat(paid.get(i).at("payment_proof.proof_reference")).isEqualTo("Paid " + i);
            assertThat(History.lines(placed.get(i))).hasSize(2);
        }
        assertThat(statements("payment_proofs where freelancer_id = ?", freelancer.id()))
                .isLessThan(MANY);
    }

    @Test
    @Tag("OPS-30")
    void settleTheProofOfEachOrder() {
        Person freelancer = market.aUser("Frida Freelancer");
        List<PlacedOrder> placed = placedWith(freelancer);
        placed.forEach(
                order -> pay(order, PlacedOrder.aProof("Paid " + order.id())).expect(200));
        List<Answer> settled = Concurrently.times(
                MANY,
                i -> node.api()
                        .as(freelancer)
                        .patch(
                                placed.get(i).path(i % 2 == 0 ? "confirm-payment" : "reject-payment"),
                                i % 2 == 0 ? Map.of() : Map.of("reason", "Nothing of order " + i)));
        for (int i = 0; i < MANY; i++) {
            PlacedOrder order = placed.get(i);
            Answer after = settled.get(i).expect(200);
            assertThat(after.at("id")).isEqualTo(order.id().toString());
            assertThat(order.history().get(2).path("note").asText(""))
                    .isEqualTo(i % 2 == 0 ? "" : "Nothing of order " + i);
            if (i % 2 == 0) {
                assertThat(after.at("payment_proof.verified")).isEqualTo("true");
                assertThat(after.at("payment_proof.proof_reference")).isEqualTo("Paid " + order.id());
            } else {
                assertThat(after.at("payment_status")).isEqualTo("REJECTED");
                assertThat(market.sql()
                                .row(
                                        "select proof_reference, outcome from payment_proof_attempts where order_id = ?",
                                        order.id()))
                        .isEqualTo(Map.of("proof_reference", "Paid " + order.id(), "outcome", "rejected"));
            }
        }
        assertThat(statements("order_events where n = 3 and actor_id = ?", freelancer.id()))
                .isLessThan(MANY);
    }

    @Test
    @Tag("OPS-30")
    void createGigsByFewStatements() {
        List<Person> freelancers = people();
        List<Answer> created = Concurrently.times(MANY, i -> create(freelancers.get(i), "Together", i));
        for (int i = 0; i < MANY; i++) {
            assertThat(created.get(i).expect(201).at("freelancer.id"))
                    .isEqualTo(freelancers.get(i).id().toString());
            assertThat(created.get(i).at("description")).isEqualTo("Number " + i);
            assertThat(created.get(i).at("price")).isEqualTo(i + 1 + ".50");
        }
        assertThat(statements("gigs where title = ?", "Together")).isLessThan(MANY);
    }

    /** So that nobody waits for many long gigs of somebody else. */
    @Test
    @Tag("OPS-30")
    void createGigsOfOneFreelancerByAStatementEach() {
        Person freelancer = market.aUser("Frida Freelancer");
        Concurrently.times(10, i -> create(freelancer, "One by one", i)).forEach(created -> created.expect(201));
        assertThat(statements("gigs where title = ?", "One by one")).isEqualTo(10);
    }

    @Test
    @Tag("OPS-30")
    void areAnsweredEachForItself() {
        Person freelancer = market.aUser("Frida Freelancer");
        PlacedOrder verified =
                market.anOrder().of(market.aGig().by(freelancer).create()).placed();
        pay(verified, PlacedOrder.aProof("Used")).expect(200);
        verified.byFreelancer("confirm-payment", Map.of()).expect(200);
        List<PlacedOrder> placed = placedWith(freelancer);
        Person stranger = market.aUser("Stella Stranger");
        List<Answer> paid = Concurrently.times(MANY, i -> switch (i) {
            case 4 -> pay(placed.get(i), PlacedOrder.aProof("used"));
            case 5 -> node.api().as(stranger).patch(placed.get(i).path("submit-payment"), PlacedOrder.aProof());
            case 6 -> node.api().as(freelancer).patch(placed.get(i).path("submit-payment"), PlacedOrder.aProof());
            case 7 ->
                node.api()
                        .as(placed.get(i).client())
                        .with("If-Match", "\"7\"")
                        .patch(placed.get(i).path("submit-payment"), PlacedOrder.aProof());
            case 8 ->
                node.api()
                        .as(placed.get(i).client())
                        .with("If-Match", "\"1\"")
                        .patch(placed.get(i).path("submit-payment"), PlacedOrder.aProof());
            default -> pay(placed.get(i), PlacedOrder.aProof());
        });
        paid.get(4).expectProblem(409, "payment_reference_used");
        paid.get(5).expect(404);
        paid.get(6).expectProblem(403, "forbidden_role");
        paid.get(7).expect(412);
        for (int i = 8; i < MANY; i++) {
            paid.get(i).expect(200);
        }
        IntStream.range(4, 8)
                .forEach(i -> assertThat(History.lines(placed.get(i))).hasSize(1));
    }

    /** They lock rows of users, and so two statements could wait for each other. */
    @Test
    @Tag("OPS-30")
    void completeOrdersByAStatementEach() {
        Person freelancer = market.aUser("Frida Freelancer");
        List<PlacedOrder> submitted = IntStream.range(0, 10)
                .mapToObj(i -> market.anOrder()
                        .of(market.aGig().by(freelancer).create())
                        .submitted())
                .toList();
        Concurrently.times(
                        submitted.size(),
                        i -> node.api()
                                .as(submitted.get(i).client())
                                .patch(submitted.get(i).path("approve")))
                .forEach(approved -> approved.expect(200));
        assertThat(statements("ended_orders where freelancer_id = ?", freelancer.id()))
                .isEqualTo(submitted.size());
    }

    @Test
    @Tag("OPS-30")
    void doNotWaitForTheLockOfAnotherOrder() {
        PlacedOrder locked = market.anOrder().placed();
        PlacedOrder free = market.anOrder().placed();
        try (Sql other = market.database().sql()) {
            other.begin();
            other.rows("select from orders where id = ? for update", locked.id());
            assertThat(write(client -> orders.move(
                            client,
                            List.of(payment(locked), payment(free)),
                            OrderTransitions.of(OrderAction.SUBMIT_PAYMENT))))
                    .containsOnlyKeys(free.id());
        }
    }

    @Test
    @Tag("OPS-30")
    void doNotWaitForAnotherOrderOfSomebodyElse() {
        TestGig gig = market.aGig().create();
        PlaceRequest locked = placement(market.aUser("Carl Client"), gig);
        PlaceRequest free = placement(market.aUser("Clara Client"), gig);
        try (Sql other = market.database().sql()) {
            other.begin();
            other.rows(
                    "select may_place(?, ?, 20)",
                    locked.client(),
                    gig.freelancer().id());
            assertThat(write(client -> orders.place(client, List.of(locked, free), 20)))
                    .containsOnlyKeys(free.order());
        }
    }

    @Test
    @Tag("OPS-30")
    void keepTheLimitOfOpenOrders() {
        PlacedOrder open = market.anOrder().placed();
        TestGig gig = market.aGig().by(open.freelancer()).create();
        PlaceRequest second = placement(open.client(), gig);
        PlaceRequest first = placement(market.aUser("Clara Client"), gig);
        assertThat(write(client -> orders.place(client, List.of(second, first), 1)))
                .containsOnlyKeys(first.order());
    }

    private <T> Map<UUID, T> write(Function<SqlClient, Future<Map<UUID, T>>> write) {
        Vertx vertx = Vertx.vertx();
        try {
            Database database = new Database(vertx, market.database().address(), 4, 0, new SimpleMeterRegistry());
            return database.write(work -> write.apply(work.client())).await();
        } finally {
            vertx.close().await();
        }
    }

    private Answer create(Person freelancer, String title, int number) {
        Map<String, Object> gig = Map.of(
                "title", title, "description", "Number " + number, "price", number + 1 + ".50", "delivery_days", 3);
        return node.api().as(freelancer).post("/gigs", gig);
    }

    private Answer pay(PlacedOrder order, Map<String, Object> proof) {
        return node.api().as(order.client()).patch(order.path("submit-payment"), proof);
    }

    private static Caller caller(Person person) {
        return new Caller(person.id(), false);
    }

    private static TransitionRequest payment(PlacedOrder order) {
        return new TransitionRequest(
                OrderAction.SUBMIT_PAYMENT,
                order.id(),
                caller(order.client()),
                IfMatch.ANY,
                null,
                new NewProof("TRX " + order.id(), "Carl Client", new BigDecimal("49.90"), null),
                null,
                null);
    }

    private static PlaceRequest placement(Person client, TestGig gig) {
        return new PlaceRequest(UUID.randomUUID(), caller(client), gig.id(), null);
    }

    /** How many statements have written these rows. */
    private static long statements(String rows, Object parameter) {
        return (long) Objects.requireNonNull(market.sql()
                .row("select count(distinct xmin::text) as statements from " + rows, parameter)
                .get("statements"));
    }

    private static List<PlacedOrder> placedWith(Person freelancer) {
        TestGig gig = market.aGig().by(freelancer).create();
        return IntStream.range(0, MANY)
                .mapToObj(i -> market.anOrder().of(gig).placed())
                .toList();
    }

    private static List<Person> people() {
        return IntStream.range(0, MANY)
                .mapToObj(i -> market.aUser("Person " + i))
                .toList();
    }
}
