package dev.guildhall.realtime;

import dev.guildhall.http.Problem;
import io.github.bucket4j.Bucket;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Limits on what a client may send besides messages that are saved. Most sockets never need a bucket, so each is made on demand. */
final class SocketRateLimits {
    private static final int MAX_CONTROL_FRAMES_IN_10_S = 100;
    private static final int MAX_OTHER_FRAMES_IN_10_S = 300;
    private static final int MAX_MISTAKES_IN_60_S = 20;
    private static final int MAX_RATE_LIMITED_IN_20_S = 200;

    private @Nullable Bucket controlFrames;
    private @Nullable Bucket otherFrames;
    private @Nullable Bucket mistakes;
    private @Nullable Bucket rateLimited;

    /** Counts a ping or pong; false if there were too many. */
    boolean allowsControlFrame() {
        controlFrames =
                controlFrames == null ? bucket(MAX_CONTROL_FRAMES_IN_10_S, Duration.ofSeconds(10)) : controlFrames;
        return controlFrames.tryConsume(1);
    }

    /** Counts a frame that is no message: read, typing, sync or renew; false if there were too many. */
    boolean allowsOtherFrame() {
        otherFrames = otherFrames == null ? bucket(MAX_OTHER_FRAMES_IN_10_S, Duration.ofSeconds(10)) : otherFrames;
        return otherFrames.tryConsume(1);
    }

    /** Counts a refused frame; returns the code to close with if there were too many. */
    @Nullable
    CloseCode closeCodeAfter(Problem problem) {
        if (problem.status() == 429) {
            rateLimited = rateLimited == null ? bucket(MAX_RATE_LIMITED_IN_20_S, Duration.ofSeconds(20)) : rateLimited;
            return rateLimited.tryConsume(1) ? null : CloseCode.FLOODING;
        }
        if (problem.status() != 400 && problem.status() != 422) {
            return null;
        }
        mistakes = mistakes == null ? bucket(MAX_MISTAKES_IN_60_S, Duration.ofMinutes(1)) : mistakes;
        return mistakes.tryConsume(1) ? null : CloseCode.PROTOCOL_ERROR;
    }

    private static Bucket bucket(int capacity, Duration per) {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(capacity).refillGreedy(capacity, per))
                .build();
    }
}
