package dev.guildhall.auth;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The claims of a verified token that Guildhall uses.
 *
 * @param authenticatedAt when the user signed in, or at the latest; null if the token does not say it
 * @param expiresAt as signed, or the end of the longest session if that is earlier; without the allowance for clocks that
 * differ
 */
public record Claims(Subject subject, @Nullable Instant authenticatedAt, Instant expiresAt) {
    /** By how much the clocks of Guildhall, its database and whoever makes the tokens may differ. */
    private static final Duration CLOCK_SKEW = Duration.ofSeconds(15);

    /** The time from which the token, and every socket opened with it, is invalid. */
    public Instant usableUntil() {
        return plusClockSkew(expiresAt);
    }

    /** When the user signed in at the latest, if the other clock is late; null if the token does not say it. */
    public @Nullable Instant latestSignIn() {
        return authenticatedAt == null ? null : plusClockSkew(authenticatedAt);
    }

    /** Whether the user had signed in before this moment, whichever of the two clocks is late. */
    public boolean isFromBefore(Instant moment) {
        Instant signIn = latestSignIn();
        return signIn == null || signIn.isBefore(moment);
    }

    /** What this clock may show, at the latest, when another one shows this time. */
    static Instant plusClockSkew(Instant time) {
        return time.plus(CLOCK_SKEW);
    }
}
