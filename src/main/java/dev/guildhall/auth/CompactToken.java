package dev.guildhall.auth;

import java.util.Base64;

/** Splits and decodes tokens in the compact form: segments separated by dots. */
final class CompactToken {
    static final int MAX_TOKEN_LENGTH = 16 * 1024;

    private static final Base64.Decoder DECODER = Base64.getUrlDecoder();
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private CompactToken() {}

    /** @throws dev.guildhall.failure.Failure.Unauthenticated auth_invalid if the token is too long */
    static int countSegments(String token) {
        if (token.length() > MAX_TOKEN_LENGTH) {
            throw TokenFailures.invalid("it is longer than " + MAX_TOKEN_LENGTH + " characters");
        }
        int segments = 1;
        for (int dot = token.indexOf('.'); dot >= 0; dot = token.indexOf('.', dot + 1)) {
            segments++;
        }
        return segments;
    }

    /** Refuses padding and unused bits that are set: with them, one token would have several encodings. */
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
