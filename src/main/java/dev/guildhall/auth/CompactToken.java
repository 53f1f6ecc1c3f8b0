package dev.guildhall.auth;

import java.util.Base64;

/** The parts of a compact token, between its dots. */
final class CompactToken {
    static final int MAX_TOKEN = 16 * 1024;

    private static final Base64.Decoder DECODER = Base64.getUrlDecoder();
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private CompactToken() {}

    /** @throws dev.guildhall.failure.Failure.Unauthenticated auth_invalid if the token is too long to be looked at */
    static int count(String token) {
        if (token.length() > MAX_TOKEN) {
            throw TokenFailures.invalid("it is longer than " + MAX_TOKEN + " characters");
        }
        int segments = 1;
        for (int at = token.indexOf('.'); at >= 0; at = token.indexOf('.', at + 1)) {
            segments++;
        }
        return segments;
    }

    /** Refuses padding and stray bits, which would give one token many spellings. */
    static byte[] decode(String segment) {
        try {
            byte[] bytes = DECODER.decode(segment);
            if (ENCODER.encodeToString(bytes).equals(segment)) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            throw TokenFailures.invalid("its segments are not base64url");
        }
        throw TokenFailures.invalid("its segments are not base64url in the canonical form");
    }
}
