package dev.guildhall.http;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers what is no HTTP, and so reaches no router, with a problem like any other; the connection ends with it. */
final class BrokenRequests implements Handler<HttpServerRequest> {
    private static final Logger LOG = LoggerFactory.getLogger(BrokenRequests.class);

    @Override
    public void handle(HttpServerRequest request) {
        Problem problem = problem(request.decoderResult().cause());
        request.response()
                .setStatusCode(problem.status())
                .putHeader("Content-Type", "application/problem+json")
                .putHeader("Cache-Control", "no-store")
                .putHeader("Connection", "close")
                .putHeader(RequestIds.HEADER, problem.requestId())
                .end(Json.encode(problem))
                .eventually(() -> request.connection().close())
                .onFailure(error -> LOG.debug("the sender of a broken request has hung up", error));
    }

    private static Problem problem(Throwable cause) {
        String id = Ids.next().toString();
        if (cause instanceof TooLongHttpLineException) {
            String detail = "A request line may have " + HttpVerticle.LONGEST_REQUEST_LINE_BYTES + " bytes.";
            return Problem.of(414, "uri_too_long", detail, id);
        } else if (cause instanceof TooLongHttpHeaderException) {
            String detail = "The headers may have " + HttpVerticle.LARGEST_HEADERS_BYTES + " bytes together.";
            return Problem.of(431, "headers_too_large", detail, id);
        }
        return Problem.of(400, "malformed_request", "This is not HTTP as it should be.", id);
    }
}
