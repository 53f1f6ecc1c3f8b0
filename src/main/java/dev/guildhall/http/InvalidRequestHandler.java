package dev.guildhall.http;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Responds with a problem to input that is not valid HTTP, and so reaches no router; {@link HttpGuard} then closes the
 * connection.
 */
final class InvalidRequestHandler implements Handler<HttpServerRequest> {
    private static final Logger LOG = LoggerFactory.getLogger(InvalidRequestHandler.class);

    private final AccessLog accessLog;

    InvalidRequestHandler(AccessLog accessLog) {
        this.accessLog = accessLog;
    }

    @Override
    public void handle(HttpServerRequest request) {
        long startedAt = System.nanoTime();
        String id = AccessLog.idFor(request);
        Problem problem = problem(request.decoderResult().cause(), id);
        AccessLog.putCommonHeaders(request.response(), id);
        request.response()
                .setStatusCode(problem.status())
                .putHeader("Content-Type", "application/problem+json")
                .putHeader("Cache-Control", "no-store")
                .putHeader("Connection", "close")
                .end(Json.encode(problem))
                .onFailure(error -> LOG.debug(
                        "Cannot send the response to an invalid request, the client has disconnected", error));
        accessLog.record(request, id, null, null, problem.status(), System.nanoTime() - startedAt);
    }

    private static Problem problem(Throwable cause, String id) {
        if (cause instanceof TooLongHttpLineException) {
            String detail = "A request line may have " + HttpVerticle.MAX_REQUEST_LINE_BYTES + " bytes.";
            return Problem.of(414, "uri_too_long", detail, id);
        } else if (cause instanceof TooLongHttpHeaderException) {
            String detail = "The headers may have " + HttpVerticle.MAX_HEADERS_BYTES + " bytes together.";
            return Problem.of(431, "headers_too_large", detail, id);
        }
        String detail = cause instanceof HttpGuard.InvalidHttp
                ? String.valueOf(cause.getMessage())
                : "This is not HTTP as it should be.";
        return Problem.of(400, "malformed_request", detail, id);
    }
}
