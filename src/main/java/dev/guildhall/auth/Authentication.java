package dev.guildhall.auth;

import dev.guildhall.db.SqlErrors;
import dev.guildhall.failure.Failure;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Finds out who is calling before anything else of a request is read, and keeps other sites from calling for them. */
public final class Authentication {
    private static final String CALLER = Caller.class.getName();
    private static final String CLAIMS = Claims.class.getName();
    private static final String SUBJECT = CLAIMS + ".subject";

    private final TokenAuthentication tokens;
    private final OriginPolicy origins;
    private final Function<Claims, Future<Caller>> callers;
    private final @Nullable Secret serviceToken;

    /** @param callers looks up whom the claims speak of; fails as unauthenticated where they are unknown or deactivated */
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

    /** Whom a verified token spoke of, be it that they may not call; null where there was none. */
    public static @Nullable UUID subjectOf(RoutingContext context) {
        return context.get(SUBJECT);
    }

    public static boolean hasBody(RoutingContext context) {
        String length = context.request().getHeader("Content-Length");
        return length == null ? context.request().headers().contains("Transfer-Encoding") : !length.equals("0");
    }

    /** Lets users through. */
    public void user(RoutingContext context) {
        VerifiedToken presented = tokens.authenticate(context.request().headers());
        identify(context, presented, context::fail);
    }

    /** Lets everybody through, and remembers who they are where they can be known. */
    public void viewer(RoutingContext context) {
        MultiMap headers = context.request().headers();
        Optional<VerifiedToken> presented = tokens.authenticateIfUsable(headers);
        if (presented.isEmpty()) {
            context.next();
            return;
        }
        identify(context, presented.get(), error -> {
            // A browser sends an old cookie unasked; it must not close what is open to anyone.
            if (error instanceof Failure.Unauthenticated && presented.get().byCookie()) {
                context.next();
            } else {
                context.fail(error);
            }
        });
    }

    /** Lets users through, unless a site that is not allowed sends them. */
    public void userOfAllowedOrigin(RoutingContext context) {
        origins.refuseOthers(context.request().headers());
        user(context);
    }

    /** Lets users through who come by an allowed site, with a token of any kind or a ticket. */
    public void socket(RoutingContext context, Function<String, Future<Claims>> tickets) {
        MultiMap headers = context.request().headers();
        origins.refuseOthers(headers);
        String ticket = context.queryParams().get("ticket");
        if (ticket == null || headers.contains(HttpHeaders.AUTHORIZATION)) {
            user(context);
        } else {
            admit(context, tickets.apply(ticket), context::fail);
        }
    }

    /** Lets the frontend's server through; without a SERVICE_TOKEN there is nothing here. */
    public void service(RoutingContext context) {
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

    private void identify(RoutingContext context, VerifiedToken presented, Consumer<Throwable> refused) {
        HttpMethod method = context.request().method();
        if (presented.byCookie()) {
            origins.refuseForgery(method, context.request().headers(), hasBody(context));
        }
        admit(context, Future.succeededFuture(presented.claims()), refused);
    }

    private void admit(RoutingContext context, Future<Claims> claims, Consumer<Throwable> refused) {
        Future<Caller> caller = claims.onSuccess(verified -> context.put(SUBJECT, verified.subject()))
                .compose(callers);
        if (!caller.isComplete()) {
            // Nothing of the body may pass by while the database is asked.
            context.request().pause();
        }
        caller.onComplete(result -> {
            context.request().resume();
            if (result.succeeded()) {
                context.put(CALLER, result.result());
                context.put(CLAIMS, claims.result());
                context.next();
            } else {
                refused.accept(SqlErrors.translate(result.cause()));
            }
        });
    }
}
