package dev.guildhall.auth;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.util.Base64URL;
import java.io.IOException;
import java.text.ParseException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads the session cookies of next-auth 4 and Auth.js 5 as those encrypt them by default. The keys are made once; a token
 * then takes microseconds. May be shared by all event loops.
 */
final class SessionVerifier {
    static final int SEGMENTS = 5;

    /** Some five times what Auth.js writes: the library also reads keys and certificates there, and that may take milliseconds. */
    private static final int MAX_HEADER = 1024;

    private static final int GCM_IV_BYTES = 12;
    private static final int GCM_TAG_BYTES = 16;

    private final List<SessionKey> nextAuthKeys;
    private final Map<String, List<SessionKey>> authJsKeys;
    private final Clock clock;

    /** @param config whose cookies are the salts of Auth.js 5 */
    SessionVerifier(TokenConfig config, Clock clock) {
        this.nextAuthKeys =
                config.authSecrets().stream().map(SessionKey::ofNextAuth).toList();
        this.authJsKeys = config.cookieNames().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Function.identity(),
                        cookie -> config.authSecrets().stream()
                                .map(secret -> SessionKey.ofAuthJs(secret, cookie))
                                .toList()));
        this.clock = clock;
    }

    /** @throws dev.guildhall.failure.Failure.Unauthenticated auth_invalid, auth_expired or auth_token_encrypted; nothing else */
    Claims verify(String token, String cookieName) {
        if (nextAuthKeys.isEmpty()) {
            throw TokenFailures.encrypted();
        }
        JWEObject session = parse(token);
        byte[] payload = keys(session, cookieName).stream()
                .flatMap(key -> key.decrypt(session).stream())
                .findFirst()
                .orElseThrow(() -> TokenFailures.invalid(
                        "no AUTH_SECRET decrypts it, or it was made for a cookie of another name"));
        try {
            return ClaimsParser.payload(payload).currentClaims(clock.instant());
        } catch (IOException e) {
            throw TokenFailures.invalid("what it encrypts is no JSON object");
        }
    }

    private static JWEObject parse(String token) {
        if (token.indexOf('.') > MAX_HEADER) {
            throw TokenFailures.invalid("its header is longer than " + MAX_HEADER + " characters");
        }
        for (String segment : token.split("\\.", -1)) {
            CompactToken.decode(segment);
        }
        try {
            return JWEObject.parse(token);
        } catch (ParseException | NullPointerException | IllegalArgumentException e) {
            // The last two are what the library throws where the header has no enc or the alg none.
            throw TokenFailures.invalid("its header is not that of an encrypted token");
        }
    }

    /** Those to try on a token as Auth.js makes them. The library would also inflate, and take other methods with the same key. */
    private List<SessionKey> keys(JWEObject session, String cookieName) {
        JWEHeader header = session.getHeader();
        EncryptionMethod method = header.getEncryptionMethod();
        if (JWEAlgorithm.DIR.equals(header.getAlgorithm())
                && header.getCriticalParams() == null
                && header.getCompressionAlgorithm() == null) {
            if (method.equals(EncryptionMethod.A256GCM) && hasGcmLengths(session.getParsedParts())) {
                return nextAuthKeys;
            }
            if (method.equals(EncryptionMethod.A256CBC_HS512)) {
                return called(header.getKeyID(), authJsKeys.getOrDefault(cookieName, List.of()));
            }
        }
        throw TokenFailures.invalid("it is encrypted in a way that Auth.js does not use");
    }

    /** With this method the library checks neither, and would take a ciphertext that goes on in the tag. */
    private static boolean hasGcmLengths(Base64URL[] parts) {
        return parts[2].decode().length == GCM_IV_BYTES && parts[4].decode().length == GCM_TAG_BYTES;
    }

    private static List<SessionKey> called(@Nullable String kid, List<SessionKey> keys) {
        return kid == null
                ? keys
                : keys.stream().filter(key -> key.isCalled(kid)).toList();
    }
}
