package dev.guildhall.user;

import dev.guildhall.auth.Secret;
import dev.guildhall.text.Characters;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A password as somebody has typed it. The same characters may arrive composed or decomposed, depending on the keyboard. */
final class Password {
    private final Secret normalized;
    private final @Nullable Secret asSent;

    private Password(Secret normalized, @Nullable Secret asSent) {
        this.normalized = normalized;
        this.asSent = asSent;
    }

    static Password of(String text) {
        String normalized = normalize(text);
        return new Password(new Secret(normalized), normalized.equals(text) ? null : new Secret(text));
    }

    /** In NFC, as RFC 8265 (section 4.2.1) wants it. */
    static String normalize(String text) {
        return Characters.nfc(text);
    }

    /** What is hashed. */
    Secret normalized() {
        return normalized;
    }

    /** What was hashed before passwords were normalized; empty if it is the same. */
    Optional<Secret> asSent() {
        return Optional.ofNullable(asSent);
    }

    @Override
    public String toString() {
        return "***";
    }
}
