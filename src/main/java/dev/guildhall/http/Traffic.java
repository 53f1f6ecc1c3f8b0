package dev.guildhall.http;

import dev.guildhall.failure.Failure;
import dev.guildhall.limit.Limits;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The requests of this node: how many run at once, which is bounded, and how long each of them took. */
public final class Traffic {
    private static final String ROUTE = Traffic.class.getName();
    private static final String NO_ROUTE = "none";
    private static final Set<String> METHODS = Set.of("GET", "POST", "PATCH", "PUT", "DELETE", "HEAD", "OPTIONS");
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(2),
        Duration.ofMillis(10),
        Duration.ofMillis(50),
        Duration.ofMillis(250),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5)
    };

    private final MeterRegistry registry;
    private final int maxAtOnce;
    private final ClientMemory memory;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final Map<Series, Timer> timers = new ConcurrentHashMap<>();

    public Traffic(MeterRegistry registry) {
        this(registry, Limits.MAX_REQUESTS_AT_ONCE);
    }

    Traffic(MeterRegistry registry, int maxAtOnce) {
        this.registry = registry;
        this.maxAtOnce = maxAtOnce;
        this.memory = new ClientMemory(registry);
        Gauge.builder("http.server.requests.in.flight", inFlight, AtomicInteger::get)
                .description("Requests being answered now")
                .register(registry);
    }

    ClientMemory memory() {
        return memory;
    }

    /** What a route begins with: refuses at once what would be one request too many. */
    Handler<RoutingContext> admit(String path) {
        String route = template(path);
        return context -> {
            context.put(ROUTE, route);
            if (inFlight.incrementAndGet() > maxAtOnce) {
                inFlight.decrementAndGet();
                throw Failure.Unavailable.overloaded();
            }
            context.addEndHandler(done -> inFlight.decrementAndGet());
            context.next();
        };
    }

    /** What a route begins with that answers however much there is to do. */
    Handler<RoutingContext> name(String path) {
        String route = template(path);
        return context -> {
            context.put(ROUTE, route);
            context.next();
        };
    }

    /** The template of the path; null where no route was found. */
    static @Nullable String routeOf(RoutingContext context) {
        return context.get(ROUTE);
    }

    void record(String method, @Nullable String route, int status, long nanos) {
        Series series = new Series(
                // Anybody can think of methods and paths, and a series of its own for each would fill the memory.
                METHODS.contains(method) ? method : "other", route == null ? NO_ROUTE : route, status);
        timers.computeIfAbsent(series, this::timer).record(nanos, TimeUnit.NANOSECONDS);
    }

    private Timer timer(Series series) {
        return Timer.builder("http.server.requests")
                .description("How long requests took")
                .tag("method", series.method())
                .tag("route", series.route())
                .tag("status", String.valueOf(series.status()))
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }

    private static String template(String path) {
        return path.replaceAll(":([a-z_]+)", "{$1}");
    }

    private record Series(String method, String route, int status) {}
}
