package dev.guildhall.auth;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Verifies the compact JWTs that the frontend signs: HS256 and nothing else. Thread-safe, but access to the key is
 * serialized, so each event loop has a verifier of its own.
 */
final class JwtVerifier {
    private static final int SIGNATURE_BYTES = 32;

    private final List<JWTAuth> verifiers;
    private final Clock clock;

    JwtVerifier(Vertx vertx, TokenConfig config, Clock clock) {
        // One verifier for each secret: in one JWTAuth, keys replace each other if their 32-bit hash codes are equal.
        this.verifiers = Stream.of(config.jwtSecret(), config.previousJwtSecret())
                .filter(Objects::nonNull)
                .map(secret -> verifier(vertx, secret))
                .toList();
        this.clock = clock;
    }

    private static JWTAuth verifier(Vertx vertx, Secret secret) {
        PubSecKeyOptions key = new PubSecKeyOptions().setAlgorithm("HS256").setBuffer(Buffer.buffer(secret.bytes()));
        // The time check of the library cannot be tested with a fixed clock, and reports a token issued in the future
        // as
        // expired.
        JWTOptions signatureOnly = new JWTOptions().setIgnoreExpiration(true);
        return JWTAuth.create(vertx, new JWTAuthOptions().addPubSecKey(key).setJWTOptions(signatureOnly));
    }

    /** @throws Failure.Unauthenticated auth_invalid, auth_expired or auth_token_encrypted; nothing else is thrown */
    Claims verify(String token) {
        int segments = CompactToken.countSegments(token);
        if (segments == SessionVerifier.SEGMENTS) {
            throw TokenFailures.encrypted();
        }
        if (segments != 3) {
            throw TokenFailures.invalid("it does not have three segments");
        }
        int payloadAt = token.indexOf('.') + 1;
        int signatureAt = token.lastIndexOf('.') + 1;
        ClaimsParser.Payload payload;
        try {
            ClaimsParser.requireHs256(CompactToken.decode(token.substring(0, payloadAt - 1)));
            payload = ClaimsParser.payload(CompactToken.decode(token.substring(payloadAt, signatureAt - 1)));
        } catch (IOException e) {
            throw TokenFailures.invalid("its segments are not JSON objects");
        }
        if (CompactToken.decode(token.substring(signatureAt)).length != SIGNATURE_BYTES || !hasValidSignature(token)) {
            throw TokenFailures.invalid("its signature does not match");
        }
        return payload.claimsValidAt(clock.instant());
    }

    private boolean hasValidSignature(String token) {
        TokenCredentials credentials = new TokenCredentials(token);
        for (JWTAuth verifier : verifiers) {
            // The future is already completed, since the key is local; if it ever were not, the token would be refused.
            if (verifier.authenticate(credentials).succeeded()) {
                return true;
            }
        }
        return false;
    }
}
