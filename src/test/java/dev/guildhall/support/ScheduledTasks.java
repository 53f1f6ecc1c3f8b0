package dev.guildhall.support;

import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a node does unasked, told by its metrics. */
public final class ScheduledTasks {
    private static final Pattern DONE = Pattern.compile("chores_done_total\\{[^}]*chore=\"([^\"]+)\"[^}]*} ");
    private static final int CHORES = 7;
    private static final int TIMEOUT_S = 20;

    private ScheduledTasks() {}

    /** Waits until a node has done each of its chores once, to the end; which those are. */
    public static Set<String> awaitAll(Server node) {
        Instant deadline = Instant.now().plusSeconds(TIMEOUT_S);
        Set<String> done = new TreeSet<>();
        while (done.size() < CHORES) {
            Matcher names =
                    DONE.matcher(node.metrics().get("/metrics").expect(200).body());
            while (names.find()) {
                done.add(names.group(1));
            }
            if (Instant.now().isAfter(deadline)) {
                throw new AssertionError("Of the " + CHORES + " chores only these were done: " + done);
            }
        }
        return done;
    }
}
