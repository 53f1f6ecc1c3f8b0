package dev.guildhall.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.UUID;

/** Holds each user to a rate on this node: a bucket that is refilled steadily. */
public final class UserRate {
    /** Beyond it the user who has been quiet for longest is forgotten and begins with a full bucket. */
    private static final int MAX_USERS = 100_000;

    private final int capacity;
    private final int refill;
    private final Duration period;
    private final TimeMeter clock;
    private final Cache<UUID, Bucket> buckets;

    /** @param refill how many the bucket gets back in each period */
    public UserRate(int capacity, int refill, Duration period) {
        this(capacity, refill, period, TimeMeter.SYSTEM_NANOTIME);
    }

    UserRate(int capacity, int refill, Duration period, TimeMeter clock) {
        this.capacity = capacity;
        this.refill = refill;
        this.period = period;
        this.clock = clock;
        this.buckets = Caffeine.newBuilder()
                // By then the bucket is full again.
                .expireAfterAccess(period.multipliedBy(capacity).dividedBy(refill))
                .maximumSize(MAX_USERS)
                .ticker(clock::currentTimeNanos)
                .build();
    }

    /** Takes one, if there is one left. */
    public Taken take(UUID user) {
        ConsumptionProbe probe = buckets.get(user, first -> full()).tryConsumeAndReturnRemaining(1);
        return new Taken(
                probe.isConsumed(),
                probe.getRemainingTokens(),
                Duration.ofNanos(probe.getNanosToWaitForRefill()),
                Duration.ofNanos(probe.getNanosToWaitForReset()));
    }

    private Bucket full() {
        return Bucket.builder()
                .withCustomTimePrecision(clock)
                .addLimit(limit -> limit.capacity(capacity).refillGreedy(refill, period))
                .build();
    }

    /**
     * @param untilNext until there is one again; zero where it was granted
     * @param untilFull until the bucket is full again
     */
    public record Taken(boolean isGranted, long remaining, Duration untilNext, Duration untilFull) {}
}
