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

/** The duration of requests, by method, route and status. */
public final class RequestMetrics {
    private static final String ROUTE = RequestMetrics.class.getName();
    private static final String NO_ROUTE = "none";
    private static final Set<String> METHODS = Set.of("GET", "POST", "PATCH", "PUT", "DELETE", "HEAD", "OPTIONS");
    private static final Duration[] DURATION_BUCKETS = {
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

    /** The first handler of each route: stores the name under which its requests are measured. */
    static Handler<RoutingContext> route(String path) {
        String route = path.replaceAll(":([a-z_]+)", "{$1}");
        return context -> {
            context.put(ROUTE, route);
            context.next();
        };
    }

    /** The route of the request, such as {@code /orders/{id}}; null if no route matched. */
    static @Nullable String routeOf(RoutingContext context) {
        return context.get(ROUTE);
    }

    void record(String method, @Nullable String route, int status, long nanos) {
        Series series = new Series(
                // Clients can send any method and path, and a separate series for each would fill the memory.
                METHODS.contains(method) ? method : "other", route == null ? NO_ROUTE : route, status);
        timers.computeIfAbsent(series, this::timer).record(nanos, TimeUnit.NANOSECONDS);
    }

    private Timer timer(Series series) {
        return Timer.builder("http.server.requests")
                .description("How long requests took")
                .tag("method", series.method())
                .tag("route", series.route())
                .tag("status", String.valueOf(series.status()))
                .serviceLevelObjectives(DURATION_BUCKETS)
                .register(registry);
    }

    private record Series(String method, String route, int status) {}
}
