package dev.guildhall.auth;

import dev.guildhall.failure.Failure;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Verifies compact JWTs: those that the frontend signs with HS256, and those of an identity provider, if there is one.
 * Thread-safe, but access to the secrets is serialized, so each event loop has a verifier of its own.
 */
final class JwtVerifier {
    private static final String HS256 = "HS256";
    private static final int HS256_BYTES = 32;

    private final List<JWTAuth> secrets;
    private final @Nullable Jwks jwks;
    private final ClaimsRules rules;

    JwtVerifier(Vertx vertx, TokenConfig config, @Nullable Jwks jwks, ClaimsRules rules) {
        // One verifier for each secret: in one JWTAuth, keys replace each other if their 32-bit hash codes are equal.
        this.secrets = Stream.of(config.jwtSecret(), config.previousJwtSecret())
                .filter(Objects::nonNull)
                .map(secret -> verifier(vertx, secret))
                .toList();
        this.jwks = jwks;
        this.rules = rules;
    }

    private static JWTAuth verifier(Vertx vertx, Secret secret) {
        return verifier(
                vertx,
                new JWTAuthOptions()
                        .addPubSecKey(
                                new PubSecKeyOptions().setAlgorithm(HS256).setBuffer(Buffer.buffer(secret.bytes()))));
    }

    /** A verifier of the signature alone. */
    static JWTAuth verifier(Vertx vertx, JWTAuthOptions key) {
        // The time check of the library cannot be tested with a fixed clock, and calls a token from the future expired.
        return JWTAuth.create(vertx, key.setJWTOptions(new JWTOptions().setIgnoreExpiration(true)));
    }

    static boolean isSignedBy(JWTAuth verifier, Jwt jwt) {
        // The future is already completed, since the key is local; if it ever were not, the token would be refused.
        return verifier.authenticate(new TokenCredentials(jwt.text())).succeeded();
    }

    /**
     * Fails with auth_invalid, auth_expired or auth_token_encrypted, or with keys_unavailable or overloaded if the keys of the
     * identity provider are not known yet; nothing else.
     */
    Future<Claims> verify(String token, boolean isInCookie) {
        try {
            Jwt jwt = Jwt.parse(token);
            jwt.requirePlace(isInCookie);
            if (jwt.header().algorithm().equals(HS256)) {
                return Future.succeededFuture(verifySecret(jwt));
            }
            if (jwks == null) {
                throw TokenFailures.invalid("its header does not name the algorithm HS256");
            }
            return jwks.verify(jwt)
                    .map(identity ->
                            rules.check(jwt.payload(), identity, jwt.payload().authenticatedOrIssuedAt()));
        } catch (Failure.Unauthenticated refusal) {
            return Future.failedFuture(refusal);
        }
    }

    private Claims verifySecret(Jwt jwt) {
        Subject user = ClaimsRules.user(jwt.payload());
        if (jwt.signatureLength() != HS256_BYTES || secrets.stream().noneMatch(secret -> isSignedBy(secret, jwt))) {
            throw TokenFailures.invalid("its signature does not match");
        }
        return rules.check(jwt.payload(), user, jwt.payload().authenticatedOrIssuedAt());
    }
}
