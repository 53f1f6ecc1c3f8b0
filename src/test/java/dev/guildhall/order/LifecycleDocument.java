package dev.guildhall.order;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** What {@code docs/order-lifecycle.md} says. */
record LifecycleDocument(String text) {
    private static final Pattern ROW =
            Pattern.compile("^\\| `([a-z-]+)` \\| ([a-z, ]+) \\| ([^|]+) \\| ([^|]+) \\|$", Pattern.MULTILINE);
    private static final Pattern STATE = Pattern.compile("`([A-Z_]+/[A-Z_]+)`");
    private static final Pattern ARROW = Pattern.compile("^ +(\\S+) --> (\\S+): (\\S+)$", Pattern.MULTILINE);

    static LifecycleDocument read() throws IOException {
        return new LifecycleDocument(Files.readString(Path.of("docs", "order-lifecycle.md")));
    }

    /** A line for each move, each role and each state it starts from. */
    Set<String> table() {
        Set<String> lines = new TreeSet<>();
        for (MatchResult row : found(ROW, text)) {
            for (String role : row.group(2).split(", ", -1)) {
                for (MatchResult from : found(STATE, row.group(3))) {
                    for (MatchResult to : found(STATE, row.group(4))) {
                        lines.add(row.group(1) + " by " + role + ": " + from.group(1) + " → " + to.group(1));
                    }
                }
            }
        }
        return lines;
    }

    Set<String> diagram() {
        Set<String> arrows = new TreeSet<>();
        found(ARROW, text)
                .forEach(arrow -> arrows.add(arrow.group(1) + " → " + arrow.group(2) + ": " + arrow.group(3)));
        return arrows;
    }

    private static List<MatchResult> found(Pattern pattern, String text) {
        return pattern.matcher(text).results().toList();
    }
}
