package dev.guildhall.auth;

import dev.guildhall.db.Ids;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the payload of every token has to say.
 *
 * @param maxSession zero: no limit
 * @param audience null: any
 */
record ClaimsRules(
        Clock clock, Duration maxSession, @Nullable String audience) {

    ClaimsRules(Clock clock, TokenConfig config) {
        this(clock, config.maxSession(), config.audience());
    }

    /** The user of a token that the frontend has made. */
    static Subject user(Payload payload) {
        UUID id = Ids.parse(payload.subject())
                .orElseThrow(() -> TokenFailures.invalid("its sub is not the UUID of a user"));
        return new Subject.User(id);
    }

    /**
     * @param authenticatedAt when the user signed in, as far as this kind of token says it
     * @throws dev.guildhall.failure.Failure.Unauthenticated auth_invalid or auth_expired
     */
    Claims check(Payload payload, Subject subject, @Nullable Instant authenticatedAt) {
        Instant now = clock.instant();
        Claims claims = new Claims(subject, authenticatedAt, end(payload));
        if (!now.isBefore(claims.usableUntil())) {
            throw TokenFailures.expired();
        }
        requireInPast("nbf", payload.notBefore(), now);
        requireInPast("auth_time", payload.authenticatedAt(), now);
        if (audience != null && !payload.audience().contains(audience)) {
            throw TokenFailures.invalid("its aud does not hold JWT_AUDIENCE");
        }
        return claims;
    }

    private Instant end(Payload payload) {
        Instant expiresAt = payload.expiresAt();
        if (maxSession.isZero() || payload.authenticatedAt() == null) {
            return expiresAt;
        }
        Instant sessionEnd = payload.authenticatedAt().plus(maxSession);
        return sessionEnd.isBefore(expiresAt) ? sessionEnd : expiresAt;
    }

    private static void requireInPast(String claim, @Nullable Instant time, Instant now) {
        if (time != null && time.isAfter(Claims.plusClockSkew(now))) {
            throw TokenFailures.invalid("its " + claim + " lies in the future");
        }
    }
}
