package dev.guildhall.bus;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** The metrics of the bridge. */
final class BridgeMetrics {
    final Counter sent;
    final Counter received;
    final Counter dropped;
    final Counter opened;
    /** The time from sending a notification until receiving it. */
    final Timer echo;

    BridgeMetrics(MeterRegistry registry, NotifyQueue queue, BooleanSupplier isOpen, BooleanSupplier isAlone) {
        this.sent = counter(registry, "bridge.events.sent", "Events sent to other nodes");
        this.received = counter(registry, "bridge.events.received", "Events received from other nodes");
        this.dropped = counter(registry, "bridge.events.dropped", "Events that were not sent to other nodes");
        this.opened = counter(registry, "bridge.opened", "How often the bridge was opened, the first time included");
        this.echo = Timer.builder("bridge.echo")
                .description("How long it took until this node received its own notification")
                .serviceLevelObjectives(
                        Duration.ofMillis(2),
                        Duration.ofMillis(10),
                        Duration.ofMillis(50),
                        Duration.ofMillis(250),
                        Duration.ofSeconds(1))
                .register(registry);
        Gauge.builder("bridge.events.waiting", queue, NotifyQueue::size)
                .description("Events that wait to be sent to other nodes")
                .register(registry);
        // Suppliers, since a gauge holds any other object by a weak reference.
        Gauge.builder("bridge.up", () -> isOpen.getAsBoolean() ? 1 : 0)
                .description("Whether this node is connected to the others")
                .register(registry);
        Gauge.builder("bridge.alone", () -> isAlone.getAsBoolean() ? 1 : 0)
                .description("Whether this node has heard no other node and sends them no events")
                .register(registry);
    }

    private static Counter counter(MeterRegistry registry, String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }
}
