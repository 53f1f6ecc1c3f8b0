package dev.guildhall.db;

import dev.guildhall.failure.Failure;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A write that refuses by itself whoever is not allowed: its statement carries the conditions, so that nothing can change between
 * a check and the write. Only where it wrote nothing a second statement finds out why.
 */
public final class GuardedWrite {
    private static final int MAX_ATTEMPTS = 3;

    private GuardedWrite() {}

    /**
     * Fails as {@code busy} where the row has changed after each of a few attempts.
     *
     * @param write empty if it wrote nothing
     * @param explain fails with what stands against the write; completes with a result where nothing is left to write, and empty
     *     where nothing stands against it any more, so that it is tried again
     */
    public static <T> Future<T> attempt(Supplier<Future<Optional<T>>> write, Supplier<Future<Optional<T>>> explain) {
        return attempt(write, explain, MAX_ATTEMPTS);
    }

    /** What an explanation comes to: fails with the refusal, or says that nothing stands against the write. */
    public static <T> Future<Optional<T>> refuse(Optional<Failure> refusal) {
        return refusal.<Future<Optional<T>>>map(Future::failedFuture)
                .orElseGet(() -> Future.succeededFuture(Optional.empty()));
    }

    private static <T> Future<T> attempt(
            Supplier<Future<Optional<T>>> write, Supplier<Future<Optional<T>>> explain, int attempts) {
        return write.get()
                .compose(written -> written.isPresent() ? Future.succeededFuture(written) : explain.get())
                .compose(result -> {
                    if (result.isPresent()) {
                        return Future.succeededFuture(result.get());
                    }
                    return attempts == 1
                            ? Future.failedFuture(Failure.Unavailable.busy())
                            : attempt(write, explain, attempts - 1);
                });
    }
}
