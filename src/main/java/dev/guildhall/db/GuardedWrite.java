package dev.guildhall.db;

import dev.guildhall.failure.Failure;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A write whose statement contains the conditions for it, so that nothing can change between a check and the write. Only if it wrote
 * nothing, a second statement finds out why.
 */
public final class GuardedWrite {
    private static final int MAX_ATTEMPTS = 3;

    private GuardedWrite() {}

    /**
     * Fails with {@code busy} if the row has changed after each of {@value #MAX_ATTEMPTS} attempts.
     *
     * @param write empty if it wrote nothing
     * @param explain fails with the reason if the write is not allowed; completes with a result if there is nothing left to write, and
     *     empty if the write is allowed now and has to be retried
     */
    public static <T> Future<T> attempt(Supplier<Future<Optional<T>>> write, Supplier<Future<Optional<T>>> explain) {
        return attempt(write, explain, MAX_ATTEMPTS);
    }

    /** A result of {@code explain}: fails with the refusal, or is empty if there is none. */
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
