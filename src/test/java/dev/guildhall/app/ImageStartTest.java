package dev.guildhall.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The memory that the start script of the image gives to the JVM, for containers of different sizes. */
@Tag("RUN-18")
@EnabledOnOs(OS.LINUX)
class ImageStartTest {
    private static final Path START =
            Path.of("src", "main", "image", "start.sh").toAbsolutePath();
    /** The measured need of a node under load besides heap and direct memory, in MiB; see docs/operations.md. */
    private static final int NATIVE_MIB = 160;

    @TempDir
    Path directory;

    private Path cgroup;

    @BeforeEach
    void replaceJavaByAScriptThatPrintsItsOptions() throws IOException {
        cgroup = Files.createDirectory(directory.resolve("cgroup"));
        Path java = Files.createDirectory(directory.resolve("bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\necho \"$$ $JAVA_TOOL_OPTIONS\"\necho \"$@\"\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @ParameterizedTest
    @ValueSource(ints = {384, 400, 512, 768, 1024, 2048})
    void staysWithinTheLimit(int mib) throws Exception {
        limit("memory.max", bytes(mib));
        Started started = start(Map.of());
        long heap = started.number("-Xmx(\\d+)m");
        long direct = started.number("-Dio.netty.maxDirectMemory=(\\d+)") / 1_048_576;
        long ofJvm = started.number("-XX:MaxDirectMemorySize=(\\d+)m");
        long garbageCollector = heap / 12;
        assertThat(heap + ofJvm - 8 + NATIVE_MIB + garbageCollector).isBetween(mib - 4L, (long) mib);
        assertThat(direct).isGreaterThanOrEqualTo(64 + heap / 8).isLessThan(ofJvm);
        assertThat(heap).isGreaterThanOrEqualTo(112);
        assertThat(started.options()).contains("-XX:+ExitOnOutOfMemoryError");
    }

    @Test
    void readsTheLimitOfAnOlderKernel() throws Exception {
        Files.createDirectory(cgroup.resolve("memory"));
        limit("memory/memory.limit_in_bytes", bytes(512));
        long old = start(Map.of()).number("-Xmx(\\d+)m");
        limit("memory.max", bytes(512));
        assertThat(start(Map.of()).number("-Xmx(\\d+)m")).isEqualTo(old);
    }

    @Test
    void usesTheMemoryOfTheMachineWithoutALimit() throws Exception {
        long none = start(Map.of()).number("-Xmx(\\d+)m");
        limit("memory.max", "max");
        assertThat(start(Map.of()).number("-Xmx(\\d+)m")).isEqualTo(none);
        limit("memory.max", "9223372036854771712");
        assertThat(start(Map.of()).number("-Xmx(\\d+)m")).isEqualTo(none);
        Matcher machine = Pattern.compile("MemTotal:\\s+(\\d+) kB").matcher(Files.readString(Path.of("/proc/meminfo")));
        assertThat(machine.find()).isTrue();
        assertThat(none).isBetween(100L, Long.parseLong(machine.group(1)) / 1_024);
    }

    @Test
    void refusesTooLittleMemory() throws Exception {
        limit("memory.max", bytes(383));
        Started started = start(Map.of());
        assertThat(started.status()).isEqualTo(1);
        assertThat(started.output())
                .isEqualTo("Guildhall needs 384 MiB of memory, and this container may use 383 MiB: raise its limit.\n");
    }

    @Test
    void theEnvironmentOverridesItsOptions() throws Exception {
        limit("memory.max", bytes(512));
        Started started = start(Map.of("JAVA_TOOL_OPTIONS", "-Xmx99m", "JAVA_OPTS", "-Dany=thing -Xms9m"));
        assertThat(started.options()).matches("(?s).*-Xmx2\\d\\dm .*-Xmx99m");
        assertThat(started.arguments()).isEqualTo("-Dany=thing -Xms9m -jar " + START.getParent() + "/guildhall.jar");
    }

    @Test
    void setsNoHeapIfTheEnvironmentSetsAPercentage() throws Exception {
        limit("memory.max", bytes(512));
        for (String variable : List.of("JAVA_TOOL_OPTIONS", "JAVA_OPTS")) {
            assertThat(start(Map.of(variable, "-XX:MaxRAMPercentage=50.0")).options())
                    .doesNotContain("-Xmx")
                    .contains("-XX:MaxDirectMemorySize=");
        }
    }

    @Test
    void usesTheClassesOfTheTrainingRun() throws Exception {
        limit("memory.max", bytes(512));
        Path image = Files.createDirectory(directory.resolve("image"));
        Path copy = Files.copy(START, image.resolve("start.sh"));
        Files.createFile(image.resolve("guildhall.aot"));
        assertThat(start(copy, Map.of("JAVA_OPTS", "-Dany=thing")).arguments())
                .isEqualTo("-XX:AOTCache=%1$s/guildhall.aot -Dany=thing -jar %1$s/guildhall.jar".formatted(image));
    }

    /** SIGTERM goes to the first process of a container, so this must be the JVM and not the shell. */
    @Test
    void replacesItselfWithTheJvm() throws Exception {
        Started started = start(Map.of());
        assertThat(started.output()).startsWith(started.pid() + " ");
    }

    private record Started(int status, String output, long pid) {
        String options() {
            return output.lines().findFirst().orElse("");
        }

        String arguments() {
            return output.lines().skip(1).findFirst().orElse("");
        }

        long number(String pattern) {
            assertThat(status).as("%s", output).isZero();
            Matcher found = Pattern.compile(pattern).matcher(output);
            assertThat(found.find()).as("%s", output).isTrue();
            return Long.parseLong(found.group(1));
        }
    }

    private Started start(Map<String, String> variables) throws IOException, InterruptedException {
        return start(START, variables);
    }

    private Started start(Path script, Map<String, String> variables) throws IOException, InterruptedException {
        ProcessBuilder command = new ProcessBuilder("sh", script.toString()).redirectErrorStream(true);
        command.environment().keySet().removeIf(name -> name.startsWith("JAVA_"));
        command.environment().put("PATH", directory.resolve("bin") + ":" + System.getenv("PATH"));
        command.environment().put("CGROUP_ROOT", cgroup.toString());
        command.environment().putAll(variables);
        Process process = command.start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Started(process.waitFor(), output, process.pid());
    }

    private void limit(String file, String value) throws IOException {
        Files.writeString(cgroup.resolve(file), value + "\n");
    }

    private static String bytes(int mib) {
        return String.valueOf(mib * 1_048_576L);
    }
}
