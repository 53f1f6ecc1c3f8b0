package dev.guildhall.bus;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** What is measured of the bridge. */
final class BridgeMetrics {
    final Counter sent;
    final Counter received;
    final Counter dropped;
    final Counter opened;
    /** From saying something until hearing it oneself. */
    final Timer echo;

    BridgeMetrics(MeterRegistry registry, NotifyQueue outgoing, BooleanSupplier isOpen) {
        this.sent = counter(registry, "bridge.events.sent", "Events told to other nodes");
        this.received = counter(registry, "bridge.events.received", "Events that other nodes told");
        this.dropped = counter(registry, "bridge.events.dropped", "Events that other nodes were not told");
        this.opened = counter(registry, "bridge.opened", "How often the bridge was opened, the first time included");
        this.echo = Timer.builder("bridge.echo")
                .description("How long it took until this node heard what it had said to all")
                .serviceLevelObjectives(
                        Duration.ofMillis(2),
                        Duration.ofMillis(10),
                        Duration.ofMillis(50),
                        Duration.ofMillis(250),
                        Duration.ofSeconds(1))
                .register(registry);
        Gauge.builder("bridge.events.waiting", outgoing, NotifyQueue::size)
                .description("Events that wait to be told to other nodes")
                .register(registry);
        Gauge.builder("bridge.up", isOpen, open -> open.getAsBoolean() ? 1 : 0)
                .description("Whether this node hears the others")
                .register(registry);
    }

    private static Counter counter(MeterRegistry registry, String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }
}
