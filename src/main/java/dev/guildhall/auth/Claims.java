package dev.guildhall.auth;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The claims of a verified token that Guildhall uses.
 *
 * @param subject the id of a user, who may not exist
 * @param expiresAt as signed, without the allowance for clocks that differ
 */
public record Claims(UUID subject, @Nullable Instant issuedAt, Instant expiresAt) {
    static final Duration CLOCK_SKEW = Duration.ofSeconds(15);

    /** The time from which the token, and every socket opened with it, is invalid. */
    public Instant usableUntil() {
        return expiresAt.plus(CLOCK_SKEW);
    }
}
