package dev.guildhall.app;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Something to be done now and then without anybody asking, a batch at a time.
 *
 * @param full as many as a batch has where there may be more
 * @param batch answers how many it has done; what another node is at it passes over
 */
record Chore(String name, Duration every, int full, Supplier<Future<Integer>> batch) {}
