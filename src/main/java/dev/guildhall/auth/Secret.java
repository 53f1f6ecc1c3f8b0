package dev.guildhall.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** A shared secret: {@code toString} does not show it, and {@link #matches} takes constant time. */
public final class Secret {
    private final byte[] bytes;

    /** @param text used unchanged, as its UTF-8 bytes */
    public Secret(String text) {
        this.bytes = text.getBytes(StandardCharsets.UTF_8);
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    public int length() {
        return bytes.length;
    }

    public boolean matches(String presented) {
        return MessageDigest.isEqual(bytes, presented.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "***";
    }
}
