package dev.guildhall.support;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/** Does many things at once, so that they meet. */
public final class Concurrently {
    private Concurrently() {}

    /** Each on a thread of its own, none before all are ready; the answers in the order of the numbers from 0. */
    public static <T> List<T> times(int times, IntFunction<T> action) {
        ExecutorService threads = Executors.newFixedThreadPool(times);
        CyclicBarrier allReady = new CyclicBarrier(times);
        try {
            List<Callable<T>> all = new ArrayList<>();
            for (int i = 0; i < times; i++) {
                int number = i;
                all.add(() -> {
                    allReady.await();
                    return action.apply(number);
                });
            }
            List<T> answers = new ArrayList<>();
            for (Future<T> answer : threads.invokeAll(all)) {
                answers.add(answer.get());
            }
            return answers;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }
}
