package dev.guildhall.http;

import dev.guildhall.auth.Authentication;
import dev.guildhall.auth.Caller;
import dev.guildhall.db.Ids;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Gives each request an id (the id that the client sent, if it is usable), returns it in the response, and measures and
 * logs the request at its end.
 */
final class AccessLog implements Handler<RoutingContext> {
    static final String HEADER = "X-Request-Id";
    /** The logged status if the client disconnected before the response; nginx uses the same number. */
    private static final int CLIENT_DISCONNECTED = 499;

    private static final String KEY = AccessLog.class.getName();
    private static final Pattern USABLE = Pattern.compile("[A-Za-z0-9._:/+=-]{1,128}");
    private static final Logger LOG = LoggerFactory.getLogger("dev.guildhall.requests");

    private final RequestMetrics metrics;

    AccessLog(RequestMetrics metrics) {
        this.metrics = metrics;
    }

    @Override
    public void handle(RoutingContext context) {
        String id = idFor(context.request());
        long startedAt = System.nanoTime();
        context.put(KEY, id);
        putCommonHeaders(context.response(), id);
        context.addEndHandler(done -> {
            long tookNs = System.nanoTime() - startedAt;
            int status = context.response().headWritten() ? context.response().getStatusCode() : CLIENT_DISCONNECTED;
            Caller caller = Authentication.callerOf(context);
            record(
                    context.request(),
                    id,
                    caller == null ? null : caller.id(),
                    RequestMetrics.routeOf(context),
                    status,
                    tookNs);
        });
        context.next();
    }

    /** Adds the headers that every response has. */
    static void putCommonHeaders(HttpServerResponse response, String id) {
        response.putHeader(HEADER, id)
                .putHeader(HttpDate.HEADER, HttpDate.now())
                // No browser may interpret a response as a script or a page because of its content.
                .putHeader("X-Content-Type-Options", "nosniff");
    }

    /** The id that the client sent, if it is usable; otherwise a new one. */
    static String idFor(HttpServerRequest request) {
        String sent = request.getHeader(HEADER);
        return sent != null && USABLE.matcher(sent).matches()
                ? sent
                : Ids.next().toString();
    }

    /**
     * @param user null if the caller is not known
     * @param route null if no route matched
     */
    void record(
            HttpServerRequest request,
            String id,
            @Nullable UUID user,
            @Nullable String route,
            int status,
            long tookNs) {
        metrics.record(request.method().name(), route, status, tookNs);
        if (LOG.isInfoEnabled()) {
            // Only the path: the query string may contain a ticket or the words of a search.
            LoggingEventBuilder line =
                    user == null ? LOG.atInfo() : LOG.atInfo().addKeyValue("user_id", user.toString());
            line.addKeyValue("request_id", id)
                    .addKeyValue("method", request.method().name())
                    .addKeyValue("path", request.path())
                    .addKeyValue("status", status)
                    .addKeyValue("took_us", tookNs / 1_000)
                    .log(
                            "{} {} {} {} µs {} {}",
                            request.method(),
                            request.path(),
                            status,
                            tookNs / 1_000,
                            id,
                            user == null ? "-" : user);
        }
    }

    static String requestIdOf(RoutingContext context) {
        String id = context.get(KEY);
        return id == null ? "" : id;
    }
}
