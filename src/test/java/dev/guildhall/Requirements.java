package dev.guildhall;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The requirements in {@code docs/prd.md}.
 *
 * @param all the rows of its tables, in their order
 * @param planned the ids that need no test yet
 */
record Requirements(List<Requirement> all, Set<String> planned) {
    static final Pattern ID = Pattern.compile("[A-Z]+-[1-9]\\d*");

    private static final Path DOCUMENT = Path.of("docs", "prd.md");
    private static final Pattern ROW = Pattern.compile("^\\| (" + ID + ") \\| (.+) \\|$", Pattern.MULTILINE);
    private static final String PLANNED = "\n## Planned\n";

    record Requirement(String id, String text) {
        String area() {
            return id.substring(0, id.indexOf('-'));
        }
    }

    static Requirements read() throws IOException {
        String document = Files.readString(DOCUMENT);
        int end = document.indexOf(PLANNED);
        if (end < 0) {
            throw new IllegalStateException(DOCUMENT + " has no section 'Planned'");
        }
        List<Requirement> all = ROW.matcher(document.substring(0, end))
                .results()
                .map(row -> new Requirement(row.group(1), row.group(2)))
                .toList();
        Set<String> planned = ID.matcher(document.substring(end))
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
        return new Requirements(all, planned);
    }

    List<String> ids() {
        return all.stream().map(Requirement::id).toList();
    }
}
