package dev.guildhall.auth;

import dev.guildhall.failure.Failure;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides by a request's headers alone who says to be calling; whether there is such a user is not asked here. */
public final class TokenAuthentication {
    private final JwtVerifier tokens;
    private final SessionVerifier encrypted;
    private final List<String> cookieNames;

    public TokenAuthentication(Vertx vertx, TokenConfig config, Clock clock) {
        this.tokens = new JwtVerifier(vertx, config, clock);
        this.encrypted = new SessionVerifier(config, clock);
        this.cookieNames = config.cookieNames();
    }

    /**
     * The first token that verifies wins; where none does, the first one's error is told.
     *
     * @throws Failure.Unauthenticated auth_missing, auth_invalid, auth_expired or auth_token_encrypted
     */
    VerifiedToken authenticate(MultiMap headers) {
        PresentedTokens presented = PresentedTokens.of(headers, cookieNames);
        Failure.@Nullable Unauthenticated refusal = null;
        for (PresentedToken token : presented.tokens()) {
            try {
                return new VerifiedToken(verify(token), presented.byCookie());
            } catch (Failure.Unauthenticated e) {
                refusal = refusal == null ? e : refusal;
            }
        }
        throw refusal == null ? TokenFailures.missing() : refusal;
    }

    /** Auth.js makes its keys by the names of cookies, so in a header none of its tokens can be read. */
    private Claims verify(PresentedToken token) {
        String cookie = token.cookie();
        return cookie != null && CompactToken.count(token.value()) == SessionVerifier.SEGMENTS
                ? encrypted.verify(token.value(), cookie)
                : tokens.verify(token.value());
    }

    /** For routes open to anyone: a browser sends a stale cookie unasked, so it counts as none; a bad header does not. */
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
