package dev.guildhall.http;

import dev.guildhall.auth.Authentication;
import dev.guildhall.failure.Failure;
import dev.guildhall.limit.Limits;
import dev.guildhall.limit.UserRate;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Limits the writes per minute of each user on this node, and sends the remaining number in a header. A retry with the same
 * Idempotency-Key counts too, since it also costs a database transaction.
 *
 * @see <a href="https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/">RateLimit header fields for
 * HTTP</a>
 */
public final class WriteRate {
    private static final String POLICY = "\"writes\"";

    private final int perMinute;
    private final String policy;
    private final @Nullable UserRate rate;

    /** @param perMinute 0: no limit */
    public WriteRate(int perMinute) {
        this.perMinute = perMinute;
        this.policy = POLICY + ";q=" + perMinute * Limits.WRITE_BURST_MIN + ";w="
                + Duration.ofMinutes(Limits.WRITE_BURST_MIN).toSeconds();
        this.rate = perMinute == 0
                ? null
                : new UserRate(perMinute * Limits.WRITE_BURST_MIN, perMinute, Duration.ofMinutes(1));
    }

    /** A handler for routes after authentication; does not count reads. */
    void take(RoutingContext context) {
        if (rate == null || Api.isRead(context.request().method())) {
            context.next();
            return;
        }
        UserRate.Taken taken = rate.take(
                Objects.requireNonNull(Authentication.callerOf(context)).id());
        context.response()
                .putHeader("RateLimit-Policy", policy)
                .putHeader(
                        "RateLimit",
                        POLICY + ";r=" + taken.remaining() + ";t=" + ResponseWriter.seconds(taken.untilFull()));
        if (!taken.isGranted()) {
            throw new Failure.RateLimited(
                    "At most " + perMinute + " changes a minute. This one was not made.", taken.untilNext());
        }
        context.next();
    }
}
