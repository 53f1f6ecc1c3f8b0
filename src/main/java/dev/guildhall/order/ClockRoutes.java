package dev.guildhall.order;

import static io.vertx.core.http.HttpMethod.POST;

import dev.guildhall.failure.Failure;
import dev.guildhall.failure.FieldCode;
import dev.guildhall.http.Api;
import dev.guildhall.http.Body;
import dev.guildhall.http.Reply;
import dev.guildhall.http.Request;
import dev.guildhall.http.Routes;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;

/** The clock of a development machine, only for programs on the same machine; mounted only there. */
public final class ClockRoutes implements Routes {
    private static final Duration MAX_ADVANCE = Duration.ofDays(400);
    /** Durations as {@link Duration#parse} reads them, but without signs and fractions. */
    private static final Pattern DURATION =
            Pattern.compile("P(?:\\d{1,9}D)?(?:T(?=\\d)(?:\\d{1,9}H)?(?:\\d{1,9}M)?(?:\\d{1,9}S)?)?");

    private final OrderClock clock;

    public ClockRoutes(OrderClock clock) {
        this.clock = clock;
    }

    @Override
    public void mount(Api api) {
        api.anyone(POST, "/dev/clock", this::advance);
    }

    private Future<Reply> advance(Request request) {
        if (!request.isFromThisMachine()) {
            return Future.failedFuture(Failure.NotFound.ofPath());
        }
        Body body = request.body();
        String text = body.trimmed("advance", 40);
        Duration time = parse(text);
        if (!text.isEmpty() && (time.isZero() || time.compareTo(MAX_ADVANCE) > 0)) {
            body.refuse(
                    "advance",
                    FieldCode.INVALID_FORMAT,
                    "A duration by ISO 8601 of at least a second and at most 400 days, such as P7D or PT12H.");
        }
        body.check();
        return clock.advance(time).map(done -> Reply.ok(Map.of("advanced", text)));
    }

    /** Zero if it is no duration. */
    private static Duration parse(String text) {
        // "P" alone has the pattern of a duration.
        return text.length() > 1 && DURATION.matcher(text).matches() ? Duration.parse(text) : Duration.ZERO;
    }
}
