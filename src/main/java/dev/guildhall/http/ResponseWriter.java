package dev.guildhall.http;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.guildhall.auth.Authentication;
import dev.guildhall.failure.Failure;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends the responses of the API, except those to preflight requests, handshakes and input that is not valid HTTP. */
final class ResponseWriter {
    private static final Logger LOG = LoggerFactory.getLogger(ResponseWriter.class);

    private ResponseWriter() {}

    /**
     * Completes when the response is sent; fails if the client has disconnected.
     *
     * @param publicUrl the prefix of a path in {@code Location}
     */
    static Future<Void> send(RoutingContext context, Reply reply, String publicUrl) {
        HttpServerResponse response = context.response();
        if (response.ended() || response.closed()) {
            return Future.succeededFuture();
        }
        reply.headers().forEach(response::putHeader);
        String location = reply.headers().get("Location");
        if (location != null && location.startsWith("/")) {
            response.putHeader("Location", publicUrl + location);
        }
        putCacheHeaders(context);
        if (isNotModified(context, reply)) {
            return logIfFailed(context, response.setStatusCode(304).end());
        }
        response.setStatusCode(reply.status());
        if (reply.body() == null) {
            return logIfFailed(context, response.end());
        } else {
            if (!reply.headers().containsKey("Content-Type")) {
                response.putHeader("Content-Type", "application/json");
            }
            return logIfFailed(context, end(context, reply.body()));
        }
    }

    /** The failure handler of the whole router. */
    static void refuse(RoutingContext context) {
        Throwable error = context.failure();
        String requestId = AccessLog.requestIdOf(context);
        if (error instanceof Failure failure) {
            SecurityLog.logRefusal(context, failure);
        }
        if (context.response().closed()) {
            LOG.debug("Cannot send the response to request {}, the client has disconnected", requestId, error);
        } else if (error instanceof Failure failure) {
            if (failure.getCause() != null) {
                LOG.atWarn()
                        .addKeyValue("request_id", requestId)
                        .log(
                                "Request {} refused as {}: {}",
                                requestId,
                                failure.code(),
                                failure.getCause().toString());
            }
            send(context, Problem.of(failure, requestId), Problem.retryAfter(failure));
        } else {
            send(context, problemOf(context, error, requestId), null);
        }
    }

    private static Problem problemOf(RoutingContext context, @Nullable Throwable error, String requestId) {
        int status = error instanceof HttpException http ? http.getStatusCode() : context.statusCode();
        boolean isKnown = status == 404 || status == 405 || status == 413;
        return switch (status >= 400 && status < 500 && !isKnown ? 400 : status) {
            // Also every other client error that Vert.x reports.
            case 400 -> Problem.of(400, "malformed_request", "The request cannot be understood.", requestId);
            case 404 -> Problem.of(404, "not_found", "There is nothing at this path.", requestId);
            case 405 ->
                Problem.of(405, "method_not_allowed", "This path does not answer that method; see Allow.", requestId);
            case 413 ->
                Problem.of(
                        413,
                        "payload_too_large",
                        "A body may have at most " + Api.MAX_BODY_BYTES + " bytes.",
                        requestId);
            default -> {
                LOG.atError()
                        .setCause(error)
                        .addKeyValue("request_id", requestId)
                        .log(
                                "Request {} failed: {} {}",
                                requestId,
                                context.request().method(),
                                context.request().path());
                yield Problem.of(
                        500,
                        "internal_error",
                        "Something is wrong on our side; the log knows this request's id.",
                        requestId);
            }
        };
    }

    private static void send(RoutingContext context, Problem problem, @Nullable Duration retryAfter) {
        HttpServerResponse response = context.response();
        if (response.ended() || response.closed() || response.headWritten()) {
            return;
        }
        if (problem.status() == 401) {
            response.putHeader("WWW-Authenticate", "Bearer");
        }
        if (retryAfter != null) {
            response.putHeader("Retry-After", String.valueOf(seconds(retryAfter)));
        }
        if (problem.status() == 413) {
            // The rest of the body is not read.
            response.putHeader("Connection", "close");
        }
        response.putHeader("Cache-Control", "no-store");
        response.setStatusCode(problem.status()).putHeader("Content-Type", "application/problem+json");
        logIfFailed(context, end(context, Json.encode(problem)));
    }

    /** Vert.x omits the body of a response to HEAD, and with it its length. */
    private static Future<Void> end(RoutingContext context, Buffer body) {
        if (context.request().method().equals(HttpMethod.HEAD)) {
            context.response().putHeader("Content-Length", String.valueOf(body.length()));
        }
        return context.response().end(body);
    }

    /** Rounded up, and at least 1, since a retry after 0 s would be too early. */
    static long seconds(Duration wait) {
        return Math.max(1, wait.plusMillis(999).toSeconds());
    }

    private static void putCacheHeaders(RoutingContext context) {
        boolean isPrivate = Authentication.callerOf(context) != null
                || !Api.isRead(context.request().method());
        context.response().putHeader("Cache-Control", isPrivate ? "private, no-store" : "no-cache");
        context.response().headers().add("Vary", "Authorization, Cookie");
    }

    private static boolean isNotModified(RoutingContext context, Reply reply) {
        String tag = reply.headers().get("ETag");
        if (tag == null
                || !reply.canBeNotModified()
                || !Api.isRead(context.request().method())) {
            return false;
        }
        List<String> tags = context.request().headers().getAll("If-None-Match");
        return tags.stream()
                .anyMatch(header -> header.trim().equals("*")
                        || EntityTags.read(header).stream().anyMatch(value -> tag.equals('"' + value + '"')));
    }

    @CanIgnoreReturnValue
    private static Future<Void> logIfFailed(RoutingContext context, Future<Void> written) {
        return written.onFailure(e -> LOG.debug(
                "Cannot send the response to request {}, the client has disconnected",
                AccessLog.requestIdOf(context),
                e));
    }
}
