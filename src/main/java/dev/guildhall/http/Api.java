package dev.guildhall.http;

import dev.guildhall.auth.Authentication;
import dev.guildhall.auth.Claims;
import dev.guildhall.auth.JsonContentType;
import dev.guildhall.db.SqlErrors;
import dev.guildhall.failure.Failure;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Where features mount their routes. There is one method for each kind of caller, so that no route is without a policy. */
public final class Api {
    /** The longest description fits even if each of its characters is escaped. */
    static final int MAX_BODY_BYTES = 128 * 1024;

    /** Longer than any sequence of statements may take; after this time the response is 503. */
    private static final long MAX_REQUEST_S = 12;

    private static final long MAX_BODY_MS = 10_000;

    private static final int MAX_REPORTED_CODING_LENGTH = 40;

    /** A list of any length, which may have empty elements (RFC 9110, section 5.6.1.2). */
    private static final Pattern IDENTITY =
            Pattern.compile("(?:(?:identity)?+[ \\t,]++)*+(?:identity)?+", Pattern.CASE_INSENSITIVE);

    private final Router router;
    private final Authentication authentication;
    private final RequestLimit limit;
    private final HandshakeQueue handshakes;
    private final WriteRate writes;
    private final CursorCodec cursors;
    private final Idempotency idempotency;
    private final Supplier<String> publicUrl;
    private final SharedReads reads;
    private final Handler<RoutingContext> bodyHandler =
            BodyHandler.create(false).setBodyLimit(MAX_BODY_BYTES).setPreallocateBodyBuffer(false);

    Api(Vertx vertx, Router router, ApiDependencies dependencies) {
        this.router = router;
        this.reads = new SharedReads(vertx);
        this.authentication = dependencies.authentication();
        this.limit = dependencies.limit();
        this.handshakes = dependencies.handshakes();
        this.writes = dependencies.writes();
        this.cursors = new CursorCodec(dependencies.cursorSecret());
        this.idempotency = dependencies.idempotency();
        this.publicUrl = dependencies.publicUrl();
    }

    /** A route without authentication. */
    public void anyone(HttpMethod method, String path, Endpoint endpoint) {
        mount(method, path, RoutingContext::next, endpoint);
    }

    /**
     * A public route to read something; if the caller sends a valid token, the endpoint receives the user as the viewer. Without one,
     * the reply may depend on nothing but the URI.
     */
    public void open(String path, Endpoint endpoint) {
        mountRead(
                path,
                request -> request.viewer().isPresent() ? endpoint.handle(request) : readShared(request, endpoint));
    }

    /** The same for a reply that depends on nothing but the URI in any case: the endpoint receives no viewer. */
    public void sameForAll(String path, Endpoint endpoint) {
        mountRead(path, request -> readShared(request.withoutViewer(), endpoint));
    }

    private void mountRead(String path, Endpoint endpoint) {
        mount(HttpMethod.GET, path, authentication::identifyViewer, endpoint);
    }

    private Future<Reply> readShared(Request request, Endpoint endpoint) {
        return reads.read(request.uri(), () -> endpoint.handle(request));
    }

    /** A route for signed-in users; a write counts for {@code WRITE_RATE}. */
    public void user(HttpMethod method, String path, Endpoint endpoint) {
        mount(method, path, authentication::requireUser, writes::take, endpoint);
    }

    /** A route for signed-in users on which a write does not count for {@code WRITE_RATE}. */
    public void userWithoutWriteRate(HttpMethod method, String path, Endpoint endpoint) {
        mount(method, path, authentication::requireUser, endpoint);
    }

    /** A route for the frontend's server, which sends the {@code SERVICE_TOKEN}. */
    public void service(HttpMethod method, String path, Endpoint endpoint) {
        mount(method, path, authentication::requireService, endpoint);
    }

    /** A route without authentication and without the limit on concurrent requests. */
    public void probe(String path, Endpoint endpoint) {
        route(HttpMethod.GET, path).handler(RequestMetrics.route(path)).handler(context -> run(context, endpoint));
    }

    /** A route for signed-in users, only from an allowed origin, with a token in a header or a cookie. */
    public void socketTicket(String path, Endpoint endpoint) {
        mount(HttpMethod.POST, path, authentication::requireUserOfAllowedOrigin, endpoint);
    }

    /**
     * The route of a WebSocket handshake, for signed-in users, only from an allowed origin.
     *
     * @param tickets returns the claims of a ticket from the query; fails as unauthenticated if the ticket is invalid
     */
    public void socket(String path, Function<String, Future<Claims>> tickets, Consumer<Handshake> handler) {
        router.get(path)
                .handler(RequestMetrics.route(path))
                .handler(this::admitHandshake)
                .handler(context -> authentication.requireUserOrTicket(context, tickets))
                .handler(context -> handler.accept(new Handshake(context)));
    }

