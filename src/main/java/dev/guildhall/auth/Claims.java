package dev.guildhall.auth;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a verified token says, and all of it that is believed.
 *
 * @param subject the id of a user, who may not exist
 * @param expiresAt as signed, without any allowance for clocks that differ
 */
public record Claims(UUID subject, @Nullable Instant issuedAt, Instant expiresAt) {
    static final Duration CLOCK_SKEW = Duration.ofSeconds(15);

    /** The moment from which the token, and whatever was opened with it, is good for nothing. */
    public Instant usableUntil() {
        return expiresAt.plus(CLOCK_SKEW);
    }
}
