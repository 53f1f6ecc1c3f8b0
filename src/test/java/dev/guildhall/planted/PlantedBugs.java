package dev.guildhall.planted;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Plants each bug in a copy of the project and runs the test class that must notice it. Exits with status 1 if fewer than
 * {@link #MIN_PERCENT} of the bugs are noticed.
 */
public final class PlantedBugs {
    private static final int MIN_PERCENT = 95;
    private static final Path TESTS = Path.of("src", "test", "java");

    private enum Outcome {
        /** A test of the class fails, and its name or message contains the expected text. */
        NOTICED,
        /** A test of the class fails, but without the expected text. */
        BY_CHANCE,
        /** No test of the class fails. */
        SLIPPED,
        /** The code has changed, so that the bug cannot be planted or does not compile. */
        INAPPLICABLE
    }

    private PlantedBugs() {}

    /** Argument: the name of a list, or a part of the sentences of bugs; empty or missing for all bugs. */
    public static void main(String[] arguments) throws IOException, InterruptedException, ExecutionException {
        List<PlantedBug> bugs = PlantedBug.matching(arguments.length == 0 ? "" : arguments[0]);
        Map<String, String> classes = testClasses();
        BlockingQueue<ProjectCopy> copies = new LinkedBlockingQueue<>();
        int processors = Runtime.getRuntime().availableProcessors();
        for (int i = 1; i <= processors; i++) {
            copies.add(ProjectCopy.fresh(i));
        }
        List<TestRun.Failed> withoutBugs = TestRun.of(
                bugs.stream().map(bug -> classes.get(bug.noticedBy())).collect(Collectors.toCollection(TreeSet::new)),
                copies.element().directory(),
                ProjectCopy.COMPILED);
        if (!withoutBugs.isEmpty()) {
            withoutBugs.forEach(failed -> System.out.println("fails without any bug: " + failed.inShort()));
            System.exit(1);
        }
        ExecutorService threads = Executors.newFixedThreadPool(processors);
        List<Future<Outcome>> outcomes = new ArrayList<>();
        for (PlantedBug bug : bugs) {
            outcomes.add(threads.submit(() -> {
                ProjectCopy copy = copies.take();
                try {
                    return tryOut(bug, classes, copy);
                } finally {
                    copies.add(copy);
                }
            }));
        }
        Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);
        for (Future<Outcome> outcome : outcomes) {
            counts.merge(outcome.get(), 1, Integer::sum);
        }
        int noticed = counts.getOrDefault(Outcome.NOTICED, 0);
        System.out.printf("%d of %d planted bugs are noticed: %s%n", noticed, bugs.size(), counts);
        System.exit(noticed * 100 >= MIN_PERCENT * bugs.size() ? 0 : 1);
    }

    private static Outcome tryOut(PlantedBug bug, Map<String, String> classes, ProjectCopy copy)
            throws IOException, InterruptedException {
        long start = System.nanoTime();
        Outcome outcome;
        String details = "";
        try {
            details = copy.compileWith(bug);
            if (details.isEmpty()) {
                List<TestRun.Failed> failed =
                        TestRun.of(List.of(classes.get(bug.noticedBy())), copy.directory(), copy.classes());
                outcome = failed.stream().anyMatch(test -> test.contains(bug.says()))
                        ? Outcome.NOTICED
                        : failed.isEmpty() ? Outcome.SLIPPED : Outcome.BY_CHANCE;
                details = failed.stream().map(TestRun.Failed::inShort).collect(Collectors.joining("\n"));
            } else {
                outcome = Outcome.INAPPLICABLE;
            }
        } catch (Edit.InapplicableException e) {
            outcome = Outcome.INAPPLICABLE;
            details = String.valueOf(e.getMessage());
        }
        String line = "%-12s %s (%s, %d s)"
                .formatted(outcome, bug.bug(), bug.noticedBy(), (System.nanoTime() - start) / 1_000_000_000);
        // In one call, since other threads print too.
        System.out.println(
                outcome == Outcome.NOTICED
                        ? line
                        : line + "\n" + details.indent(4).stripTrailing());
        return outcome;
    }

    /** Full names of test classes by their simple names. */
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
