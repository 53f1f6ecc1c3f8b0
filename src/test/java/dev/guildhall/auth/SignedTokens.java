package dev.guildhall.auth;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Signs any header and payload, valid or not, without the code that verifies them. */
final class SignedTokens {
    static final String SECRET = "correct horse battery staple: the shared secret";
    static final String PREVIOUS_SECRET = "the secret that was in use before: ünïcödé too";
    static final TokenConfig CONFIG = config(new Secret(SECRET), new Secret(PREVIOUS_SECRET), List.of());

    static final Instant NOW = Instant.parse("2026-11-23T07:11:00Z");
    static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    static final UUID USER = UUID.fromString("0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b");

    static final String HS256 = "{\"alg\":\"HS256\",\"typ\":\"JWT\"}";

    private SignedTokens() {}

    static TokenConfig config(Secret secret, @Nullable Secret previousSecret, List<Secret> authSecrets) {
        return new TokenConfig(
                secret, previousSecret, authSecrets, null, null, Duration.ofDays(30), TokenConfig.DEFAULT_COOKIE_NAMES);
    }

    static String valid() {
        return withPayload(payload(USER, NOW.plusSeconds(3600)));
    }

    static String validFor(UUID user) {
        return withPayload(payload(user, NOW.plusSeconds(3600)));
    }

    static String expired() {
        return withPayload(payload(USER, NOW.minusSeconds(3600)));
    }

    static String payload(UUID user, Instant expiresAt) {
        return "{\"name\":\"Ada\",\"sub\":\"" + user + "\",\"iat\":"
                + NOW.minusSeconds(7200).getEpochSecond() + ",\"exp\":" + expiresAt.getEpochSecond()
                + ",\"roles\":[{\"a\":1}]}";
    }

    static String withPayload(String payload) {
        return sign(HS256, payload, SECRET);
    }

    static String withHeader(String header) {
        return sign(header, payload(USER, NOW.plusSeconds(3600)), SECRET);
    }

    static String sign(String header, String payload, String secret) {
        return sign(header, payload, secret, "HmacSHA256");
    }

    static String sign(String header, String payload, String secret, String algorithm) {
        return signSegments(base64Url(header) + "." + base64Url(payload), secret, algorithm);
    }

    static String signSegments(String signed, String secret, String algorithm) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), algorithm));
            return signed + "." + base64Url(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static String base64Url(String text) {
        return base64Url(text.getBytes(StandardCharsets.UTF_8));
    }

    static String base64Url(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
