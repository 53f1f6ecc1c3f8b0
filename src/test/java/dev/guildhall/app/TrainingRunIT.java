package dev.guildhall.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.support.LoadBalancer;
import dev.guildhall.support.NodeProcess;
import dev.guildhall.support.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("RUN-10")
class TrainingRunIT {
    /** A node loads about 5,000 classes of libraries. Those that are left belong to connections that succeed. */
    private static final int MAX_CLASSES_LEFT_TO_A_NODE = 100;

    private static final Pattern LOADED_FROM_JAR = Pattern.compile("(\\S+) source: (?:jar:)?file:");

    @TempDir
    Path directory;

    @Test
    void servesWithoutADatabaseAndEnds() throws Exception {
        assertThat(train()).contains("/docs is answered by 200", "/gigs is answered by 503", "/me is answered by 401");
    }

    @Test
    void loadsNearlyAllClassesThatANodeUses() throws Exception {
        train();
        try (TestDatabase database = TestDatabase.fresh();
                NodeProcess node = NodeProcess.with(List.of(logTo("node.log")), database, LoadBalancer.freePort())) {
            node.awaitListening();
            node.stop();
        }
        Set<String> left = loaded("node.log");
        assertThat(left).hasSizeGreaterThan(1_000);
        left.removeAll(loaded("training.log"));
        assertThat(left).hasSizeLessThan(MAX_CLASSES_LEFT_TO_A_NODE);
    }

    private String train() throws IOException, InterruptedException {
        Process run = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        logTo("training.log"),
                        "-cp",
                        Path.of("target", "guildhall.jar").toString(),
                        TrainingRun.class.getName())
                .redirectErrorStream(true)
                .start();
        String output = new String(run.getInputStream().readAllBytes(), UTF_8);
        assertThat(run.waitFor()).as(output).isZero();
        return output;
    }

    private String logTo(String file) {
        return "-Xlog:class+load:file=" + directory.resolve(file);
    }

    /** Those of the jar, or of the class path of the tests; not those that the JVM generates. */
    private Set<String> loaded(String file) throws IOException {
        return LOADED_FROM_JAR
                .matcher(Files.readString(directory.resolve(file)))
                .results()
                .map(result -> result.group(1))
                .collect(Collectors.toSet());
    }
}
