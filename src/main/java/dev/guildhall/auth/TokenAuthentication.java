package dev.guildhall.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.guildhall.failure.Failure;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Verifies the tokens in the headers of a request; whether the user exists is not checked here. What was verified is kept, as long as the
 * token has not expired and the keys are the same. Each event loop has one of its own.
 */
public final class TokenAuthentication {
    /** The maximum length of all headers that are kept. */
    private static final int MAX_KEPT_BYTES = 4 * 1024 * 1024;

    private final JwtVerifier jwtVerifier;
    private final SessionVerifier sessionVerifier;
    private final List<String> cookieNames;
    private final @Nullable Jwks jwks;
    private final Clock clock;
    /** The tokens by the headers that hold them. */
    private final Cache<String, KeptToken> kept = Caffeine.newBuilder()
            .maximumWeight(MAX_KEPT_BYTES)
            .weigher((String header, KeptToken token) -> header.length())
            .executor(Runnable::run)
            .build();

    /** @param jwks the keys of the identity provider; null if there is none */
    public TokenAuthentication(Vertx vertx, TokenConfig config, @Nullable Jwks jwks, Clock clock) {
        ClaimsRules rules = new ClaimsRules(clock, config);
        this.jwtVerifier = new JwtVerifier(vertx, config, jwks, rules);
        this.sessionVerifier = new SessionVerifier(config, rules);
        this.cookieNames = config.cookieNames();
        this.jwks = jwks;
        this.clock = clock;
    }

    /**
     * Returns the first valid token; if none is valid, fails with the error of the first one: auth_missing, auth_invalid,
     * auth_expired or auth_token_encrypted. If it is not known of one whether it is valid, fails with keys_unavailable or overloaded.
     */
    Future<VerifiedToken> authenticate(MultiMap headers) {
        List<String> authorizations = headers.getAll(HttpHeaders.AUTHORIZATION);
        List<String> cookies = headers.getAll(HttpHeaders.COOKIE);
        if (authorizations.size() + cookies.size() != 1) {
            return verify(headers);
        }
        boolean isInCookie = authorizations.isEmpty();
        String header = isInCookie ? cookies.get(0) : authorizations.get(0);
        Object keys = keys();
        KeptToken known = kept.getIfPresent(header);
        if (known != null
                && known.keys() == keys
                && known.token().isFromCookie() == isInCookie
                && clock.instant().isBefore(known.token().claims().usableUntil())) {
            return known.verified();
        }
        return verify(headers).onSuccess(token -> kept.put(header, new KeptToken(token, keys)));
    }

    /** With other keys than these a token has to be verified again; only those of the identity provider ever change. */
    private @Nullable Object keys() {
        return jwks == null ? null : jwks.keys();
    }

    private Future<VerifiedToken> verify(MultiMap headers) {
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
                : verified.recover(refusal -> authenticate(presented, index + 1)
                        .recover(later ->
                                Future.failedFuture(later instanceof Failure.Unauthenticated ? refusal : later)));
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
                .recover(refusal -> refusal instanceof Failure.Unauthenticated && !PresentedTokens.hasBearer(headers)
                        ? Future.succeededFuture(Optional.empty())
                        : Future.failedFuture(refusal));
    }

    /** @param verified the same, as the result of a verification */
    private record KeptToken(VerifiedToken token, @Nullable Object keys, Future<VerifiedToken> verified) {
        private KeptToken(VerifiedToken token, @Nullable Object keys) {
            this(token, keys, Future.succeededFuture(token));
        }
    }
}
