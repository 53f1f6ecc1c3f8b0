package dev.guildhall.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.support.Await;
import dev.guildhall.support.Market;
import dev.guildhall.support.Person;
import dev.guildhall.support.PlacedOrder;
import dev.guildhall.support.TestSocket;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class StuckOrdersIT {
    @RegisterExtension
    static final Market market = new Market();

    @Test
    @Tag("LIM-6")
    @Tag("ORD-31")
    void doNotBlockTheDeadlinesOfOtherOrdersAndAreTriedAgainTenMinutesLater() throws IOException {
        List<PlacedOrder> stuck = Stream.generate(() -> market.anOrder().placed())
                .limit(OrderService.MAX_DUE + 1)
                .toList();
        PlacedOrder other = market.anOrder().placed();
        String ids =
                stuck.stream().map(PlacedOrder::id).map(UUID::toString).collect(Collectors.joining("','", "'", "'"));
        market.sql().update("""
                        create function stuck() returns trigger language plpgsql as $$
                        begin raise exception 'this one never moves'; end $$""");
        // Deferred, so that the move fails at the commit.
        market.sql()
                .update("create constraint trigger stuck after update on orders deferrable initially deferred"
                        + " for each row when (new.id in (" + ids + ")) execute function stuck()");
        Person stuckClient = stuck.get(0).client();
        try (TestSocket device = market.sockets().open(other.client());
                TestSocket stuckDevice = market.sockets().open(stuckClient)) {
            market.clock().advance(Duration.ofDays(7));
            device.await("order.updated", frame -> frame.path("action").asText().equals("auto-cancel"));
            // Arrives after all events of the stuck orders, which were tried first.
            device.send(Map.of("type", "typing", "user_id", stuckClient.id()));
            stuckDevice.await("typing");
            assertThat(stuckDevice.receivedSoFar())
                    .as("events of an order whose move failed at its commit")
                    .isEmpty();
        }
        assertThat(other.read().at("status")).isEqualTo("CANCELLED");
        assertThat(market.server().takeErrors())
                .as("log lines about orders that could not be moved, which were tried first")
                .hasSize(stuck.size())
                .allMatch(error -> error.contains("this one never moves"));
        assertThat(market.server().metric("orders_immovable_total"))
                .as("orders that are left for later because their move failed")
                .isEqualTo(stuck.size());
        assertUnmoved(stuck);

        market.sql().update("drop trigger stuck on orders");
        market.clock().advance(Duration.ofMinutes(9));
        PlacedOrder later = market.anOrder().placed();
        later.advance(Duration.ofDays(8));
        awaitCancelled(later);
        assertUnmoved(stuck);

        market.clock().advance(Duration.ofMinutes(1));
        for (PlacedOrder order : stuck) {
            awaitCancelled(order);
        }
    }

    private static void assertUnmoved(List<PlacedOrder> orders) {
        assertThat(orders)
                .as("orders whose move failed at its commit less than ten minutes ago")
                .allMatch(order -> "PENDING_PAYMENT".equals(order.read().at("status")));
    }

    private static void awaitCancelled(PlacedOrder order) throws IOException {
        assertThat(Await.until(
                        Duration.ofSeconds(20),
                        () -> "CANCELLED".equals(order.read().at("status"))))
                .as("whether an overdue order was cancelled")
                .isTrue();
    }
}
