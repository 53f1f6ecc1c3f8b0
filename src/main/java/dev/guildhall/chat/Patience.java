package dev.guildhall.chat;

import dev.guildhall.http.Problem;
import io.github.bucket4j.Bucket;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How much of what makes no sense is taken from one socket before it is closed. */
final class Patience {
    private final Bucket controlFrames = bucket(100, Duration.ofSeconds(10));
    private final Bucket mistakes = bucket(20, Duration.ofMinutes(1));
    private final Bucket excesses = bucket(200, Duration.ofSeconds(20));

    /** Takes a ping or pong; false where there have been too many. */
    boolean withControlFrame() {
        return controlFrames.tryConsume(1);
    }

    /** Takes a refused frame; says with what code to close where there have been too many. */
    @Nullable
    CloseCode withRefusal(Problem problem) {
        if (problem.status() == 429) {
            return excesses.tryConsume(1) ? null : CloseCode.FLOODING;
        }
        boolean isMistake = problem.status() == 400 || problem.status() == 422;
        return !isMistake || mistakes.tryConsume(1) ? null : CloseCode.PROTOCOL_ERROR;
    }

    private static Bucket bucket(int capacity, Duration per) {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(capacity).refillGreedy(capacity, per))
                .build();
    }
}
