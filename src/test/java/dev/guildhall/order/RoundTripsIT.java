package dev.guildhall.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.support.Answer;
import dev.guildhall.support.ApiClient;
import dev.guildhall.support.Await;
import dev.guildhall.support.Market;
import dev.guildhall.support.PlacedOrder;
import dev.guildhall.support.RecordingProxy;
import dev.guildhall.support.ScheduledTasks;
import dev.guildhall.support.Server;
import dev.guildhall.support.Sql;
import dev.guildhall.support.TestDatabase;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The number of database round trips of a request. */
@Tag("ORD-5")
@Tag("OPS-5")
@Tag("OPS-28")
class RoundTripsIT {
    @AutoClose
    private final TestDatabase database = TestDatabase.fresh();

    @AutoClose
    private final Sql sql = database.sql();

    @AutoClose
    private final RecordingProxy proxy = RecordingProxy.to(database.address());

    @AutoClose
    private final Server server = Server.on(
            proxy.address(), Map.of("DATABASE_POOL_SIZE", "4", "CLUSTER", "off", "SAFETY_NET_INTERVAL", "60s"));

    private final Market market = Market.of(server, sql);

    private final PlacedOrder order = market.anOrder().paid();
    private final ApiClient client = market.api().as(order.client());
    private final ApiClient freelancer = market.api().as(order.freelancer());

    @Test
    void needsOneRoundTripForAnyRead() {
        String gig = "/gigs/" + order.read().at("gig_id");
        String user = "/users/" + order.freelancer().id();
        for (String path : List.of(
                "/me",
                user,
                user + "/gigs",
                user + "/reviews",
                gig,
                "/gigs?limit=20",
                "/gigs?q=logo&sort=relevance&max_price=100",
                "/orders",
                order.path(),
                order.path("history"),
                "/conversations",
                "/messages/" + order.freelancer().id())) {
            assertOneRoundTrip(() -> client.get(path));
        }
    }

    @Test
    void needsOneRoundTripForAMove() {
        assertOneRoundTrip(() -> freelancer.patch(order.path("confirm-payment")));
        assertOneRoundTrip(() -> freelancer.patch(order.path("start")));
        assertOneRoundTrip(() -> freelancer.patch(order.path("submit-work")));
        assertOneRoundTrip(() -> client.patch(order.path("approve")));
    }

    @Test
    void needsOneRoundTripForAMessageAGigOrAnOrder() {
        assertOneRoundTrip(() -> client.post(
                "/messages", Map.of("receiver_id", order.freelancer().id(), "content", "When will it be done?")));
        assertOneRoundTrip(() -> client.post(
                "/gigs",
                Map.of(
                        "title", "A crest for your guild",
                        "description", "Drawn by hand.",
                        "price", "49.90",
                        "delivery_days", 3)));
        Map<String, ?> gig = Map.of("gig_id", order.read().at("gig_id"));
        assertOneRoundTrip(() -> client.post("/orders", gig));
        assertOneRoundTrip(
                () -> freelancer.put("/conversations/" + order.client().id() + "/read", Map.of("up_to_seq", 1)));
    }

    @Test
    void needsOneRoundTripForAChangeOfAProfile() {
        assertOneRoundTrip(() -> client.patch("/me", Map.of("bio", "Knows whom to ask.")));
    }

    @Test
    @Tag("LIM-5")
    void sendsNoStatementForAMalformedTicket() {
        String path = "/ws/" + order.client().id() + "?ticket=";
        for (String malformed : List.of("", "x", "x".repeat(42), "x".repeat(44), "x".repeat(42) + "!")) {
            proxy.clear();
            market.api().get(path + malformed).expectProblem(401, "auth_invalid");
            assertThat(proxy.statementsOfRequests()).as(malformed).isEmpty();
        }
        proxy.clear();
        market.api().get(path + "x".repeat(43)).expectProblem(401, "auth_invalid");
        assertThat(proxy.statementsOfRequests()).hasSize(1);
    }

    @Test
    void needsNoTransactionForATimerThatFindsNothing() throws IOException {
        proxy.clear();
        assertThat(Await.until(Duration.ofSeconds(20), () -> looksForDueOrders() >= 2))
                .as("the system has looked twice for deadlines that are over")
                .isTrue();
        ScheduledTasks.awaitAll(server);
        assertThat(proxy.statements())
                .as("statements while there is nothing to do")
                .noneMatch(statement -> statement.equalsIgnoreCase("begin"));
    }

    @Test
    void looksUpACallerLessOftenThanTheyCall() {
        proxy.clear();
        for (int i = 0; i < 20; i++) {
            client.get(order.path()).expect(200);
        }
        assertThat(proxy.statements())
                .filteredOn(statement -> statement.contains("tokens_valid_from from users"))
                .as("look-ups of the caller of 20 requests, whom a node remembers for 2 s")
                .hasSizeLessThan(20);
    }

    private long looksForDueOrders() {
        return proxy.statements().stream()
                .filter(statement -> statement.contains("from order_deadlines d join orders o"))
                .count();
    }

    private void assertOneRoundTrip(Supplier<Answer> request) {
        proxy.clear();
        Answer answer = request.get();
        assertThat(answer.status()).as("%s", answer).isBetween(200, 299);
        assertThat(proxy.statementsOfRequests()).as("%s", answer).hasSize(1);
    }
}
