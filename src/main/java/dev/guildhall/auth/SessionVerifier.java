package dev.guildhall.auth;

import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads the session cookies of next-auth 4 and Auth.js 5 as those encrypt them by default. The keys are made once; a token
 * then takes microseconds. May be shared by all event loops.
 */
final class SessionVerifier {
    static final int SEGMENTS = 5;

    private static final int GCM_IV_BYTES = 12;
    private static final int CBC_IV_BYTES = 16;
    private static final int GCM_TAG_BYTES = 16;
    private static final int CBC_TAG_BYTES = 32;

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

    /** @throws Failure.Unauthenticated auth_invalid, auth_expired or auth_token_encrypted; nothing else is thrown */
    Claims verify(String token, String cookieName) {
        if (nextAuthKeys.isEmpty()) {
            throw TokenFailures.encrypted();
        }
        String[] segments = token.split("\\.", -1);
        if (!segments[1].isEmpty()) {
            throw TokenFailures.invalid("it brings a key of its own");
        }
        try {
            Map<String, String> header = ClaimsParser.encryptedHeader(CompactToken.decode(segments[0]));
            byte[] payload = decrypt(header, segments, cookieName)
                    .orElseThrow(() -> TokenFailures.invalid(
                            "no AUTH_SECRET decrypts it, or it was made for a cookie of another name"));
            return ClaimsParser.payload(payload).currentClaims(clock.instant());
        } catch (IOException e) {
            throw TokenFailures.invalid("its header or what it encrypts is no JSON object");
        }
    }

    private Optional<byte[]> decrypt(Map<String, String> header, String[] segments, String cookieName) {
        byte[] iv = CompactToken.decode(segments[2]);
        byte[] ciphertext = CompactToken.decode(segments[3]);
        byte[] tag = CompactToken.decode(segments[4]);
        String method = header.getOrDefault("enc", "");
        List<SessionKey> keys;
        switch (method) {
            case "A256GCM" -> {
                requireLengths(iv, GCM_IV_BYTES, tag, GCM_TAG_BYTES);
                keys = nextAuthKeys;
            }
            case "A256CBC-HS512" -> {
                requireLengths(iv, CBC_IV_BYTES, tag, CBC_TAG_BYTES);
                keys = called(header.get("kid"), authJsKeys.getOrDefault(cookieName, List.of()));
            }
            default -> throw TokenFailures.invalid("it is encrypted in a way that Auth.js does not use");
        }
        return keys.stream()
                .flatMap(key -> key.decrypt(segments[0], iv, ciphertext, tag).stream())
                .findFirst();
    }

    private static List<SessionKey> called(@Nullable String kid, List<SessionKey> keys) {
        return kid == null
                ? keys
                : keys.stream().filter(key -> key.isCalled(kid)).toList();
    }

    private static void requireLengths(byte[] iv, int ivBytes, byte[] tag, int tagBytes) {
        if (iv.length != ivBytes || tag.length != tagBytes) {
            throw TokenFailures.invalid("its initialization vector or its tag has the wrong length");
        }
    }
}
