package dev.guildhall.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.bus.Events;
import dev.guildhall.db.Database;
import dev.guildhall.support.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.time.Duration;

/** The scheduled task of one more node, which runs when a test wants it to, and not every few seconds; and its clock. */
final class SystemMoves implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final OrderService orders;
    private final OrderClock clock;

    SystemMoves(TestDatabase tested) {
        Database database = new Database(vertx, tested.address(), 8, 0, registry);
        orders = new OrderService(database, new Events(vertx, null), ProtocolBound.TIMEOUTS, 0, registry);
        clock = new OrderClock(database);
    }

    /** Lets time pass for all orders. */
    void advance(Duration time) {
        clock.advance(time).await();
    }

    /** Moves the orders whose deadline is over, except those that another node moves just now. */
    void moveDue() {
        orders.moveDue(() -> false).await();
    }

    @Override
    public void close() {
        vertx.close().await();
        assertThat(registry.get("orders.immovable").counter().count())
                .as("orders that the system could not move")
                .isZero();
    }
}
