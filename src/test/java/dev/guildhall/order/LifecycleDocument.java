package dev.guildhall.order;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The content of {@code docs/order-lifecycle.md}. */
record LifecycleDocument(String text) {
    private static final Pattern ROW =
            Pattern.compile("^\\| `([a-z-]+)` \\| ([a-z, ]+) \\| ([^|]+) \\| ([^|]+) \\|$", Pattern.MULTILINE);
    private static final Pattern STATE = Pattern.compile("`([A-Z_]+/[A-Z_]+)`");
    private static final Pattern ARROW = Pattern.compile("^ +(\\S+) --> (\\S+): (\\S+)$", Pattern.MULTILINE);

    static LifecycleDocument read() throws IOException {
        return new LifecycleDocument(Files.readString(Path.of("docs", "order-lifecycle.md")));
    }

    /** One line for each action, role and state before the move. */
    Set<String> table() {
        Set<String> lines = new TreeSet<>();
        for (MatchResult row : findAll(ROW, text)) {
            for (String role : row.group(2).split(", ", -1)) {
                for (MatchResult from : findAll(STATE, row.group(3))) {
                    for (MatchResult to : findAll(STATE, row.group(4))) {
                        lines.add(row.group(1) + " by " + role + ": " + from.group(1) + " → " + to.group(1));
                    }
                }
            }
        }
        return lines;
    }

    Set<String> diagram() {
        Set<String> arrows = new TreeSet<>();
        findAll(ARROW, text)
                .forEach(arrow -> arrows.add(arrow.group(1) + " → " + arrow.group(2) + ": " + arrow.group(3)));
        return arrows;
    }

    private static List<MatchResult> findAll(Pattern pattern, String text) {
        return pattern.matcher(text).results().toList();
    }
}
