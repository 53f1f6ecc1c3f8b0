package dev.guildhall.support;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs tokens as the frontend does, without the code that verifies them. */
public final class Jwt {
    public static final String SECRET = "the secret that this test shares with its frontend";
    private static final Duration SESSION = Duration.ofHours(1);

    private Jwt() {}

    public static String of(UUID user) {
        return of(user, Instant.now(), Instant.now().plus(SESSION));
    }

    public static String of(UUID user, Instant issuedAt, Instant expiresAt) {
        return signed("{\"sub\":\"" + user + "\",\"iat\":" + issuedAt.getEpochSecond() + ",\"exp\":"
                + expiresAt.getEpochSecond() + "}");
    }

    /** A token with any payload, valid or not. */
    public static String signed(String payload) {
        String content =
                base64("{\"alg\":\"HS256\",\"typ\":\"JWT\"}".getBytes(UTF_8)) + "." + base64(payload.getBytes(UTF_8));
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(SECRET.getBytes(UTF_8), "HmacSHA256"));
            return content + "." + base64(mac.doFinal(content.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
