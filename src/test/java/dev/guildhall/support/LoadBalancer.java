package dev.guildhall.support;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** HAProxy with the configuration in {@code docs/deploy}; only the addresses are those of the test. */
public final class LoadBalancer implements AutoCloseable {
    private final Process process;
    private final int port;

    private LoadBalancer(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** For {@code @EnabledIf} on the tests that need it. */
    public static boolean isInstalled() {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, "haproxy")));
    }

    /** A load balancer that treats this machine as the frontend's server, whose requests it does not limit. */
    public static LoadBalancer inFrontOf(List<NodeProcess> nodes) throws IOException {
        return inFrontOfPorts(nodes.stream().map(NodeProcess::port).toList());
    }

    public static LoadBalancer inFrontOfPorts(List<Integer> nodes) throws IOException {
        return inFrontOf(nodes, Path.of("target", "haproxy.log"), Map.of("FRONTEND_NET", "127.0.0.1"));
    }

    /** @param nodes the ports of the nodes */
    public static LoadBalancer inFrontOf(List<Integer> nodes, Path log, Map<String, String> variables)
            throws IOException {
        int port = freePort();
        ProcessBuilder command = new ProcessBuilder(
                        "haproxy",
                        "-f",
                        Path.of("docs", "deploy", "haproxy.cfg").toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        command.environment().putAll(variables);
        command.environment().put("LISTEN", "127.0.0.1:" + port);
        for (int i = 0; i < nodes.size(); i++) {
            command.environment().put("NODE_" + (i + 1), "127.0.0.1:" + nodes.get(i));
        }
        Process started = command.start();
        Runtime.getRuntime().addShutdownHook(new Thread(started::destroyForcibly));
        return new LoadBalancer(started, port).awaitReady();
    }

    private LoadBalancer awaitReady() {
        long deadline = System.nanoTime() + 20_000_000_000L;
        while (process.isAlive() && System.nanoTime() < deadline) {
            try {
                if (api().get("/health/ready").status() == 200) {
                    return this;
                }
            } catch (UncheckedIOException e) {
                // HAProxy does not listen yet.
            }
        }
        throw new AssertionError("HAProxy is not ready; see target/haproxy.log");
    }

    public int port() {
        return port;
    }

    public ApiClient api() {
        return new ApiClient(port);
    }

    public TestSockets sockets() {
        return new TestSockets(port);
    }

    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
