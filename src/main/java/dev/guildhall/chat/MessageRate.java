package dev.guildhall.chat;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.guildhall.failure.Failure;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;
import java.util.UUID;

/** Holds each sender to a number of messages a second on this node, with five seconds' worth at once. */
final class MessageRate {
    private static final int BURST_SECONDS = 5;

    private final int perSecond;
    private final Cache<UUID, Bucket> buckets =
            Caffeine.newBuilder().expireAfterAccess(Duration.ofMinutes(1)).build();

    /** @param perSecond 0: any number */
    MessageRate(int perSecond) {
        this.perSecond = perSecond;
    }

    /** @throws Failure.RateLimited with when to try again */
    void take(UUID sender) {
        if (perSecond == 0) {
            return;
        }
        ConsumptionProbe probe = buckets.get(sender, id -> full()).tryConsumeAndReturnRemaining(1);
        if (!probe.isConsumed()) {
            throw new Failure.RateLimited(
                    "At most " + perSecond + " messages a second. This one was not stored.",
                    Duration.ofNanos(probe.getNanosToWaitForRefill()));
        }
    }

    private Bucket full() {
        return Bucket.builder()
                .addLimit(limit ->
                        limit.capacity((long) perSecond * BURST_SECONDS).refillGreedy(perSecond, Duration.ofSeconds(1)))
                .build();
    }
}
