package dev.guildhall.chat;

import dev.guildhall.failure.Failure;
import dev.guildhall.limit.Limits;
import dev.guildhall.limit.UserRate;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Limits the messages per second of each sender on this node. */
final class MessageRate {
    private final int perSecond;
    private final @Nullable UserRate rate;

    /** @param perSecond 0: no limit */
    MessageRate(int perSecond) {
        this.perSecond = perSecond;
        this.rate = perSecond == 0
                ? null
                : new UserRate(perSecond * Limits.MESSAGE_BURST_S, perSecond, Duration.ofSeconds(1));
    }

    /** @throws Failure.RateLimited with the time of the next attempt */
    void take(UUID sender) {
        if (rate == null) {
            return;
        }
        UserRate.Taken taken = rate.take(sender);
        if (!taken.isGranted()) {
            throw new Failure.RateLimited(
                    "At most " + perSecond + " messages a second. This one was not stored.", taken.untilNext());
        }
    }
}
