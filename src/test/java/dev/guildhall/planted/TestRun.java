package dev.guildhall.planted;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** Runs test classes in a new JVM, with other compiled classes of the program. */
final class TestRun {
    private static final int TIMEOUT_S = 280;
    private static final int TIMEOUT_OF_EACH_CLASS_S = 20;
    private static final int MAX_SHOWN = 300;
    private static final ObjectMapper JSON = new ObjectMapper();

    private TestRun() {}

    /** The tests that failed; a single entry for the run itself if it did not end in time. */
    static List<Failed> of(Collection<String> testClasses, Path directory, Path classes)
            throws IOException, InterruptedException {
        Path result = directory.resolve("result.json");
        Files.deleteIfExists(result);
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath(classes),
                TestRun.class.getName(),
                result.toString()));
        command.addAll(testClasses);
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("output.txt").toFile())
                .start();
        // Otherwise the tests would go on when this run is interrupted.
        Thread interrupted = new Thread(process::destroy);
        Runtime.getRuntime().addShutdownHook(interrupted);
        int timeout = TIMEOUT_S + TIMEOUT_OF_EACH_CLASS_S * testClasses.size();
        try {
            if (!process.waitFor(timeout, TimeUnit.SECONDS)) {
                return List.of(new Failed("the run", "did not end within " + timeout + " s"));
            }
        } finally {
            process.destroy();
            Runtime.getRuntime().removeShutdownHook(interrupted);
        }
        if (!Files.exists(result)) {
            throw new IOException("The tests did not run, see " + directory.resolve("output.txt"));
        }
        return JSON.readValue(result.toFile(), new TypeReference<>() {});
    }

    /** The class path of this JVM with these classes in place of {@code target/classes}; with both, Flyway finds each migration twice. */
    private static String classPath(Path classes) {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().equals(ProjectCopy.COMPILED) ? classes.toString() : entry)
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** Arguments: the file for the failures, then the test classes. */
    public static void main(String[] arguments) throws IOException {
        LauncherDiscoveryRequestBuilder request = LauncherDiscoveryRequestBuilder.request();
        for (String testClass : List.of(arguments).subList(1, arguments.length)) {
            request.selectors(DiscoverySelectors.selectClass(testClass));
        }
        LauncherDiscoveryRequest discovery = request.build();
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create().execute(discovery, listener);
        List<Failed> failed = new ArrayList<>();
        for (TestExecutionSummary.Failure failure : listener.getSummary().getFailures()) {
            failed.add(new Failed(name(failure.getTestIdentifier()), String.valueOf(failure.getException())));
        }
        if (listener.getSummary().getTestsFoundCount() == 0) {
            failed.add(new Failed("the run", "found no test"));
        }
        JSON.writeValue(Path.of(arguments[0]).toFile(), failed);
        // Threads that a failed test has left running would keep the JVM from exiting.
        System.exit(0);
    }

    /** The display name; for a parameterized test with the name of its method. */
    private static String name(TestIdentifier test) {
        String method = test.getSource()
                .map(source -> source instanceof MethodSource in ? in.getMethodName() : "")
                .orElse("");
        return test.getDisplayName().startsWith(method) ? test.getDisplayName() : method + " " + test.getDisplayName();
    }

    record Failed(String test, String message) {
        boolean contains(String text) {
            return (test + " " + message).contains(text);
        }

        String inShort() {
            return test + ": "
                    + (message.length() > MAX_SHOWN ? message.substring(0, MAX_SHOWN) + "…" : message)
                            .replaceAll("\\s+", " ");
        }
    }
}
