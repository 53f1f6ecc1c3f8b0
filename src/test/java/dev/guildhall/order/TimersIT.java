package dev.guildhall.order;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.guildhall.support.Await;
import dev.guildhall.support.HeldCommits;
import dev.guildhall.support.Market;
import dev.guildhall.support.Person;
import dev.guildhall.support.PlacedOrder;
import dev.guildhall.support.Server;
import dev.guildhall.support.Stage;
import dev.guildhall.support.TestSocket;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The scheduled tasks of several nodes. */
class TimersIT {
    @RegisterExtension
    static final Market market = new Market();

    private final List<Server> nodes = new ArrayList<>();

    @AfterEach
    void stop() {
        nodes.forEach(Server::close);
    }

    @Test
    @Tag("NODE-5")
    @Tag("ORD-31")
    void movesEachOverdueOrderOnOneNodeOnly() {
        Person client = market.aUser("Carl Client");
        Map<Stage, String> actions = Map.of(
                Stage.PLACED, "auto-cancel",
                Stage.SUBMITTED, "auto-approve",
                Stage.PAID, "auto-dispute",
                Stage.REFUND_SENT, "auto-confirm-refund");
        Map<PlacedOrder, String> overdue = new HashMap<>();
        actions.forEach((stage, action) -> Stream.generate(
                        () -> market.anOrder().from(client).in(stage))
                .limit(30)
                .forEach(order -> overdue.put(order, action)));
        PlacedOrder running = market.anOrder().from(client).started();
        startThree();

        try (TestSocket device = market.sockets().open(client)) {
            market.clock().advance(Duration.ofDays(14));
            Set<String> received = new HashSet<>();
            while (received.size() < overdue.size()) {
                JsonNode frame = device.await(
                        "order.updated",
                        update -> update.path("action").asText().startsWith("auto-"));
                assertThat(frame.path("actor_id").isNull()).isTrue();
                assertThat(received.add(frame.path("order_id").asText()))
                        .as("published once: %s", frame)
                        .isTrue();
            }
        }

        overdue.forEach(TimersIT::expectMovedOnce);
        assertThat(running.read().at("status")).isEqualTo("IN_PROGRESS");
    }

    @Test
    @Tag("NODE-5")
    void skipsALockedOrder() throws IOException {
        PlacedOrder held = market.anOrder().placed();
        PlacedOrder other = market.anOrder().placed();
        market.stop();
        market.clock().advance(Duration.ofDays(7));
        try (var sql = market.database().sql()) {
            sql.begin();
            sql.rows("select from orders where id = ? for update", held.id());
            market.start();
            assertThat(Await.until(
                            Duration.ofSeconds(10),
                            () -> "CANCELLED".equals(other.read().at("status"))))
                    .as("whether an order was cancelled while another one, that is overdue too, was locked")
                    .isTrue();
            assertThat(held.read().at("status")).isEqualTo("PENDING_PAYMENT");
            sql.rollback();
        }
    }

    @Test
    @Tag("NODE-5")
    void retriesSoonAfterALostConnection() {
        PlacedOrder order = market.anOrder().placed();
        try (TestSocket device = market.sockets().open(order.client())) {
            try (HeldCommits commits = HeldCommits.of(market.database(), "orders")) {
                order.advance(Duration.ofDays(7));
                commits.await(1);
                assertThat(commits.disconnect()).isPositive();
            }
            assertThat(device.await(
                            update -> update.path("action").asText().equals("auto-cancel"), Duration.ofSeconds(20)))
                    .as("cancelled at the next attempt after a broken connection")
                    .isNotNull();
            assertThat(market.server().metric("orders_immovable_total"))
                    .as("orders that are left for later because their move failed")
                    .isZero();
        }
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
                .map(i -> CompletableFuture.supplyAsync(market::anotherNode))
                .toList()
                .forEach(node -> nodes.add(node.join()));
    }

    private static void expectMovedOnce(PlacedOrder order, String action) {
        assertThat(order.history().stream()
                        .filter(event -> event.path("actor_role").asText().equals("system"))
                        .map(event -> event.path("action").asText() + " by " + event.path("actor_id")))
                .as("moves of the system of an order that waited for %s", action)
                .containsExactly(action + " by null");
    }

    private static void awaitNone(String query, UUID person) {
        Instant deadline = Instant.now().plus(Duration.ofSeconds(15));
        while (market.sql().count(query, person) > 0) {
            assertThat(Instant.now()).as(query).isBefore(deadline);
        }
    }
}
