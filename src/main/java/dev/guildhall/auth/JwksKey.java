package dev.guildhall.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.text.ParseException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One public key of the identity provider, with the only algorithm for which it is used. */
final class JwksKey {
    private static final String RS256 = "RS256";
    private static final String ES256 = "ES256";
    private static final String EDDSA = "EdDSA";

    /** All algorithms of tokens; HS256 is not among them, since a public key is no secret. */
    static final Set<String> ALGORITHMS = Set.of(RS256, ES256, EDDSA);

    private static final int MIN_RSA_BITS = 2048;
    private static final int ED25519_KEY_BYTES = 32;
    /** The length of a signature with ES256 (RFC 7518, section 3.4) or Ed25519 (RFC 8032). */
    private static final int ELLIPTIC_SIGNATURE_BYTES = 64;

    private final @Nullable String id;
    private final String algorithm;
    private final int signatureLength;
    private final JWTAuth verifier;

    private JwksKey(@Nullable String id, String algorithm, int signatureLength, JWTAuth verifier) {
        this.id = id;
        this.algorithm = algorithm;
        this.signatureLength = signatureLength;
        this.verifier = verifier;
    }

    /** Empty if it is not a public key for signatures of one of the algorithms. */
    static Optional<JwksKey> parse(Vertx vertx, String json) {
        try {
            JWK key = JWK.parse(json);
            boolean isForSignatures = (key.getKeyUse() == null
                            || key.getKeyUse().equals(KeyUse.SIGNATURE))
                    && (key.getKeyOperations() == null || key.getKeyOperations().contains(KeyOperation.VERIFY));
            return isForSignatures ? of(vertx, key) : Optional.empty();
        } catch (ParseException | JOSEException | RuntimeException e) {
            // The library throws these if a value is one that a key of this type cannot have.
            return Optional.empty();
        }
    }

    private static Optional<JwksKey> of(Vertx vertx, JWK key) throws JOSEException {
        if (key instanceof RSAKey rsa && rsa.size() >= MIN_RSA_BITS) {
            return of(
                    vertx,
                    key,
                    RS256,
                    (rsa.size() + Byte.SIZE - 1) / Byte.SIZE,
                    new JsonObject()
                            .put("n", rsa.getModulus().toString())
                            .put("e", rsa.getPublicExponent().toString()));
        }
        if (key instanceof ECKey ec && ec.getCurve().equals(Curve.P_256)) {
            return of(
                    vertx,
                    key,
                    ES256,
                    ELLIPTIC_SIGNATURE_BYTES,
                    new JsonObject()
                            .put("crv", "P-256")
                            .put("x", ec.getX().toString())
                            .put("y", ec.getY().toString()));
        }
        if (key instanceof OctetKeyPair okp
                && okp.getCurve().equals(Curve.Ed25519)
                && okp.getDecodedX().length == ED25519_KEY_BYTES) {
            return of(
                    vertx,
                    key,
                    EDDSA,
                    ELLIPTIC_SIGNATURE_BYTES,
                    new JsonObject().put("crv", "Ed25519").put("x", okp.getX().toString()));
        }
        return Optional.empty();
    }

    /** @param parameters the public ones alone */
    private static Optional<JwksKey> of(
            Vertx vertx, JWK key, String algorithm, int signatureLength, JsonObject parameters) {
        if (key.getAlgorithm() != null && !key.getAlgorithm().getName().equals(algorithm)) {
            return Optional.empty();
        }
        parameters.put("kty", key.getKeyType().getValue()).put("alg", algorithm);
        JWTAuth verifier = JwtVerifier.verifier(vertx, new JWTAuthOptions().addJwk(parameters));
        return Optional.of(new JwksKey(key.getKeyID(), algorithm, signatureLength, verifier));
    }

    /** Whether the token may have been signed with this key; without a key id, any key of its algorithm may have been used. */
    boolean isFor(Jwt jwt) {
        String keyId = jwt.header().keyId();
        return algorithm.equals(jwt.header().algorithm()) && (keyId == null || keyId.equals(id));
    }

    boolean hasSigned(Jwt jwt) {
        return jwt.signatureLength() == signatureLength && JwtVerifier.isSignedBy(verifier, jwt);
    }
}
