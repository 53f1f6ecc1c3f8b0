package dev.guildhall.auth;

import dev.guildhall.failure.Failure;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Verifies the tokens in the headers of a request; whether the user exists is not checked here. */
public final class TokenAuthentication {
    private final JwtVerifier jwtVerifier;
    private final SessionVerifier sessionVerifier;
    private final List<String> cookieNames;

    public TokenAuthentication(Vertx vertx, TokenConfig config, Clock clock) {
        this.jwtVerifier = new JwtVerifier(vertx, config, clock);
        this.sessionVerifier = new SessionVerifier(config, clock);
        this.cookieNames = config.cookieNames();
    }

    /**
     * Returns the first valid token; if none is valid, throws the error of the first one.
     *
     * @throws Failure.Unauthenticated auth_missing, auth_invalid, auth_expired or auth_token_encrypted
     */
    VerifiedToken authenticate(MultiMap headers) {
        PresentedTokens presented = PresentedTokens.of(headers, cookieNames);
        Failure.@Nullable Unauthenticated refusal = null;
        for (PresentedToken token : presented.tokens()) {
            try {
                return new VerifiedToken(verify(token), presented.isFromCookie());
            } catch (Failure.Unauthenticated e) {
                refusal = refusal == null ? e : refusal;
            }
        }
        throw refusal == null ? TokenFailures.missing() : refusal;
    }

    /** Auth.js derives its keys from the cookie name, so its tokens cannot be decrypted if they come in a header. */
    private Claims verify(PresentedToken token) {
        String cookie = token.cookie();
        return cookie != null && CompactToken.countSegments(token.value()) == SessionVerifier.SEGMENTS
                ? sessionVerifier.verify(token.value(), cookie)
                : jwtVerifier.verify(token.value());
    }

    /**
     * For public routes: a browser sends a stale cookie by itself, so an invalid cookie is ignored; an invalid header is
     * not.
     */
    Optional<VerifiedToken> authenticateIfUsable(MultiMap headers) {
        try {
            return Optional.of(authenticate(headers));
        } catch (Failure.Unauthenticated e) {
            if (headers.contains(HttpHeaders.AUTHORIZATION)) {
                throw e;
            }
            return Optional.empty();
        }
    }
}
