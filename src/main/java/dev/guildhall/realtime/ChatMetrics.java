package dev.guildhall.realtime;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The metrics of the sockets. */
final class ChatMetrics {
    /** RFC 6455, section 7.4.1: the connection ended without a close frame. */
    private static final int ABNORMAL = 1006;

    /** A client may send any other code, and a time series for each of them would fill the memory. */
    private static final Set<Integer> CODES = Stream.concat(
                    Stream.of(1000, 1001, 1005, ABNORMAL),
                    Stream.of(CloseCode.values()).map(code -> (int) code.number()))
            .collect(Collectors.toUnmodifiableSet());

    final Counter delivered;
    final Counter repaired;
    private final MeterRegistry registry;

    ChatMetrics(MeterRegistry registry, SocketHub sockets) {
        this.registry = registry;
        this.delivered = counter(
                registry, "chat.deliveries", "Messages pushed, each socket counted, without those that a sync sends");
        this.repaired = counter(
                registry, "chat.repairs", "Messages pushed by the safety net, since no event had announced them");
        Gauge.builder("chat.sockets", sockets, SocketHub::size)
                .description("Sockets that are open on this node")
                .register(registry);
        Gauge.builder("chat.bytes.waiting", SocketWriteQueue::bytesOfAll)
                .description("Bytes written to sockets and not yet taken by their clients")
                .register(registry);
    }

    /** @param code null if the connection broke */
    void closed(@Nullable Short code) {
        int number = code == null ? ABNORMAL : code;
        Counter.builder("chat.closes")
                .description("Sockets that were closed, by either side")
                .tag("code", CODES.contains(number) ? String.valueOf(number) : "other")
                .register(registry)
                .increment();
    }

    private static Counter counter(MeterRegistry registry, String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }
}
