package dev.guildhall.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.support.Await;
import dev.guildhall.support.Market;
import dev.guildhall.support.Person;
import dev.guildhall.support.PlacedOrder;
import dev.guildhall.support.Server;
import dev.guildhall.support.Sql;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class OverdueBatchesIT {
    private static final String CANCELLED = "scheduled_tasks_done_total{task=\"order-deadlines\"}";

    private static final String WAITING = """
            select from pg_locks where locktype = 'advisory' and not granted and objid = 1
              and database = (select oid from pg_database where datname = current_database())
            """;

    @RegisterExtension
    static final Market market = new Market();

    @Test
    @Tag("NODE-5")
    void endAtTheirLimitAndAreCounted() throws IOException {
        PlacedOrder youngest = placeOverdue(OrderService.MAX_DUE + 1);
        makeItsUpdateWait(youngest);
        try (Sql lock = market.database().sql()) {
            lock.rows("select pg_advisory_lock(1)");
            market.start();
            Server node = market.server();
            assertThat(Await.until(Duration.ofSeconds(20), () -> market.sql().count(WAITING) == 1))
                    .as("whether the update of the last order waits")
                    .isTrue();
            assertThat(node.metric(CANCELLED))
                    .as("cancelled orders in the batches that have ended, while one more is being cancelled")
                    .isEqualTo(OrderService.MAX_DUE);
            lock.rows("select pg_advisory_unlock(1)");
            Await.until(Duration.ofSeconds(10), () -> node.metric(CANCELLED) > OrderService.MAX_DUE);
            assertThat(node.metric(CANCELLED))
                    .as("cancelled orders in all batches")
                    .isEqualTo(OrderService.MAX_DUE + 1);
        }
        assertThat(youngest.read().at("status")).isEqualTo("CANCELLED");
    }

    /** Returns the last one, which is cancelled last. */
    private static PlacedOrder placeOverdue(int orders) {
        Person client = market.aUser("Carl Client");
        PlacedOrder last = market.anOrder().from(client).placed();
        for (int i = 1; i < orders; i++) {
            last = market.anOrder().from(client).placed();
        }
        market.stop();
        market.clock().advance(Duration.ofDays(7));
        return last;
    }

    /** Until the test gives back a lock. */
    private static void makeItsUpdateWait(PlacedOrder order) {
        market.sql().update("""
                create function hold_up() returns trigger language plpgsql as
                $$ begin perform pg_advisory_xact_lock(1); return new; end $$
                """);
        market.sql()
                .update("create trigger hold_up before update on orders for each row when (new.id = '" + order.id()
                        + "') execute function hold_up()");
    }
}
