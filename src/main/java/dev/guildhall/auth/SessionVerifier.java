package dev.guildhall.auth;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.util.Base64URL;
import java.io.IOException;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Decrypts the session cookies of next-auth 4 and Auth.js 5 in their default encryption. The keys are derived once;
 * decrypting a token takes microseconds. Thread-safe.
 */
final class SessionVerifier {
    static final int SEGMENTS = 5;

    /**
     * About five times what Auth.js writes: the library also parses keys and certificates there, which may take
     * milliseconds.
     */
    private static final int MAX_HEADER_LENGTH = 1024;

    private static final int GCM_IV_BYTES = 12;
    private static final int GCM_TAG_BYTES = 16;

    private final List<SessionKey> nextAuthKeys;
    private final Map<String, List<SessionKey>> authJsKeys;
    private final ClaimsRules rules;

    /** @param config its cookie names are the salts of Auth.js 5 */
    SessionVerifier(TokenConfig config, ClaimsRules rules) {
        this.nextAuthKeys =
                config.authSecrets().stream().map(SessionKey::ofNextAuth).toList();
        this.authJsKeys = config.cookieNames().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Function.identity(),
                        cookie -> config.authSecrets().stream()
                                .map(secret -> SessionKey.ofAuthJs(secret, cookie))
                                .toList()));
        this.rules = rules;
    }

    /**
     * @throws dev.guildhall.failure.Failure.Unauthenticated auth_invalid, auth_expired or auth_token_encrypted; nothing
     * else
     */
    Claims verify(String token, String cookieName) {
        if (nextAuthKeys.isEmpty()) {
            throw TokenFailures.encrypted();
        }
        JWEObject session = parse(token);
        byte[] payload = keysToTry(session, cookieName).stream()
                .flatMap(key -> key.decrypt(session).stream())
                .findFirst()
                .orElseThrow(() -> TokenFailures.invalid(
                        "no AUTH_SECRET decrypts it, or it was made for a cookie of another name"));
        try {
            Payload claims = ClaimsParser.payload(payload);
            // Its iat is no older than the last look at the session, since Auth.js makes a new one then.
            return rules.check(claims, ClaimsRules.user(claims), claims.authenticatedAt());
        } catch (IOException e) {
            throw TokenFailures.invalid("what it encrypts is no JSON object");
        }
    }

    private static JWEObject parse(String token) {
        if (token.indexOf('.') > MAX_HEADER_LENGTH) {
            throw TokenFailures.invalid("its header is longer than " + MAX_HEADER_LENGTH + " characters");
        }
        for (String segment : token.split("\\.", -1)) {
            CompactToken.decode(segment);
        }
        try {
            return JWEObject.parse(token);
        } catch (ParseException | NullPointerException | IllegalArgumentException e) {
            // The library throws the last two if the header has no enc, or the alg none.
            throw TokenFailures.invalid("its header is not that of an encrypted token");
        }
    }

    /**
     * The keys for a token as Auth.js makes it. The library would also decompress, and accept other methods with the same
     * key.
     */
    private List<SessionKey> keysToTry(JWEObject session, String cookieName) {
        JWEHeader header = session.getHeader();
        EncryptionMethod method = header.getEncryptionMethod();
        if (JWEAlgorithm.DIR.equals(header.getAlgorithm())
                && header.getCriticalParams() == null
                && header.getCompressionAlgorithm() == null) {
            if (method.equals(EncryptionMethod.A256GCM) && hasGcmLengths(session.getParsedParts())) {
                return nextAuthKeys;
            }
            if (method.equals(EncryptionMethod.A256CBC_HS512)) {
                return withId(header.getKeyID(), authJsKeys.getOrDefault(cookieName, List.of()));
            }
        }
        throw TokenFailures.invalid("it is encrypted in a way that Auth.js does not use");
    }

    /** For this method the library checks neither length, and would accept a ciphertext that continues in the tag. */
    private static boolean hasGcmLengths(Base64URL[] parts) {
        return parts[2].decode().length == GCM_IV_BYTES && parts[4].decode().length == GCM_TAG_BYTES;
    }

    private static List<SessionKey> withId(@Nullable String kid, List<SessionKey> keys) {
        return kid == null ? keys : keys.stream().filter(key -> key.hasId(kid)).toList();
    }
}
