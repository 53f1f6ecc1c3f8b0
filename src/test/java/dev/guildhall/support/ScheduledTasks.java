package dev.guildhall.support;

import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Waits for the scheduled tasks of a node, by its metrics. */
public final class ScheduledTasks {
    private static final Pattern COMPLETED =
            Pattern.compile("scheduled_tasks_done_total\\{[^}]*task=\"([^\"]+)\"[^}]*} ");
    private static final int TASKS = 10;
    private static final int TIMEOUT_S = 20;

    private ScheduledTasks() {}

    /** Waits until a node has completed each of its scheduled tasks once, and returns their names. */
    public static Set<String> awaitAll(Server node) {
        Instant deadline = Instant.now().plusSeconds(TIMEOUT_S);
        Set<String> completed = new TreeSet<>();
        while (completed.size() < TASKS) {
            Matcher names =
                    COMPLETED.matcher(node.metrics().get("/metrics").expect(200).body());
            while (names.find()) {
                completed.add(names.group(1));
            }
            if (Instant.now().isAfter(deadline)) {
                throw new AssertionError(
                        "Of the " + TASKS + " scheduled tasks only these were completed: " + completed);
            }
        }
        return completed;
    }
}
