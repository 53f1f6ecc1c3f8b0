package dev.guildhall.auth;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.SecurityPolicyHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the scripts of allowed origins read answers, refusals included; before whatever refuses in the router, so that no
 * refusal goes without it. Not Vert.x's own handler: that one allows everyone where its list is empty, forgets {@code Vary} where it
 * has one entry, and answers 403 to all other origins, also to reads that need no permission.
 */
public final class CorsPolicy implements SecurityPolicyHandler {
    private static final String METHODS = "GET, POST, PATCH, PUT, DELETE";
    private static final String REQUEST_HEADERS =
            "Content-Type, Authorization, Idempotency-Key, If-Match, If-None-Match, X-Request-Id";
    private static final String RESPONSE_HEADERS =
            "ETag, Location, RateLimit, RateLimit-Policy, Retry-After, X-Request-Id";
    private static final String MAX_AGE_SECONDS = "600";

    private static final Logger LOG = LoggerFactory.getLogger(CorsPolicy.class);

    private final OriginPolicy origins;

    public CorsPolicy(OriginPolicy origins) {
        this.origins = origins;
    }

    @Override
    public void handle(RoutingContext ctx) {
        MultiMap answer = ctx.response().headers().add(HttpHeaders.VARY, "Origin");
        String origin = ctx.request().getHeader(HttpHeaders.ORIGIN);
        boolean allowed = origin != null && origins.admits(ctx.request().headers());
        if (allowed) {
            answer.set(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origin);
            answer.set(HttpHeaders.ACCESS_CONTROL_ALLOW_CREDENTIALS, "true");
            answer.set(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, RESPONSE_HEADERS);
        }
        if (origin != null && isPreflight(ctx.request())) {
            answerPreflight(ctx.response(), allowed);
        } else {
            ctx.next();
        }
    }

    private static boolean isPreflight(HttpServerRequest request) {
        return request.method().equals(HttpMethod.OPTIONS)
                && request.headers().contains(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD);
    }

    /** A browser takes the missing headers for a no, and shows it better than a status. */
    private static void answerPreflight(HttpServerResponse response, boolean allowed) {
        if (allowed) {
            response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, METHODS)
                    .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, REQUEST_HEADERS)
                    .putHeader(HttpHeaders.ACCESS_CONTROL_MAX_AGE, MAX_AGE_SECONDS);
        }
        response.setStatusCode(204).end().onFailure(e -> LOG.debug("The asker of a preflight has hung up", e));
    }
}
