package dev.guildhall.demo;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Calls our own API as a frontend does, so that the demo data follows the same rules as that of users. Blocks. */
final class DemoApi {
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(20);

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(REQUEST_TIMEOUT).build();
    private final String url;

    DemoApi(String url) {
        this.url = url;
    }

    JsonObject get(String token, String path) throws IOException {
        return send(token, "GET", path, new JsonObject());
    }

    JsonObject post(String token, String path, JsonObject body) throws IOException {
        return send(token, "POST", path, body);
    }

    JsonObject patch(String token, String path, JsonObject body) throws IOException {
        return send(token, "PATCH", path, body);
    }

    private JsonObject send(String token, String method, String path, JsonObject body) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(REQUEST_TIMEOUT)
                .header("Authorization", "Bearer " + token)
                .method(
                        method,
                        method.equals("GET")
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body.encode()));
        if (!method.equals("GET")) {
            request.header("Content-Type", "application/json");
        }
        try {
            HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() >= 300) {
                throw new IOException(method + " " + path + " failed: " + response.body());
            }
            return new JsonObject(response.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted", e);
        }
    }
}
