package dev.guildhall.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.support.Market;
import dev.guildhall.support.Person;
import dev.guildhall.support.PlacedOrder;
import dev.guildhall.support.Server;
import dev.guildhall.support.TestSocket;
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
    void doNotBlockTheTimeoutsOfOtherOrders() {
        List<PlacedOrder> stuck = Stream.generate(() -> market.anOrder().placed())
                .limit(OrderService.MAX_OVERDUE + 1)
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
                TestSocket stuckDevice = market.sockets().open(stuckClient);
                Server node = Server.on(market.database().address(), Map.of("PAY_WITHIN", "1s"))) {
            device.await("order.updated", frame -> frame.path("action").asText().equals("auto-cancel"));
            // Arrives after all events of the stuck orders, which were tried first.
            device.send(Map.of("type", "typing", "user_id", stuckClient.id()));
            stuckDevice.await("typing");
            assertThat(stuckDevice.receivedSoFar())
                    .as("events of an order whose move failed at its commit")
                    .isEmpty();
            assertThat(other.read().at("status")).isEqualTo("CANCELLED");
            assertThat(stuck)
                    .allMatch(order -> "PENDING_PAYMENT".equals(order.read().at("status")));
            assertThat(node.metrics().get("/metrics").expect(200).body())
                    .containsPattern("orders_immovable_total " + stuck.size() + "[.]0");
            assertThat(node.takeErrors())
                    .as("log lines about skipped orders")
                    .hasSize(stuck.size())
                    .allMatch(error -> error.contains("this one never moves"));
        }
    }
}
