package dev.guildhall.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The keys of an identity provider, served and used by Node.js with {@code jose}, in another process. */
public final class JwksServer implements AutoCloseable {
    public static final String ISSUER = "https://login.example/";

    private static final Path SCRIPT = Path.of("src/test/js/jwks-server.js");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final Process node;
    private final String url;

    private JwksServer(Process node, int port) {
        this.node = node;
        this.url = "http://127.0.0.1:" + port;
    }

    /** Whether {@code npm ci} was run in {@code src/test/js}. */
    public static boolean canStart() {
        return Files.isDirectory(SCRIPT.resolveSibling("node_modules"));
    }

    public static JwksServer start() {
        try {
            Process node = new ProcessBuilder("node", SCRIPT.toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            BufferedReader output = new BufferedReader(new InputStreamReader(node.getInputStream(), UTF_8));
            return new JwksServer(node, Integer.parseInt(output.readLine()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The address of the keys. */
    public String jwks() {
        return url + "/jwks";
    }

    /** Makes a key and publishes it. */
    public void add(String kid, String algorithm) {
        add(Map.of("kid", kid, "alg", algorithm));
    }

    /** @param key as {@code jwks-server.js} reads it */
    void add(Map<String, ?> key) {
        command("/add", key);
    }

    void withdraw(String kid) {
        command("/withdraw", Map.of("kid", kid));
    }

    /** What is answered from now on: {@code keys}, or something else that {@code jwks-server.js} knows. */
    void answer(String kind) {
        command("/answer", Map.of("kind", kind));
    }

    /** How often the keys were asked for. */
    int asked() {
        return command("/asked", Map.of()).path("asked").asInt();
    }

    public String sign(String kid, Map<String, ?> payload) {
        return sign(kid, Map.of(), payload);
    }

    /** @param header members that replace the usual ones */
    String sign(String kid, Map<String, ?> header, Map<String, ?> payload) {
        return command("/sign", Map.of("kid", kid, "header", header, "payload", payload))
                .path("token")
                .asText();
    }

    private JsonNode command(String path, Map<String, ?> body) {
        try {
            HttpResponse<String> response = http.send(
                    HttpRequest.newBuilder(URI.create(url + path))
                            .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Nobody listens on its port any more. */
    @Override
    public void close() {
        node.destroy();
        try {
            node.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
