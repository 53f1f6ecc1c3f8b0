package dev.guildhall.user;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.guildhall.failure.Failure;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;

/** Allows so many wrong passwords for one email on this node, whether anybody has that email or not. */
final class SignInAttempts {
    static final int MOST_FAILURES = 10;

    private static final Duration WINDOW = Duration.ofMinutes(15);
    private static final int MOST_EMAILS = 50_000;

    private final Cache<String, Bucket> buckets = Caffeine.newBuilder()
            .expireAfterAccess(WINDOW)
            .maximumSize(MOST_EMAILS)
            .build();

    /**
     * Counts an attempt as failed until {@link #giveBack}, so that many at once get no further than one after another.
     *
     * @throws Failure.RateLimited if there have been too many
     */
    void begin(String email) {
        ConsumptionProbe probe =
                buckets.get(Emails.folded(email), unknown -> full()).tryConsumeAndReturnRemaining(1);
        if (!probe.isConsumed()) {
            throw new Failure.RateLimited(
                    "There were too many wrong passwords for this email. Wait, or set a new password.",
                    Duration.ofNanos(probe.getNanosToWaitForRefill()));
        }
    }

    /** The attempt was no failure after all. */
    void giveBack(String email) {
        Bucket bucket = buckets.getIfPresent(Emails.folded(email));
        if (bucket != null) {
            bucket.addTokens(1);
        }
    }

    void forget(String email) {
        buckets.invalidate(Emails.folded(email));
    }

    private static Bucket full() {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(MOST_FAILURES).refillIntervally(MOST_FAILURES, WINDOW))
                .build();
    }
}
