package dev.guildhall.planted;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Plants each bug in a copy of the project and runs the test class that is to notice it. Ends with status 1 where fewer are noticed
 * than {@link #MIN_PERCENT}.
 */
public final class PlantedBugs {
    private static final int MIN_PERCENT = 95;
    private static final Path TESTS = Path.of("src", "test", "java");

    private enum Outcome {
        /** The test that is meant for it fails and says what is wrong. */
        NOTICED,
        /** That class fails, but with other words. */
        BY_CHANCE,
        SLIPPED,
        /** The list is wrong: the code is another one by now. */
        INAPPLICABLE
    }

    private PlantedBugs() {}

    /** Argument: which, by the name of their list or a part of their sentence; all where it is empty. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        List<PlantedBug> bugs = PlantedBug.matching(arguments.length == 0 ? "" : arguments[0]);
        Map<String, String> classes = testClasses();
        ProjectCopy copy = ProjectCopy.fresh();
        List<TestRun.Failed> withoutBugs = TestRun.of(
                bugs.stream().map(bug -> classes.get(bug.noticedBy())).collect(Collectors.toCollection(TreeSet::new)),
                copy.directory(),
                ProjectCopy.COMPILED);
        if (!withoutBugs.isEmpty()) {
            withoutBugs.forEach(failed -> System.out.println("fails without any bug: " + failed.inShort()));
            System.exit(1);
        }
        Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);
        for (PlantedBug bug : bugs) {
            counts.merge(tried(bug, classes, copy), 1, Integer::sum);
        }
        int noticed = counts.getOrDefault(Outcome.NOTICED, 0);
        System.out.printf("%d of %d planted bugs are noticed: %s%n", noticed, bugs.size(), counts);
        System.exit(noticed * 100 >= MIN_PERCENT * bugs.size() ? 0 : 1);
    }

    private static Outcome tried(PlantedBug bug, Map<String, String> classes, ProjectCopy copy)
            throws IOException, InterruptedException {
        long begun = System.nanoTime();
        Outcome outcome;
        String why = "";
        try {
            why = copy.compileWith(bug);
            if (why.isEmpty()) {
                List<TestRun.Failed> failed =
                        TestRun.of(List.of(classes.get(bug.noticedBy())), copy.directory(), copy.classes());
                outcome = failed.stream().anyMatch(test -> test.says(bug.says()))
                        ? Outcome.NOTICED
                        : failed.isEmpty() ? Outcome.SLIPPED : Outcome.BY_CHANCE;
                why = failed.stream().map(TestRun.Failed::inShort).collect(Collectors.joining("\n"));
            } else {
                outcome = Outcome.INAPPLICABLE;
            }
        } catch (Edit.InapplicableException e) {
            outcome = Outcome.INAPPLICABLE;
            why = String.valueOf(e.getMessage());
        }
        System.out.printf(
                "%-12s %s (%s, %d s)%n",
                outcome, bug.bug(), bug.noticedBy(), (System.nanoTime() - begun) / 1_000_000_000);
        if (outcome != Outcome.NOTICED) {
            why.lines().forEach(line -> System.out.println("    " + line));
        }
        return outcome;
    }

    /** Full names of test classes by their simple ones. */
    static Map<String, String> testClasses() throws IOException {
        Map<String, String> classes = new TreeMap<>();
        try (Stream<Path> files = Files.walk(TESTS)) {
            files.map(file -> TESTS.relativize(file).toString())
                    .filter(file -> file.endsWith(".java"))
                    .map(file -> file.replace(".java", "").replace('/', '.').replace('\\', '.'))
                    .forEach(name -> classes.put(name.substring(name.lastIndexOf('.') + 1), name));
        }
        return classes;
    }
}
