package dev.guildhall.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.support.Answer;
import dev.guildhall.support.HeldCommits;
import dev.guildhall.support.Market;
import dev.guildhall.support.PlacedOrder;
import dev.guildhall.support.Server;
import dev.guildhall.support.Sql;
import dev.guildhall.support.TestDatabase;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a node does with running work when it stops. A lock of the test makes every update of an order wait. */
@Tag("RUN-26")
class StopIT {
    private static final String WAITING =
            "select from pg_locks where locktype = 'advisory' and not granted and database ="
                    + " (select oid from pg_database where datname = current_database())";

    @RegisterExtension
    static final Market market = new Market();

    private PlacedOrder order;

    @BeforeEach
    void makeUpdatesWait() {
        order = market.anOrder().placed();
        market.sql().update("""
                create or replace function hold_up() returns trigger language plpgsql as
                $$ begin perform pg_advisory_xact_lock(1); return new; end $$
                """);
        market.sql().update("create trigger hold_up before update on orders for each row execute function hold_up()");
    }

    @AfterEach
    void dropTrigger() {
        market.sql().update("drop trigger hold_up on orders");
    }

    @Test
    void finishesAndAnswersARunningWrite() throws Exception {
        Server server = Server.on(market.database());
        CompletableFuture<Void> stopped;
        CompletableFuture<Answer> answer;
        try (Sql lock = market.database().sql()) {
            lock.rows("select pg_advisory_lock(1)");
            answer = CompletableFuture.supplyAsync(
                    () -> server.api().as(order.client()).patch(order.path("cancel"), Map.of("reason", "Why not.")));
            await(() -> market.sql().count(WAITING) == 1);
            stopped = CompletableFuture.runAsync(server::close);
            await(() -> !accepts(server.port()));
        }

        answer.get(10, TimeUnit.SECONDS).expect(200);
        stopped.get(10, TimeUnit.SECONDS);
        assertThat(order.read().at("status")).isEqualTo("CANCELLED");
    }

    @Test
    void waitsForTheRunningStepOfAScheduledTaskAndStartsNoOther() throws Exception {
        for (int i = 0; i < 4; i++) {
            market.anOrder().placed();
        }
        market.stop();
        market.clock().advance(Duration.ofDays(7));
        CompletableFuture<Void> stopped;
        try (Sql lock = market.database().sql()) {
            lock.rows("select pg_advisory_lock(1)");
            Server server = Server.on(market.database());
            await(() -> market.sql().count(WAITING) == 1);
            stopped = CompletableFuture.runAsync(server::close);
            await(() -> !accepts(server.port()));
            // If the node did not wait for the task, it would close the database within this time.
            Instant later = Instant.now().plus(Duration.ofMillis(300));
            while (Instant.now().isBefore(later)) {
                assertThat(market.sql().count(WAITING))
                        .as("the task still waits")
                        .isEqualTo(1);
            }
        }

        stopped.get(10, TimeUnit.SECONDS);
        assertThat(market.sql().count("select from order_events where action = 'auto-cancel'"))
                .as("orders cancelled by a node that stopped at the first")
                .isEqualTo(1);
        market.start();
    }

    @Test
    void startsNoFurtherBatchOfAScheduledTask() throws Exception {
        try (TestDatabase database = TestDatabase.fresh();
                Sql sql = database.sql()) {
            sql.update("""
                    insert into idempotency_keys (caller_id, key, request, status, created_at)
                    select ?, 'k' || n, '', 201, now() - interval '25 hours' from generate_series(1, 2500) n
                    """, Market.of(sql).aUser("Anna").id());
            CompletableFuture<Void> stopped;
            try (HeldCommits commits = HeldCommits.of(database, "idempotency_keys")) {
                Server server = Server.on(database);
                commits.await(1);
                stopped = CompletableFuture.runAsync(server::close);
                await(() -> !accepts(server.port()));
                commits.release();
                stopped.get(10, TimeUnit.SECONDS);
            }
            assertThat(sql.count("select from idempotency_keys"))
                    .as("old keys left by a node that stopped during its first batch of 1000")
                    .isEqualTo(1_500);
        }
    }

    private static boolean accepts(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 1_000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static void await(BooleanSupplier condition) {
        Instant deadline = Instant.now().plus(Duration.ofSeconds(10));
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).isBefore(deadline);
        }
    }
}
