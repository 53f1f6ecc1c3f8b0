package dev.guildhall.auth;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.SecurityPolicyHandler;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets scripts of allowed origins read responses, errors included; so it comes before every handler of the router that can
 * refuse a request. The handler of Vert.x is not used: it allows every origin if its list is empty, omits {@code Vary} if
 * the list has one entry, and responds with 403 to all other origins, even to reads that need no permission.
 */
public final class CorsPolicy implements SecurityPolicyHandler {
    private static final String METHODS = "GET, HEAD, POST, PATCH, PUT, DELETE";
    /** The last four are added to every request by libraries for tracing (W3C Trace Context, Sentry). */
    private static final String REQUEST_HEADERS =
            "Content-Type, Authorization, Idempotency-Key, If-Match, If-None-Match, X-Request-Id, "
                    + "traceparent, tracestate, baggage, sentry-trace";

    private static final String RESPONSE_HEADERS =
            "ETag, Location, RateLimit, RateLimit-Policy, Retry-After, X-Request-Id";
    private static final String MAX_AGE_SECONDS = "600";

    private static final Logger LOG = LoggerFactory.getLogger(CorsPolicy.class);

    private final OriginPolicy origins;
    private final String requestHeaders;

    /** @param furtherHeaders names of headers that pages may send besides those that this server reads */
    public CorsPolicy(OriginPolicy origins, Set<String> furtherHeaders) {
        this.origins = origins;
        this.requestHeaders = Stream.concat(
                        Stream.of(REQUEST_HEADERS), furtherHeaders.stream().sorted())
                .collect(Collectors.joining(", "));
    }

    @Override
    public void handle(RoutingContext ctx) {
        MultiMap headers = ctx.response().headers().add(HttpHeaders.VARY, "Origin");
        String origin = ctx.request().getHeader(HttpHeaders.ORIGIN);
        boolean isAllowed = origin != null && origins.isAllowed(ctx.request().headers());
        if (isAllowed) {
            headers.set(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origin);
            headers.set(HttpHeaders.ACCESS_CONTROL_ALLOW_CREDENTIALS, "true");
            headers.set(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, RESPONSE_HEADERS);
        }
        if (origin != null && isPreflight(ctx.request())) {
            answerPreflight(ctx.response(), isAllowed);
        } else {
            ctx.next();
        }
    }

    private static boolean isPreflight(HttpServerRequest request) {
        return request.method().equals(HttpMethod.OPTIONS)
                && request.headers().contains(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD);
    }

    /** Without these headers a browser refuses, and reports that better than a status. */
    private void answerPreflight(HttpServerResponse response, boolean isAllowed) {
        if (isAllowed) {
            response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, METHODS)
                    .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, requestHeaders)
                    .putHeader(HttpHeaders.ACCESS_CONTROL_MAX_AGE, MAX_AGE_SECONDS);
        }
        response.setStatusCode(204)
                .end()
                .onFailure(e ->
                        LOG.debug("Cannot send the response to a preflight request, the client has disconnected", e));
    }
}
