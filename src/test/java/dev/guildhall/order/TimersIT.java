package dev.guildhall.order;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.guildhall.support.HeldCommits;
import dev.guildhall.support.Market;
import dev.guildhall.support.Person;
import dev.guildhall.support.PlacedOrder;
import dev.guildhall.support.Server;
import dev.guildhall.support.TestSocket;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The scheduled tasks. The nodes start late, so that all of them find the same work. */
class TimersIT {
    private static final Map<String, String> SHORT_TIMEOUTS = Map.of("PAY_WITHIN", "1s", "APPROVE_WITHIN", "1s");

    @RegisterExtension
    static final Market market = new Market();

    private final List<Server> nodes = new ArrayList<>();

    @AfterEach
    void stop() {
        nodes.forEach(Server::close);
    }

    @Test
    @Tag("NODE-5")
    void movesEachOverdueOrderOnOneNodeOnly() {
        Person client = market.aUser("Carl Client");
        List<PlacedOrder> unpaid = new ArrayList<>();
        List<PlacedOrder> unanswered = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            unpaid.add(market.anOrder().from(client).placed());
            unanswered.add(market.anOrder().from(client).submitted());
        }
        PlacedOrder rejected = market.anOrder().from(client).paid();
        rejected.byFreelancer("reject-payment", Map.of("reason", "nothing came"))
                .expect(200);
        unpaid.add(rejected);
        PlacedOrder running = market.anOrder().from(client).started();

        try (TestSocket device = market.sockets().open(client)) {
            startThree();
            Set<String> received = new HashSet<>();
            while (received.size() < unpaid.size() + unanswered.size()) {
                JsonNode frame = device.await(
                        "order.updated",
                        update -> update.path("action").asText().startsWith("auto-"));
                assertThat(frame.path("actor_id").isNull()).isTrue();
                assertThat(received.add(frame.path("order_id").asText()))
                        .as("published once: %s", frame)
                        .isTrue();
            }
        }

        unpaid.forEach(order -> expectEnded(order, "CANCELLED", "auto-cancel"));
        unanswered.forEach(order -> expectEnded(order, "COMPLETED", "auto-approve"));
        assertThat(rejected.read().at("payment_status")).isEqualTo("REJECTED");
        assertThat(running.read().at("status")).isEqualTo("IN_PROGRESS");
    }

    @Test
    @Tag("NODE-5")
    void skipsALockedOrder() {
        PlacedOrder held = market.anOrder().placed();
        PlacedOrder other = market.anOrder().placed();
        try (var sql = market.database().sql();
                TestSocket device = market.sockets().open(other.client())) {
            sql.begin();
            sql.rows("select from orders where id = ? for update", held.id());
            startThree();
            device.await(
                    "order.updated", update -> update.path("action").asText().equals("auto-cancel"));
            assertThat(held.read().at("status")).isEqualTo("PENDING_PAYMENT");
            sql.rollback();
        }
    }

    @Test
    @Tag("NODE-5")
    void retriesSoonAfterALostConnection() {
        PlacedOrder order = market.anOrder().placed();
        try (TestSocket device = market.sockets().open(order.client())) {
            Server node;
            try (HeldCommits commits = HeldCommits.of(market.database(), "orders")) {
                node = Server.on(market.database().address(), SHORT_TIMEOUTS);
                nodes.add(node);
                commits.await(1);
                assertThat(commits.disconnect()).isPositive();
            }
            assertThat(device.await(
                            update -> update.path("action").asText().equals("auto-cancel"), Duration.ofSeconds(10)))
                    .as("cancelled at the next attempt after a broken connection")
                    .isNotNull();
            assertThat(node.metrics().get("/metrics").expect(200).body())
                    .as("orders that are skipped because their move failed")
                    .containsPattern("orders_immovable_total 0[.]0");
        }
    }

    @Test
    void showsTheConfiguredDeadlines() {
        Server node = Server.on(market.database().address(), Map.of("PAY_WITHIN", "36h", "APPROVE_WITHIN", "30m"));
        nodes.add(node);
        PlacedOrder placed = Market.of(node, market.sql()).anOrder().placed();
        assertThat(OffsetDateTime.parse(placed.read().text("deadlines.pay_by")))
                .isEqualTo(
                        OffsetDateTime.parse(placed.read().text("created_at")).plusHours(36));
        PlacedOrder submitted = Market.of(node, market.sql()).anOrder().submitted();
        assertThat(OffsetDateTime.parse(submitted.read().text("deadlines.approve_by")))
                .isEqualTo(OffsetDateTime.parse(submitted.read().text("last_event.created_at"))
                        .plusMinutes(30));
    }

    @Test
    @Tag("NODE-6")
    void deletesOldKeysAndTicketsInBatches() {
        Person anna = market.aUser("Anna");
        market.sql().update("""
                        insert into idempotency_keys (caller_id, key, request, status, created_at)
                        select ?, 'k' || n, '', 201, now() - interval '24 hours' - n * interval '1 second'
                        from generate_series(1, 2500) n
                        """, anna.id());
        market.sql().update("""
                        insert into ws_tickets (hash, user_id, token_expires_at, expires_at)
                        select decode(md5(n::text), 'hex'), ?, now(), now() - interval '1 second'
                        from generate_series(1, 2500) n
                        """, anna.id());
        market.api()
                .as(anna)
                .with("Idempotency-Key", "young")
                .post("/messages", Map.of("receiver_id", market.aUser("Bert").id(), "content", "m"))
                .expect(201);
        market.api().as(anna).post("/ws-tickets", Map.of()).expect(201);

        startThree();

        awaitNone("select from ws_tickets where user_id = ? and expires_at < now()", anna.id());
        awaitNone("select from idempotency_keys where caller_id = ? and key <> 'young'", anna.id());
        assertThat(market.sql().count("select from idempotency_keys where caller_id = ?", anna.id()))
                .isEqualTo(1);
        assertThat(market.sql().count("select from ws_tickets where user_id = ? and expires_at > now()", anna.id()))
                .isEqualTo(1);
    }

    private void startThree() {
        List.of(1, 2, 3).stream()
                .map(i -> CompletableFuture.supplyAsync(
                        () -> Server.on(market.database().address(), SHORT_TIMEOUTS)))
                .toList()
                .forEach(node -> nodes.add(node.join()));
    }

    private static void expectEnded(PlacedOrder order, String status, String action) {
        List<JsonNode> history = order.history();
        assertThat(history.get(history.size() - 1).toString())
                .contains(
                        "\"to\":\"" + status, "\"action\":\"" + action, "\"actor_id\":null", "\"actor_role\":\"system");
        assertThat(history)
                .filteredOn(event -> event.path("actor_role").asText().equals("system"))
                .hasSize(1);
    }

    private static void awaitNone(String query, UUID person) {
        Instant deadline = Instant.now().plus(Duration.ofSeconds(15));
        while (market.sql().count(query, person) > 0) {
            assertThat(Instant.now()).as(query).isBefore(deadline);
        }
    }
}