    /** What is no handshake, and may have a body, does not wait: it will be refused. */
    private void admitHandshake(RoutingContext context) {
        if (Handshake.isUpgrade(context)) {
            handshakes.admit(context);
        } else {
            limit.admit(context);
        }
    }

    /** Whether the method has no body and changes nothing. */
    static boolean isRead(HttpMethod method) {
        return method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD);
    }

    /** A response to HEAD is the one to GET without its body. */
    private Route route(HttpMethod method, String path) {
        Route route = router.route(method, path);
        return method.equals(HttpMethod.GET) ? route.method(HttpMethod.HEAD) : route;
    }

    private void mount(HttpMethod method, String path, Handler<RoutingContext> guard, Endpoint endpoint) {
        mount(method, path, guard, RoutingContext::next, endpoint);
    }

    private void mount(
            HttpMethod method,
            String path,
            Handler<RoutingContext> guard,
            Handler<RoutingContext> rate,
            Endpoint endpoint) {
        Route route = route(method, path)
                .handler(RequestMetrics.route(path))
                .handler(limit::admit)
                .handler(guard)
                .handler(rate);
        if (!isRead(method)) {
            // Passed as a method reference, since the router would put a BodyHandler before the guard.
            route.handler(Api::requireJson).handler(this::readBody);
        }
        route.handler(context -> run(context, endpoint));
    }

    /** A slow request occupies one of the limited places for requests, so its body must arrive within a timeout. */
    private void readBody(RoutingContext context) {
        if (context.response().ended()) {
            return;
        }
        long deadline = context.vertx().setTimer(MAX_BODY_MS, tick -> {
            if (!context.request().isEnded()) {
                context.response().putHeader("Connection", "close");
                context.fail(new Failure.Unavailable("timeout", "The request did not arrive in time."));
            }
        });
        context.addEndHandler(done -> context.vertx().cancelTimer(deadline));
        limit.memory().countBody(context, bodyBytes(context));
        bodyHandler.handle(context);
    }

    private void run(RoutingContext context, Endpoint endpoint) {
        if (context.response().ended()) {
            return;
        }
        Future<Reply> reply;
        try {
            reply = endpoint.handle(new Request(context, Authentication.callerOf(context), cursors, idempotency));
        } catch (RuntimeException refusal) {
            reply = Future.failedFuture(refusal);
        }
        reply.timeout(MAX_REQUEST_S, TimeUnit.SECONDS)
                .onSuccess(completed -> send(context, completed))
                .onFailure(error -> context.fail(SqlErrors.translate(error)));
    }

    private void send(RoutingContext context, Reply reply) {
        Buffer body = reply.body();
        int bytes = body == null || context.request().method().equals(HttpMethod.HEAD) ? 0 : body.length();
        try {
            limit.memory().requireMemoryFor(context.request().method(), bytes);
        } catch (Failure.Unavailable refusal) {
            context.fail(refusal);
            return;
        }
        limit.memory().countResponse(context, bytes, ResponseWriter.send(context, reply, publicUrl.get()));
    }

    /** The Content-Length; without one, the maximum. A body with a Content-Length above the maximum is not read, so 0. */
    private static long bodyBytes(RoutingContext context) {
        String length = context.request().getHeader("Content-Length");
        if (length == null || !length.matches("[0-9]{1,9}")) {
            return Authentication.hasBody(context) ? MAX_BODY_BYTES : 0;
        }
        return Long.parseLong(length) > MAX_BODY_BYTES ? 0 : Long.parseLong(length);
    }

    private static void requireJson(RoutingContext context) {
        if (Authentication.hasBody(context)) {
            requireUncompressed(context);
            if (!JsonContentType.isIn(context.request().headers())) {
                throw new Failure.UnsupportedMediaType();
            }
        }
        context.next();
    }

    private static void requireUncompressed(RoutingContext context) {
        String coding = String.join(", ", context.request().headers().getAll("Content-Encoding"));
        if (!IDENTITY.matcher(coding).matches()) {
            // RFC 9110, section 15.5.16
            context.response().putHeader("Accept-Encoding", "identity");
            throw new Failure.UnsupportedMediaType("The Content-Encoding "
                    + coding.substring(0, Math.min(coding.length(), MAX_REPORTED_CODING_LENGTH))
                    + " is not accepted; send the body without one.");
        }
    }
}
