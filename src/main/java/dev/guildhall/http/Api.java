package dev.guildhall.http;

import dev.guildhall.auth.Authentication;
import dev.guildhall.auth.Claims;
import dev.guildhall.auth.JsonContentType;
import dev.guildhall.auth.Secret;
import dev.guildhall.db.SqlErrors;
import dev.guildhall.failure.Failure;
import io.vertx.core.Future;
import io.vertx.core.Handler;
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

/**
 * Where features mount their routes. There is no way to add one without saying who may call it: {@link #anyone},
 * {@link #open anyone, known where they can be}, {@link #user a user}, {@link #service the frontend's server},
 * {@link #socket a user who may open a socket}, or {@link #probe whoever watches over this node}.
 */
public final class Api {
    /** The longest description, spelled in the longest escapes, fits. */
    static final int MAX_BODY_BYTES = 128 * 1024;

    /** Longer than any chain of statements may take; what is not answered by then is answered 503. */
    private static final long MAX_REQUEST_S = 12;

    private static final long MAX_BODY_MS = 10_000;

    private final Router router;
    private final Authentication authentication;
    private final RequestLimit limit;
    private final WriteRate writes;
    private final CursorCodec cursors;
    private final Idempotency idempotency;
    private final Supplier<String> publicUrl;
    private final Handler<RoutingContext> bodies =
            BodyHandler.create(false).setBodyLimit(MAX_BODY_BYTES).setPreallocateBodyBuffer(false);

    Api(
            Router router,
            Authentication authentication,
            RequestLimit limit,
            WriteRate writes,
            Secret cursorSecret,
            Idempotency idempotency,
            Supplier<String> publicUrl) {
        this.router = router;
        this.authentication = authentication;
        this.limit = limit;
        this.writes = writes;
        this.cursors = new CursorCodec(cursorSecret);
        this.idempotency = idempotency;
        this.publicUrl = publicUrl;
    }

    /** A route on which nobody is asked who they are. */
    public void anyone(HttpMethod method, String path, Endpoint endpoint) {
        mount(method, path, RoutingContext::next, endpoint);
    }

    /** A route that anyone may read; whoever presents a token is known to the endpoint as its viewer. */
    public void open(HttpMethod method, String path, Endpoint endpoint) {
        mount(method, path, authentication::identifyViewer, endpoint);
    }

    /** A route for signed-in users; one that writes counts for their {@code WRITE_RATE}. */
    public void user(HttpMethod method, String path, Endpoint endpoint) {
        mount(method, path, authentication::requireUser, writes::take, endpoint);
    }

    /** A route for signed-in users on which a write does not count for their {@code WRITE_RATE}. */
    public void chat(HttpMethod method, String path, Endpoint endpoint) {
        mount(method, path, authentication::requireUser, endpoint);
    }

    /** A route for the server of the frontend, which holds the {@code SERVICE_TOKEN}. */
    public void service(HttpMethod method, String path, Endpoint endpoint) {
        mount(method, path, authentication::requireService, endpoint);
    }

    /** A route on which nobody is asked who they are, and that answers however much there is to do. */
    public void probe(String path, Endpoint endpoint) {
        router.get(path).handler(RequestMetrics.route(path)).handler(context -> run(context, endpoint));
    }

    /** A route for signed-in users of an allowed origin, whichever way their token came. */
    public void socketTicket(String path, Endpoint endpoint) {
        mount(HttpMethod.POST, path, authentication::requireUserOfAllowedOrigin, endpoint);
    }

    /**
     * The route of a WebSocket handshake, for signed-in users of an allowed origin.
     *
     * @param tickets what a ticket in the query stands for; fails as unauthenticated where it stands for nothing
     */
    public void socket(String path, Function<String, Future<Claims>> tickets, Consumer<Handshake> handler) {
        router.get(path)
                .handler(RequestMetrics.route(path))
                .handler(context -> authentication.requireUserOrTicket(context, tickets))
                .handler(context -> handler.accept(new Handshake(context)));
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
        Route route = router.route(method, path)
                .handler(RequestMetrics.route(path))
                .handler(limit::admit)
                .handler(guard)
                .handler(rate);
        if (!method.equals(HttpMethod.GET)) {
            // As a plain function, since the router would put a BodyHandler before the guard.
            route.handler(Api::requireJson).handler(this::readBody);
        }
        route.handler(context -> run(context, endpoint));
    }

    /** A request that arrives by the drop holds a place that others need, so it must have arrived in time. */
    private void readBody(RoutingContext context) {
        if (context.response().ended()) {
            return;
        }
        long deadline = context.vertx().setTimer(MAX_BODY_MS, late -> {
            if (!context.request().isEnded()) {
                context.response().putHeader("Connection", "close");
                context.fail(new Failure.Unavailable("timeout", "The request did not arrive in time."));
            }
        });
        context.addEndHandler(done -> context.vertx().cancelTimer(deadline));
        limit.memory().holdBody(context, bodyBytes(context));
        bodies.handle(context);
    }

    private void run(RoutingContext context, Endpoint endpoint) {
        if (context.response().ended()) {
            return;
        }
        // Composed, so that a refusal may be thrown or returned.
        Future.<Reply>succeededFuture()
                .compose(start ->
                        endpoint.handle(new Request(context, Authentication.callerOf(context), cursors, idempotency)))
                .timeout(MAX_REQUEST_S, TimeUnit.SECONDS)
                .onSuccess(reply -> send(context, reply))
                .onFailure(error -> context.fail(SqlErrors.translate(error)));
    }

    private void send(RoutingContext context, Reply reply) {
        Buffer body = reply.body();
        int bytes = body == null ? 0 : body.length();
        try {
            limit.memory().requireRoomFor(context.request().method(), bytes);
        } catch (Failure.Unavailable refusal) {
            context.fail(refusal);
            return;
        }
        limit.memory().holdAnswer(context, bytes, ResponseWriter.send(context, reply, publicUrl.get()));
    }

    /** As many as are announced, or else as many as may come; what is announced to be longer is not read at all. */
    private static long bodyBytes(RoutingContext context) {
        String length = context.request().getHeader("Content-Length");
        if (length == null || !length.matches("[0-9]{1,9}")) {
            return Authentication.hasBody(context) ? MAX_BODY_BYTES : 0;
        }
        return Long.parseLong(length) > MAX_BODY_BYTES ? 0 : Long.parseLong(length);
    }

    private static void requireJson(RoutingContext context) {
        if (Authentication.hasBody(context)
                && (isCompressed(context)
                        || !JsonContentType.isIn(context.request().headers()))) {
            throw new Failure.UnsupportedMediaType();
        }
        context.next();
    }

    private static boolean isCompressed(RoutingContext context) {
        String coding = context.request().getHeader("Content-Encoding");
        return coding != null && !coding.equalsIgnoreCase("identity");
    }
}
