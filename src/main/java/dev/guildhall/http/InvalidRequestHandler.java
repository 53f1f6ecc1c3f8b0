package dev.guildhall.http;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers what is no HTTP, and so reaches no router, with a problem like any other; {@link HttpGuard} then ends the connection. */
final class InvalidRequestHandler implements Handler<HttpServerRequest> {
    private static final Logger LOG = LoggerFactory.getLogger(InvalidRequestHandler.class);

    private final AccessLog ids;

    InvalidRequestHandler(AccessLog ids) {
        this.ids = ids;
    }

    @Override
    public void handle(HttpServerRequest request) {
        long began = System.nanoTime();
        String id = AccessLog.idFor(request);
        Problem problem = problem(request.decoderResult().cause(), id);
        AccessLog.putCommonHeaders(request.response(), id);
        request.response()
                .setStatusCode(problem.status())
                .putHeader("Content-Type", "application/problem+json")
                .putHeader("Cache-Control", "no-store")
                .putHeader("Connection", "close")
                .end(Json.encode(problem))
                .onFailure(error -> LOG.debug("the sender of a broken request has hung up", error));
        ids.record(request, id, null, null, problem.status(), System.nanoTime() - began);
    }

    private static Problem problem(Throwable cause, String id) {
        if (cause instanceof TooLongHttpLineException) {
            String detail = "A request line may have " + HttpVerticle.MAX_REQUEST_LINE_BYTES + " bytes.";
            return Problem.of(414, "uri_too_long", detail, id);
        } else if (cause instanceof TooLongHttpHeaderException) {
            String detail = "The headers may have " + HttpVerticle.MAX_HEADERS_BYTES + " bytes together.";
            return Problem.of(431, "headers_too_large", detail, id);
        }
        String detail = cause instanceof HttpGuard.NotAsItShouldBe
                ? String.valueOf(cause.getMessage())
                : "This is not HTTP as it should be.";
        return Problem.of(400, "malformed_request", detail, id);
    }
}
