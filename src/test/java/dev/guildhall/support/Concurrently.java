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

/** Runs an action many times concurrently. */
public final class Concurrently {
    private Concurrently() {}

    /**
     * Runs each call on its own thread, and starts them only when all threads are ready.
     *
     * @param action gets the numbers from 0
     * @return the results in the order of the numbers
     * @throws AssertionError if a call fails
     */
    public static <T> List<T> times(int times, IntFunction<T> action) {
        ExecutorService threads = Executors.newFixedThreadPool(times);
        CyclicBarrier allReady = new CyclicBarrier(times);
        try {
            List<Callable<T>> calls = new ArrayList<>();
            for (int i = 0; i < times; i++) {
                int number = i;
                calls.add(() -> {
                    allReady.await();
                    return action.apply(number);
                });
            }
            List<T> results = new ArrayList<>();
            for (Future<T> result : threads.invokeAll(calls)) {
                results.add(result.get());
            }
            return results;
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
