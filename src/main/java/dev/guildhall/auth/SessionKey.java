package dev.guildhall.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.crypto.DirectDecrypter;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import java.util.Optional;

/** A key that Auth.js derives from its secret to encrypt sessions. Thread-safe. */
final class SessionKey {
    private final DirectDecrypter decrypter;
    private final String thumbprint;

    private SessionKey(EncryptionMethod method, Secret secret, String salt, String info) {
        byte[] key = Hkdf.derive(
                secret.bytes(), salt.getBytes(UTF_8), info.getBytes(UTF_8), method.cekBitLength() / Byte.SIZE);
        try {
            this.decrypter = new DirectDecrypter(key);
            this.thumbprint = new OctetSequenceKey.Builder(key)
                    .build()
                    .computeThumbprint("SHA-512")
                    .toString();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The key of next-auth 4, the same for all cookies. */
    static SessionKey ofNextAuth(Secret secret) {
        return new SessionKey(EncryptionMethod.A256GCM, secret, "", "NextAuth.js Generated Encryption Key");
    }

    /** The key of Auth.js 5, different for each cookie name. */
    static SessionKey ofAuthJs(Secret secret, String cookieName) {
        return new SessionKey(
                EncryptionMethod.A256CBC_HS512,
                secret,
                cookieName,
                "Auth.js Generated Encryption Key (" + cookieName + ")");
    }

    /** Whether this is the key with that {@code kid}, with which Auth.js 5 identifies its keys. */
    boolean hasId(String kid) {
        return thumbprint.equals(kid);
    }

    /** Empty if it was encrypted with a different key, or is damaged. */
    Optional<byte[]> decrypt(JWEObject session) {
        try {
            session.decrypt(decrypter);
            return Optional.of(session.getPayload().toBytes());
        } catch (JOSEException e) {
            return Optional.empty();
        }
    }
}
