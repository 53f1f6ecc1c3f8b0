package dev.guildhall.app;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * Something to be done now and then without anybody asking, a batch at a time.
 *
 * @param full as many as a batch has where there may be more
 * @param batch answers how many it has done; what another node is at it passes over. Told whether the node is stopping, it begins
 *     nothing more that can wait.
 */
record ScheduledTask(String name, Duration every, int full, Function<BooleanSupplier, Future<Integer>> batch) {}
