package dev.guildhall.http;

import dev.guildhall.auth.Secret;
import dev.guildhall.auth.Sha256;
import dev.guildhall.db.KeysetPosition;
import dev.guildhall.failure.Failure;
import dev.guildhall.failure.FieldCode;
import dev.guildhall.failure.FieldError;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

/** Writes positions as opaque cursors, sealed to the list they belong to, and refuses every other. */
final class CursorCodec {
    private static final int SEAL_BYTES = 12;
    private static final int MAX_LENGTH = 400;
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final byte[] key;

    CursorCodec(Secret secret) {
        // A key of its own, so that a sealed cursor says nothing about signed tokens.
        this.key = Sha256.hmac(secret.bytes(), "guildhall cursors".getBytes(StandardCharsets.UTF_8));
    }

    String encode(KeysetPosition position, String list) {
        byte[] content = (position.id() + position.key()).getBytes(StandardCharsets.UTF_8);
        byte[] sealed = Arrays.copyOf(seal(content, list), SEAL_BYTES + content.length);
        System.arraycopy(content, 0, sealed, SEAL_BYTES, content.length);
        return BASE64.encodeToString(sealed);
    }

    KeysetPosition decode(String cursor, String list) {
        try {
            if (cursor.length() > MAX_LENGTH) {
                throw refused();
            }
            byte[] sealed = Base64.getUrlDecoder().decode(cursor);
            byte[] content = Arrays.copyOfRange(sealed, Math.min(SEAL_BYTES, sealed.length), sealed.length);
            // Base64 has other spellings of the same bytes, which were not given out either.
            if (content.length < 36
                    || !MessageDigest.isEqual(Arrays.copyOf(sealed, SEAL_BYTES), seal(content, list))
                    || !BASE64.encodeToString(sealed).equals(cursor)) {
                throw refused();
            }
            String text = new String(content, StandardCharsets.UTF_8);
            return new KeysetPosition(text.substring(36), UUID.fromString(text.substring(0, 36)));
        } catch (IllegalArgumentException e) {
            throw refused();
        }
    }

    private byte[] seal(byte[] content, String list) {
        return Arrays.copyOf(Sha256.hmac(key, content, ('\n' + list).getBytes(StandardCharsets.UTF_8)), SEAL_BYTES);
    }

    private static Failure.Malformed refused() {
        String detail = "This cursor was not given out for this list with these filters. Begin again without it.";
        return new Failure.Malformed(
                "malformed_cursor", detail, List.of(FieldError.parameter("cursor", FieldCode.INVALID_FORMAT, detail)));
    }
}
