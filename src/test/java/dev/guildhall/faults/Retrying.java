package dev.guildhall.faults;

import dev.guildhall.support.Answer;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.function.Supplier;

/** Asks again until it knows what became of a request, as a client does that means it. */
final class Retrying {
    private static final Set<Integer> PASSING = Set.of(502, 503, 504);
    private static final long AGAIN_MS = 200;

    private final LoadRun course;

    Retrying(LoadRun course) {
        this.course = course;
    }

    /** @param kind how it is counted; the same request each time, be it by its keys or by its nature */
    Known ask(String kind, Supplier<Answer> request) {
        for (int attempt = 1; ; attempt++) {
            try {
                Answer answer = request.get();
                if (!isPassing(answer)) {
                    course.count(kind + " " + answer.status());
                    return new Known(answer, attempt > 1);
                }
                course.count(kind + " failed " + answer.status());
            } catch (UncheckedIOException e) {
                course.count(kind + " failed unanswered");
            }
            course.pause(AGAIN_MS);
        }
    }

    private static boolean isPassing(Answer answer) {
        return PASSING.contains(answer.status())
                || answer.status() == 409 && "idempotency_in_progress".equals(answer.at("code"));
    }

    /** @param isRepeated whether an earlier attempt may have had the effect already */
    record Known(Answer answer, boolean isRepeated) {}
}
