package dev.guildhall.auth;

import dev.guildhall.failure.Failure;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Verifies the tokens in the headers of a request; whether the user exists is not checked here. */
public final class TokenAuthentication {
    private final JwtVerifier jwtVerifier;
    private final SessionVerifier sessionVerifier;
    private final List<String> cookieNames;

    /** @param jwks the keys of the identity provider; null if there is none */
    public TokenAuthentication(Vertx vertx, TokenConfig config, @Nullable Jwks jwks, Clock clock) {
        ClaimsRules rules = new ClaimsRules(clock, config);
        this.jwtVerifier = new JwtVerifier(vertx, config, jwks, rules);
        this.sessionVerifier = new SessionVerifier(config, rules);
        this.cookieNames = config.cookieNames();
    }

    /**
     * Returns the first valid token; if none is valid, fails with the error of the first one: auth_missing, auth_invalid,
     * auth_expired or auth_token_encrypted, or keys_unavailable.
     */
    Future<VerifiedToken> authenticate(MultiMap headers) {
        try {
            PresentedTokens presented = PresentedTokens.of(headers, cookieNames);
            return presented.tokens().isEmpty()
                    ? Future.failedFuture(TokenFailures.missing())
                    : authenticate(presented, 0);
        } catch (Failure.Unauthenticated refusal) {
            return Future.failedFuture(refusal);
        }
    }

    private Future<VerifiedToken> authenticate(PresentedTokens presented, int index) {
        Future<VerifiedToken> verified = verify(presented.tokens().get(index))
                .map(claims -> new VerifiedToken(claims, presented.isFromCookie()));
        return verified.succeeded() || index + 1 == presented.tokens().size()
                ? verified
                : verified.recover(refusal ->
                        authenticate(presented, index + 1).recover(laterRefusal -> Future.failedFuture(refusal)));
    }

    /** Auth.js derives its keys from the cookie name, so its tokens cannot be decrypted if they come in a header. */
    private Future<Claims> verify(PresentedToken token) {
        String cookie = token.cookie();
        try {
            return cookie != null && CompactToken.countSegments(token.value()) == SessionVerifier.SEGMENTS
                    ? Future.succeededFuture(sessionVerifier.verify(token.value(), cookie))
                    : jwtVerifier.verify(token.value(), cookie != null);
        } catch (Failure.Unauthenticated refusal) {
            return Future.failedFuture(refusal);
        }
    }

    /**
     * For public routes: a browser sends a stale cookie by itself, so an invalid cookie is ignored; an invalid header is
     * not.
     */
    Future<Optional<VerifiedToken>> authenticateIfUsable(MultiMap headers) {
        return authenticate(headers)
                .map(Optional::of)
                .recover(refusal -> PresentedTokens.hasBearer(headers)
                        ? Future.failedFuture(refusal)
                        : Future.succeededFuture(Optional.empty()));
    }
}
