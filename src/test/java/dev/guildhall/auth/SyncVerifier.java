package dev.guildhall.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.failure.Failure;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.Optional;

/** Verifies tokens without an identity provider, for which nothing has to be waited for. */
final class SyncVerifier {
    private final JwtVerifier verifier;
    private final TokenAuthentication authentication;

    SyncVerifier(Vertx vertx, TokenConfig config, Clock clock) {
        this.verifier = new JwtVerifier(vertx, config, null, new ClaimsRules(clock, config));
        this.authentication = new TokenAuthentication(vertx, config, null, clock);
    }

    Claims verify(String token) {
        return result(verifier.verify(token, false));
    }

    Claims verifyInCookie(String token) {
        return result(verifier.verify(token, true));
    }

    VerifiedToken authenticate(MultiMap headers) {
        return result(authentication.authenticate(headers));
    }

    Optional<VerifiedToken> authenticateIfUsable(MultiMap headers) {
        return result(authentication.authenticateIfUsable(headers));
    }

    private static <T> T result(Future<T> future) {
        assertThat(future.isComplete()).isTrue();
        if (future.failed()) {
            throw (Failure) future.cause();
        }
        return future.result();
    }
}
