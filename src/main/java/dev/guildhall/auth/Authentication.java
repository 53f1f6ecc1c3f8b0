package dev.guildhall.auth;

import dev.guildhall.db.SqlErrors;
import dev.guildhall.failure.Failure;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Identifies the caller before the rest of a request is read, and protects against cross-site request forgery. */
public final class Authentication {
    private static final String CALLER = Caller.class.getName();
    private static final String CLAIMS = Claims.class.getName();
    private static final String SUBJECT = CLAIMS + ".subject";

    private final TokenAuthentication tokens;
    private final OriginPolicy origins;
    private final Function<Claims, Future<Caller>> callers;
    private final @Nullable Secret serviceToken;

    /** @param callers finds the user of verified claims; fails as unauthenticated if the user is unknown or deactivated */
    public Authentication(
            TokenAuthentication tokens,
            OriginPolicy origins,
            Function<Claims, Future<Caller>> callers,
            @Nullable Secret serviceToken) {
        this.tokens = tokens;
        this.origins = origins;
        this.callers = callers;
        this.serviceToken = serviceToken;
    }

    public static @Nullable Caller callerOf(RoutingContext context) {
        return context.get(CALLER);
    }

    public static Claims claimsOf(RoutingContext context) {
        return Objects.requireNonNull(context.<Claims>get(CLAIMS), "this route is open to anyone");
    }

    /** The user in a verified token of the frontend, even if that user may not call; null for any other token. */
    public static @Nullable UUID tokenUserOf(RoutingContext context) {
        return context.get(SUBJECT);
    }

    public static boolean hasBody(RoutingContext context) {
        String length = context.request().getHeader("Content-Length");
        return length == null ? context.request().headers().contains("Transfer-Encoding") : !length.equals("0");
    }

    /** Requires a signed-in user. */
    public void requireUser(RoutingContext context) {
        whenComplete(
                context,
                tokens.authenticate(context.request().headers()),
                presented -> identify(context, presented, context::fail),
                context::fail);
    }

    /** Accepts everyone, and identifies the user if a valid token was sent. */
    public void identifyViewer(RoutingContext context) {
        whenComplete(
                context,
                tokens.authenticateIfUsable(context.request().headers()),
                presented -> presented.ifPresentOrElse(
                        token -> identify(context, token, error -> {
                            // A browser sends an old cookie by itself; it must not close a public route.
                            if (error instanceof Failure.Unauthenticated && token.isFromCookie()) {
                                context.next();
                            } else {
                                context.fail(error);
                            }
                        }),
                        context::next),
                context::fail);
    }

    /** Requires a signed-in user, and that the request does not come from an origin that is not allowed. */
    public void requireUserOfAllowedOrigin(RoutingContext context) {
        origins.requireAllowed(context.request().headers());
        requireUser(context);
    }

    /** Requires an allowed origin, and a signed-in user with a token of any kind or a ticket. */
    public void requireUserOrTicket(RoutingContext context, Function<String, Future<Claims>> tickets) {
        MultiMap headers = context.request().headers();
        origins.requireAllowed(headers);
        String ticket = context.queryParams().get("ticket");
        if (ticket == null || PresentedTokens.hasBearer(headers)) {
            requireUser(context);
        } else {
            admit(context, tickets.apply(ticket), context::fail);
        }
    }

    /** Requires the {@code SERVICE_TOKEN} of the frontend's server; if none is configured, there is nothing here (404). */
    public void requireService(RoutingContext context) {
        if (serviceToken == null) {
            throw Failure.NotFound.ofPath();
        }
        String token = PresentedTokens.bearer(context.request().headers())
                .orElseThrow(() -> new Failure.Unauthenticated(
                        "auth_missing", "Send the SERVICE_TOKEN as Authorization: Bearer."));
        if (!serviceToken.matches(token)) {
            throw new Failure.Unauthenticated("auth_invalid", "This is not the SERVICE_TOKEN.");
        }
        context.next();
    }

    private void identify(RoutingContext context, VerifiedToken presented, Consumer<Throwable> onRefusal) {
        // A part of the future, since what is thrown in a handler would be no response.
        Future<Claims> claims = Future.succeededFuture(presented).map(token -> {
            if (token.isFromCookie()) {
                HttpMethod method = context.request().method();
                origins.checkCsrf(method, context.request().headers(), hasBody(context));
            }
            return token.claims();
        });
        admit(context, claims, onRefusal);
    }

    private void admit(RoutingContext context, Future<Claims> claims, Consumer<Throwable> onRefusal) {
        Future<Caller> caller = claims.onSuccess(verified -> {
                    if (verified.subject() instanceof Subject.User user) {
                        context.put(SUBJECT, user.id());
                    }
                })
                .compose(callers);
        whenComplete(
                context,
                caller,
                found -> {
                    context.put(CALLER, found);
                    context.put(CLAIMS, claims.result());
                    context.next();
                },
                onRefusal);
    }

    /** No part of the body may get lost while something is waited for. */
    private static <T> void whenComplete(
            RoutingContext context, Future<T> future, Consumer<T> onSuccess, Consumer<Throwable> onFailure) {
        if (!future.isComplete()) {
            context.request().pause();
        }
        future.onComplete(result -> {
            context.request().resume();
            if (result.succeeded()) {
                onSuccess.accept(result.result());
            } else {
                onFailure.accept(SqlErrors.translate(result.cause()));
            }
        });
    }
}
