package dev.guildhall.support;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.guildhall.app.Main;
import dev.guildhall.db.DatabaseAddress;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A node in its own process, which a test can kill, pause, stop and restart on the same port. */
public final class NodeProcess implements AutoCloseable {
    private final List<String> command;
    private final Map<String, String> environment;
    private final int port;
    private Process process;

    private NodeProcess(List<String> command, Map<String, String> environment, int port) throws IOException {
        this.command = command;
        this.environment = environment;
        this.port = port;
        this.process = launch();
    }

    /** Starts a node and does not wait for it; see {@link #awaitListening}. */
    public static NodeProcess on(TestDatabase database, int port, Map<String, String> variables) throws IOException {
        return on(database.address(), port, variables);
    }

    public static NodeProcess on(DatabaseAddress database, int port, Map<String, String> variables) throws IOException {
        Map<String, String> environment = environment(database, port);
        environment.putAll(variables);
        return new NodeProcess(java(List.of("-Xmx128m")), environment, port);
    }

    /** @param memory the JVM's options for its memory */
    public static NodeProcess with(List<String> memory, TestDatabase database, int port) throws IOException {
        return new NodeProcess(java(memory), environment(database.address(), port), port);
    }

    /** A node that is started as in the image with this memory limit, in its own cgroup if one can be created. */
    public static NodeProcess inContainer(int mib, TestDatabase database, int port) throws IOException {
        Path image = Files.createDirectories(Path.of("target", "image").toAbsolutePath());
        Files.copy(
                Path.of("src", "main", "image", "start.sh"),
                image.resolve("start.sh"),
                StandardCopyOption.REPLACE_EXISTING);
        Files.copy(
                Path.of("target", "guildhall.jar"),
                image.resolve("guildhall.jar"),
                StandardCopyOption.REPLACE_EXISTING);
        String bytes = String.valueOf(mib * 1_048_576L);
        Files.writeString(image.resolve("memory.max"), bytes);
        Map<String, String> environment = environment(database.address(), port);
        environment.put("CGROUP_ROOT", image.toString());
        String enter = cgroup(bytes).map(procs -> "echo $$ >" + procs + " && ").orElse("");
        return new NodeProcess(List.of("sh", "-c", enter + "exec sh " + image.resolve("start.sh")), environment, port);
    }

    /** The file to which a process writes its id to be limited to this memory; empty if there are no rights for cgroups. */
    private static Optional<Path> cgroup(String bytes) {
        Path root = Path.of("/sys/fs/cgroup");
        Path old = root.resolve("memory");
        String name = "guildhall-test-" + ProcessHandle.current().pid();
        try {
            Path group = Files.createDirectories((Files.exists(old) ? old : root).resolve(name));
            Files.writeString(group.resolve(Files.exists(old) ? "memory.limit_in_bytes" : "memory.max"), bytes);
            return Optional.of(group.resolve("cgroup.procs"));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The peak of the process's memory so far (VmHWM). */
    public int peakMemoryMib() throws IOException {
        return Files.readAllLines(Path.of("/proc", String.valueOf(process.pid()), "status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToInt(line -> Integer.parseInt(line.replaceAll("\\D", "")) / 1_024)
                .findFirst()
                .orElseThrow(() -> new AssertionError("the node has ended"));
    }

    private static List<String> java(List<String> memory) {
        List<String> text = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        text.addAll(memory);
        text.addAll(List.of(
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                // Otherwise the logback-test.xml of the tests would be used.
                "-Dlogback.configurationFile=" + Path.of("src", "main", "resources", "logback.xml"),
                Main.class.getName()));
        return text;
    }

    private static Map<String, String> environment(DatabaseAddress database, int port) {
        Map<String, String> environment = new HashMap<>(Server.HIGH_LIMITS);
        environment.putAll(Map.of(
                "DATABASE_URL",
                TestDatabase.url(database),
                "DATABASE_POOL_SIZE",
                "8",
                "HOST",
                "127.0.0.1",
                "PORT",
                String.valueOf(port),
                "JWT_SECRET",
                Jwt.SECRET,
                "SERVICE_TOKEN",
                Server.SERVICE_TOKEN,
                "MESSAGE_RATE",
                "0"));
        return environment;
    }

    public int port() {
        return port;
    }

    @CanIgnoreReturnValue
    public NodeProcess awaitListening() {
        linesUntil("listens on");
        drain(process.inputReader());
        return this;
    }

    /** Reads the log up to a line that contains these words. */
    @CanIgnoreReturnValue
    public List<String> linesUntil(String text) {
        List<String> lines = new ArrayList<>();
        BufferedReader log = process.inputReader();
        try {
            for (String line = log.readLine(); line != null; line = log.readLine()) {
                lines.add(line);
                if (line.contains(text)) {
                    return lines;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new AssertionError("the node has ended: " + lines);
    }

    /** Reads and drops the rest of the log, since the pipe must not fill up. */
    private static void drain(BufferedReader log) {
        Thread reader = new Thread(() -> log.lines().forEach(line -> {}), "log of a node");
        reader.setDaemon(true);
        reader.setUncaughtExceptionHandler((thread, closed) -> {});
        reader.start();
    }

    /** Waits until the node exits by itself, and returns its exit status. */
    public int awaitExit() throws InterruptedException {
        return process.waitFor();
    }

    /** Sends SIGTERM and returns when the node has exited. */
    public void stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            throw new AssertionError("a node did not stop within 10 s");
        }
    }

    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    public void signal(String name) throws IOException, InterruptedException {
        int status = new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                .inheritIO()
                .start()
                .waitFor();
        if (status != 0) {
            throw new AssertionError("cannot send " + name);
        }
    }

    public void restart() throws IOException {
        process = launch();
        awaitListening();
    }

    private Process launch() throws IOException {
        ProcessBuilder node = new ProcessBuilder(command).redirectErrorStream(true);
        node.environment().keySet().removeIf(name -> name.startsWith("JDK_") || name.startsWith("JAVA_TOOL"));
        node.environment().putAll(environment);
        Process started = node.start();
        Runtime.getRuntime().addShutdownHook(new Thread(started::destroyForcibly));
        return started;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
