package dev.guildhall.realtime;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is measured of the chat. */
final class ChatMetrics {
    /** RFC 6455, section 7.4.1: gone without saying so. */
    private static final int ABNORMAL = 1006;

    /** A client may name any other code, and a series of its own for each would fill the memory. */
    private static final Set<Integer> CODES = Stream.concat(
                    Stream.of(1000, 1001, 1005, ABNORMAL),
                    Stream.of(CloseCode.values()).map(code -> (int) code.number()))
            .collect(Collectors.toUnmodifiableSet());

    final Counter delivered;
    final Counter repaired;
    private final MeterRegistry registry;

    ChatMetrics(MeterRegistry registry, SocketHub sockets) {
        this.registry = registry;
        this.delivered = counter(registry, "chat.deliveries", "Messages pushed, each socket counted");
        this.repaired =
                counter(registry, "chat.repairs", "Messages that the safety net pushed, since nobody had told of them");
        Gauge.builder("chat.sockets", sockets, SocketHub::size)
                .description("Sockets that are open on this node")
                .register(registry);
        Gauge.builder("chat.bytes.waiting", SocketWriteQueue::bytesOfAll)
                .description("What was said to sockets and not yet taken by them")
                .register(registry);
    }

    /** @param code null where the connection broke */
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
