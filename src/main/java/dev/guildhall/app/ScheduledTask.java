package dev.guildhall.app;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * A task that runs at an interval, one batch at a time.
 *
 * @param batchSize if a batch has handled this many rows, the next one runs immediately
 * @param batch returns how many rows it has handled; it skips rows that a different node has locked
 */
record ScheduledTask(String name, Duration interval, int batchSize, Supplier<Future<Integer>> batch) {}
