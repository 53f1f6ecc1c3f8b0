package dev.guildhall.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** How long requests took, by method, route and status. */
public final class RequestMetrics {
    private static final String ROUTE = RequestMetrics.class.getName();
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
    private final Map<Series, Timer> timers = new ConcurrentHashMap<>();

    public RequestMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** What each route begins with: notes by which name its requests are counted. */
    static Handler<RoutingContext> route(String path) {
        String route = path.replaceAll(":([a-z_]+)", "{$1}");
        return context -> {
            context.put(ROUTE, route);
            context.next();
        };
    }

    /** Such as {@code /orders/{id}}; null where no route was found. */
    static @Nullable String routeOf(RoutingContext context) {
        return context.get(ROUTE);
    }

    void record(String method, @Nullable String route, int status, long nanos) {
        Series series = new Series(
                // Clients can send any method and path, and a series of its own for each would fill the memory.
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

    private record Series(String method, String route, int status) {}
}
