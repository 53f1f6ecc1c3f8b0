package dev.guildhall.http;

import dev.guildhall.failure.Failure;
import dev.guildhall.limit.Limits;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.atomic.AtomicInteger;

/** Limits the number of concurrent requests on this node, and their memory. */
public final class RequestLimit {
    private final int maxRequests;
    private final ClientMemory memory;
    private final AtomicInteger inFlight = new AtomicInteger();

    public RequestLimit(MeterRegistry registry) {
        this(registry, Limits.MAX_REQUESTS_AT_ONCE);
    }

    RequestLimit(MeterRegistry registry, int maxRequests) {
        this.maxRequests = maxRequests;
        this.memory = new ClientMemory(registry);
        Gauge.builder("http.server.requests.in.flight", inFlight, AtomicInteger::get)
                .description("Requests that run now")
                .register(registry);
    }

    ClientMemory memory() {
        return memory;
    }

    /** Accepts a request, or refuses it at once if there are too many. */
    void admit(RoutingContext context) {
        if (inFlight.incrementAndGet() > maxRequests) {
            inFlight.decrementAndGet();
            throw Failure.Unavailable.overloaded();
        }
        context.addEndHandler(done -> inFlight.decrementAndGet());
        context.next();
    }
}
