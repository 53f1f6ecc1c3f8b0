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
 * Verifies the compact JWTs that the frontend signs: HS256 and nothing else. May be shared by all event loops: they take
 * turns at the key, each for half a microsecond.
 */
final class JwtVerifier {
    private static final int SIGNATURE_BYTES = 32;

    private final List<JWTAuth> signers;
    private final Clock clock;

    JwtVerifier(Vertx vertx, TokenConfig config, Clock clock) {
        // One each: keys of one JWTAuth replace one another where their 32-bit hashes are equal.
        this.signers = Stream.of(config.jwtSecret(), config.previousJwtSecret())
                .filter(Objects::nonNull)
                .map(secret -> signer(vertx, secret))
                .toList();
        this.clock = clock;
    }

    private static JWTAuth signer(Vertx vertx, Secret secret) {
        PubSecKeyOptions key = new PubSecKeyOptions().setAlgorithm("HS256").setBuffer(Buffer.buffer(secret.bytes()));
        // Its view of time cannot be tested, and it takes a token issued in the future for an expired one.
        JWTOptions signatureOnly = new JWTOptions().setIgnoreExpiration(true);
        return JWTAuth.create(vertx, new JWTAuthOptions().addPubSecKey(key).setJWTOptions(signatureOnly));
    }

    /** @throws Failure.Unauthenticated auth_invalid, auth_expired or auth_token_encrypted; nothing else is thrown */
    Claims verify(String token) {
        int segments = CompactToken.count(token);
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
        if (CompactToken.decode(token.substring(signatureAt)).length != SIGNATURE_BYTES || !isSigned(token)) {
            throw TokenFailures.invalid("its signature does not match");
        }
        return payload.currentClaims(clock.instant());
    }

    private boolean isSigned(String token) {
        TokenCredentials credentials = new TokenCredentials(token);
        for (JWTAuth signer : signers) {
            // Completed at once, since a local key needs nobody to be asked; were it ever not, this would refuse.
            if (signer.authenticate(credentials).succeeded()) {
                return true;
            }
        }
        return false;
    }
}
