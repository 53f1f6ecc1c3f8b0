package dev.guildhall.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class TrainingRunTest {
    @Tag("RUN-10")
    @Test
    void servesWithoutADatabaseAndEnds() throws Exception {
        Process run = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        // Otherwise the logback-test.xml of the tests would be used.
                        "-Dlogback.configurationFile=" + Path.of("src", "main", "resources", "logback.xml"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        TrainingRun.class.getName())
                .redirectErrorStream(true)
                .start();
        String output = new String(run.getInputStream().readAllBytes(), UTF_8);
        assertThat(run.waitFor()).as(output).isZero();
        assertThat(output).contains("/docs is answered by 200", "/gigs is answered by 503", "/me is answered by 401");
    }
}
