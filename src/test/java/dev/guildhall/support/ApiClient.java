package dev.guildhall.support;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Calls the API over HTTP as a frontend does: {@code api.as(client).post("/orders", Map.of("gig_id", gig.id()))}. Immutable: each
 * method for a user or a header returns a new client. A call blocks until the response is received, and fails if the response, or
 * the request that was accepted, does not match the contract.
 */
public final class ApiClient {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();
    private static final ObjectMapper JSON = new ObjectMapper();

    private final int port;
    private final List<Map.Entry<String, String>> headers;

    public ApiClient(int port) {
        this(port, List.of());
    }

    private ApiClient(int port, List<Map.Entry<String, String>> headers) {
        this.port = port;
        this.headers = headers;
    }

    public ApiClient as(Person person) {
        return with("Authorization", "Bearer " + person.token());
    }

    /** Authenticates by cookie, as a browser does on the frontend's own site. */
    public ApiClient byCookie(Person person) {
        return with("Cookie", "authjs.session-token=" + person.token()).with("Origin", Server.ORIGIN);
    }

    /** A client that also sends this header; it replaces an earlier header of this name. */
    public ApiClient with(String name, String value) {
        ApiClient without = without(name);
        List<Map.Entry<String, String>> more = new ArrayList<>(without.headers);
        more.add(Map.entry(name, value));
        return new ApiClient(port, List.copyOf(more));
    }

    public ApiClient without(String name) {
        return new ApiClient(
                port,
                headers.stream()
                        .filter(header -> !header.getKey().equalsIgnoreCase(name))
                        .toList());
    }

    public Answer get(String path) {
        return send("GET", path, null);
    }

    public Answer delete(String path) {
        return send("DELETE", path, null);
    }

    public Answer post(String path, Object body) {
        return send("POST", path, body);
    }

    public Answer patch(String path, Object body) {
        return send("PATCH", path, body);
    }

    /** Without a body. */
    public Answer patch(String path) {
        return send("PATCH", path, null);
    }

    public Answer put(String path, Object body) {
        return send("PUT", path, body);
    }

    /** Sends a String or bytes unchanged, and any other body as JSON. */
    public Answer send(String method, String path, @Nullable Object body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(TIMEOUT)
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(bytes(body)));
        if (body != null && headers.stream().noneMatch(header -> header.getKey().equalsIgnoreCase("Content-Type"))) {
            request.setHeader("Content-Type", "application/json");
        }
        headers.forEach(header -> request.header(header.getKey(), header.getValue()));
        try {
            HttpResponse<byte[]> response = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            new Exchange(
                            method,
                            path,
                            headers,
                            body == null ? new byte[0] : bytes(body),
                            response.statusCode(),
                            response.headers(),
                            response.body())
                    .check();
            return new Answer(method + " " + path, response.statusCode(), response.headers(), response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + path + " got no response", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static byte[] bytes(Object body) {
        if (body instanceof byte[] bytes) {
            return bytes;
        }
        try {
            return body instanceof String text ? text.getBytes(UTF_8) : JSON.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
