package dev.guildhall.http;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives each request its id, the caller's where it sent a usable one, returns it, and measures and logs the request when it is done. */
final class RequestIds implements Handler<RoutingContext> {
    static final String HEADER = "X-Request-Id";
    /** What stands in the log for the status of a request whose sender has hung up before it was answered, as nginx has it. */
    private static final int HUNG_UP = 499;

    private static final String KEY = RequestIds.class.getName();
    private static final Pattern USABLE = Pattern.compile("[A-Za-z0-9._:/+=-]{1,128}");
    private static final Logger LOG = LoggerFactory.getLogger("dev.guildhall.requests");

    private final Traffic traffic;

    RequestIds(Traffic traffic) {
        this.traffic = traffic;
    }

    @Override
    public void handle(RoutingContext context) {
        String sent = context.request().getHeader(HEADER);
        String id = sent != null && USABLE.matcher(sent).matches()
                ? sent
                : Ids.next().toString();
        long began = System.nanoTime();
        context.put(KEY, id);
        context.response().putHeader(HEADER, id);
        context.addEndHandler(done -> {
            long took = System.nanoTime() - began;
            int status = context.response().headWritten() ? context.response().getStatusCode() : HUNG_UP;
            traffic.record(context, status, took);
            if (LOG.isInfoEnabled()) {
                // The path alone: a query string may hold a ticket or what somebody searched for.
                LOG.atInfo()
                        .addKeyValue("request_id", id)
                        .addKeyValue("method", context.request().method().name())
                        .addKeyValue("path", context.request().path())
                        .addKeyValue("status", status)
                        .addKeyValue("took_us", took / 1_000)
                        .log(
                                "{} {} {} {} µs {}",
                                context.request().method(),
                                context.request().path(),
                                status,
                                took / 1_000,
                                id);
            }
        });
        context.next();
    }

    static String of(RoutingContext context) {
        String id = context.get(KEY);
        return id == null ? "" : id;
    }
}
