package dev.guildhall.db;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Asynchronous steps one after the other, such as the pages of a table. A method that calls itself in {@code compose} would keep what each
 * step has read until the last one has ended, and then need a deep stack.
 */
public final class Steps {
    private Steps() {}

    /**
     * Repeats a step while there is more to do. Each step gets what the one before has returned; the result is that of the last
     * one. Fails with the first step that fails.
     */
    public static <S> Future<S> repeat(S first, Predicate<S> hasMore, Function<S, Future<S>> step) {
        Promise<S> last = Promise.promise();
        next(first, hasMore, step, last);
        return last.future();
    }

    private static <S> void next(S first, Predicate<S> hasMore, Function<S, Future<S>> step, Promise<S> last) {
        S state = first;
        while (hasMore.test(state)) {
            Future<S> running = Future.succeededFuture(state).compose(step);
            if (!running.succeeded()) {
                running.onSuccess(following -> next(following, hasMore, step, last))
                        .onFailure(last::fail);
                return;
            }
            // Not in a callback, which would be called at once and need a deeper stack.
            state = running.result();
        }
        last.complete(state);
    }
}
