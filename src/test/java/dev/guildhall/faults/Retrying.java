package dev.guildhall.faults;

import dev.guildhall.support.Answer;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.function.Supplier;

/** Repeats a request until its result is known. */
final class Retrying {
    private static final Set<Integer> TEMPORARY = Set.of(502, 503, 504);
    private static final long RETRY_DELAY_MS = 200;

    private final LoadRun run;

    Retrying(LoadRun run) {
        this.run = run;
    }

    /**
     * @param kind the name under which the results are counted
     * @param request must be safe to repeat, by a key or because it is idempotent
     */
    Outcome send(String kind, Supplier<Answer> request) {
        for (int attempt = 1; ; attempt++) {
            try {
                Answer answer = request.get();
                if (!isTemporary(answer)) {
                    run.count(kind + " " + answer.status());
                    return new Outcome(answer, attempt > 1);
                }
                run.count(kind + " failed " + answer.status());
            } catch (UncheckedIOException e) {
                run.count(kind + " failed without response");
            }
            run.pause(RETRY_DELAY_MS);
        }
    }

    private static boolean isTemporary(Answer answer) {
        return TEMPORARY.contains(answer.status())
                || answer.status() == 409 && "idempotency_in_progress".equals(answer.at("code"));
    }

    /** @param isRepeated whether an earlier attempt may have been carried out already */
    record Outcome(Answer answer, boolean isRepeated) {}
}
