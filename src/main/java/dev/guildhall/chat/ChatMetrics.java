package dev.guildhall.chat;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/** What is measured of the chat. */
final class ChatMetrics {
    final Counter delivered;
    final Counter repaired;

    ChatMetrics(MeterRegistry registry, Sockets sockets) {
        this.delivered = counter(registry, "chat.deliveries", "Messages pushed, each socket counted");
        this.repaired =
                counter(registry, "chat.repairs", "Messages that the safety net pushed, since nobody had told of them");
        Gauge.builder("chat.sockets", sockets, Sockets::size)
                .description("Sockets that are open on this node")
                .register(registry);
    }

    private static Counter counter(MeterRegistry registry, String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }
}
