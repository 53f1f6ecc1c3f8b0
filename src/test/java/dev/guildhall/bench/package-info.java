/**
 * A benchmark of one node that anybody can run: it fills a database by {@code src/bench/load.sql}, sends requests and chat
 * messages, and prints what they took. Begin with {@link dev.guildhall.bench.Bench}, which {@code mvn -Pbench verify} runs.
 */
@NullMarked
package dev.guildhall.bench;

import org.jspecify.annotations.NullMarked;
