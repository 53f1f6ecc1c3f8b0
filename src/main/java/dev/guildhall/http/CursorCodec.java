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

/** Encodes positions as opaque cursors with a MAC that binds them to their list, and refuses all others. */
final class CursorCodec {
    private static final int MAC_BYTES = 12;
    private static final int MAX_LENGTH = 400;
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final byte[] key;

    CursorCodec(Secret secret) {
        // A derived key, so that a cursor reveals nothing about signed tokens.
        this.key = Sha256.hmac(secret.bytes(), "guildhall cursors".getBytes(StandardCharsets.UTF_8));
    }

    String encode(KeysetPosition position, String list) {
        byte[] content = (position.id() + position.key()).getBytes(StandardCharsets.UTF_8);
        byte[] authenticated = Arrays.copyOf(mac(content, list), MAC_BYTES + content.length);
        System.arraycopy(content, 0, authenticated, MAC_BYTES, content.length);
        return BASE64.encodeToString(authenticated);
    }

    KeysetPosition decode(String cursor, String list) {
        try {
            if (cursor.length() > MAX_LENGTH) {
                throw malformedCursor();
            }
            byte[] authenticated = Base64.getUrlDecoder().decode(cursor);
            byte[] content =
                    Arrays.copyOfRange(authenticated, Math.min(MAC_BYTES, authenticated.length), authenticated.length);
            // Other Base64 encodings of the same bytes were not created here, so they are refused.
            if (content.length < 36
                    || !MessageDigest.isEqual(Arrays.copyOf(authenticated, MAC_BYTES), mac(content, list))
                    || !BASE64.encodeToString(authenticated).equals(cursor)) {
                throw malformedCursor();
            }
            String text = new String(content, StandardCharsets.UTF_8);
            return new KeysetPosition(text.substring(36), UUID.fromString(text.substring(0, 36)));
        } catch (IllegalArgumentException e) {
            throw malformedCursor();
        }
    }

    private byte[] mac(byte[] content, String list) {
        return Arrays.copyOf(Sha256.hmac(key, content, ('\n' + list).getBytes(StandardCharsets.UTF_8)), MAC_BYTES);
    }

    private static Failure.Malformed malformedCursor() {
        String detail = "This cursor was not given out for this list with these filters. Begin again without it.";
        return new Failure.Malformed(
                "malformed_cursor", detail, List.of(FieldError.parameter("cursor", FieldCode.INVALID_FORMAT, detail)));
    }
}
