package dev.guildhall.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.UUID;

/** Limits the rate of each user on this node, with a token bucket that is refilled continuously. */
public final class UserRate {
    /** With more users, one who sent few requests is removed from the cache, and later starts with a full bucket. */
    private static final int MAX_USERS = 100_000;

    private final int capacity;
    private final int refill;
    private final Duration period;
    private final TimeMeter clock;
    private final Cache<UUID, Bucket> buckets;

    /** @param refill tokens added to the bucket in each period */
    public UserRate(int capacity, int refill, Duration period) {
        this(capacity, refill, period, TimeMeter.SYSTEM_NANOTIME);
    }

    UserRate(int capacity, int refill, Duration period, TimeMeter clock) {
        this.capacity = capacity;
        this.refill = refill;
        this.period = period;
        this.clock = clock;
        this.buckets = Caffeine.newBuilder()
                // After this time the bucket would be full again.
                .expireAfterAccess(period.multipliedBy(capacity).dividedBy(refill))
                .maximumSize(MAX_USERS)
                .executor(Runnable::run)
                .ticker(clock::currentTimeNanos)
                .build();
    }

    /** Takes one token if the bucket is not empty. */
    public Taken take(UUID user) {
        ConsumptionProbe probe = buckets.get(user, any -> fullBucket()).tryConsumeAndReturnRemaining(1);
        return new Taken(
                probe.isConsumed(),
                probe.getRemainingTokens(),
                Duration.ofNanos(probe.getNanosToWaitForRefill()),
                Duration.ofNanos(probe.getNanosToWaitForReset()));
    }

    private Bucket fullBucket() {
        return Bucket.builder()
                .withCustomTimePrecision(clock)
                .addLimit(limit -> limit.capacity(capacity).refillGreedy(refill, period))
                .build();
    }

    /**
     * @param untilNext time until the next token is available; zero if one was granted
     * @param untilFull time until the bucket is full again
     */
    public record Taken(boolean isGranted, long remaining, Duration untilNext, Duration untilFull) {}
}
