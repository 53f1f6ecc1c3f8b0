package dev.guildhall.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.postgres.KillablePostgres;
import dev.guildhall.support.Answer;
import dev.guildhall.support.Await;
import dev.guildhall.support.Market;
import dev.guildhall.support.Person;
import dev.guildhall.support.PlacedOrder;
import dev.guildhall.support.RecordingProxy;
import dev.guildhall.support.RecordingProxy.Held;
import dev.guildhall.support.Server;
import dev.guildhall.support.Sql;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Of two transactions that wait for each other PostgreSQL ends one: here that of Guildhall, which then may succeed at once. */
class DeadlocksIT {
    private static final Duration AT_MOST = Duration.ofSeconds(20);

    @AutoClose
    private static KillablePostgres postgres;

    @AutoClose
    private static Sql sql;

    @AutoClose
    private static RecordingProxy proxy;

    @AutoClose
    private static Server server;

    private static Market market;

    @BeforeAll
    static void start() throws IOException {
        postgres = KillablePostgres.start(Path.of("target", "deadlocks-postgres"));
        try (Sql admin = postgres.admin()) {
            // Long before the lock timeout, after which a wait ends too.
            admin.update("alter database " + postgres.address().database() + " set deadlock_timeout = '10ms'");
            admin.update("grant set on parameter deadlock_timeout to "
                    + postgres.address().user());
        }
        sql = new Sql(postgres.address());
        proxy = RecordingProxy.to(postgres.address());
        server = Server.on(proxy.address(), Map.of());
        market = Market.of(server, sql);
    }

    @Test
    @Tag("NODE-5")
    void delayAMoveOfTheSystemForSecondsOnly() throws IOException {
        PlacedOrder order = market.anOrder().submitted();
        try (Held move = proxy.holdStatement("'auto-approve'");
                Sql other = new Sql(postgres.address())) {
            order.advance(Duration.ofDays(14));
            move.await();
            endInADeadlock(move, other, order, order.freelancer());
        }
        assertThat(Await.until(AT_MOST, () -> isLeftForLater(order)))
                .as("left for later after the deadlock")
                .isTrue();
        order.advance(Duration.ofSeconds(10));
        assertThat(Await.until(AT_MOST, () -> "COMPLETED".equals(order.read().at("status"))))
                .as("approved ten seconds later")
                .isTrue();
        assertThat(server.metric("orders_immovable_total"))
                .as("orders that are left for later because their move failed")
                .isZero();
    }

    @Test
    @Tag("OPS-10")
    void areAnsweredAsBusyWithNothingDone() throws IOException {
        PlacedOrder order = market.anOrder().confirmed();
        CompletableFuture<Answer> answer;
        try (Held look = proxy.holdStatement("reference_is_used");
                Sql other = new Sql(postgres.address())) {
            answer = CompletableFuture.supplyAsync(() -> order.byFreelancer("submit-work", Map.of()));
            look.await();
            endInADeadlock(look, other, order, order.freelancer());
        }
        Answer busy = answer.join().expectProblem(503, "busy");
        assertThat(busy.header("Retry-After")).isEqualTo("1");
        assertThat(order.read().at("status")).isEqualTo("PAYMENT_CONFIRMED");
        order.byFreelancer("submit-work", Map.of()).expect(200);
    }

    /** @param statement of a transaction that has locked the order, and waits for this person from now on */
    private static void endInADeadlock(Held statement, Sql other, PlacedOrder order, Person person) {
        // Only the transaction that looks for a deadlock is ended.
        other.update("set deadlock_timeout = '1min'");
        other.begin();
        other.rows("select from users where id = ? for update", person.id());
        CompletableFuture<Void> waiting =
                CompletableFuture.runAsync(() -> other.rows("select from orders where id = ? for update", order.id()));
        sql.awaitWaitingForLocks(1);
        statement.release();
        waiting.join();
        other.rollback();
    }

    private static boolean isLeftForLater(PlacedOrder order) {
        return sql.count("select from order_deadlines where order_id = ? and try_at > due_at", order.id()) == 1;
    }
}
