package dev.guildhall.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.support.Market;
import dev.guildhall.support.Person;
import dev.guildhall.support.TestGig;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("API-27")
class HeadIT {
    @RegisterExtension
    static final Market market = new Market();

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final Person anna = market.aUser("Anna");

    @Test
    void hasTheHeadersOfGetAndNoBody() throws Exception {
        TestGig gig = market.aGig().create();
        for (String path : List.of(
                "/gigs?limit=5",
                "/gigs/" + gig.id(),
                "/users/" + gig.freelancer().id(),
                "/me",
                "/orders",
                "/orders/" + gig.id(),
                "/conversations",
                "/order-transitions",
                "/docs",
                "/openapi.yaml",
                "/nowhere")) {
            HttpResponse<String> get = send("GET", path);
            HttpResponse<String> head = send("HEAD", path);

            assertThat(head.statusCode()).as("%s: %s", path, get.body()).isEqualTo(get.statusCode());
            assertThat(head.body()).as(path).isEmpty();
            for (String header : List.of(
                    "Content-Length", "Content-Type", "ETag", "Cache-Control", "Vary", "X-Content-Type-Options")) {
                assertThat(head.headers().allValues(header))
                        .as("%s of %s", header, path)
                        .isEqualTo(get.headers().allValues(header));
            }
            assertThat(head.headers().firstValue("RateLimit")).as(path).isEmpty();
        }
    }

    @Test
    void answersProbes() throws Exception {
        assertThat(send("HEAD", "/health/live").statusCode()).isEqualTo(200);
        assertThat(send("HEAD", "/health/ready").statusCode()).isEqualTo(200);
    }

    @Test
    void isNotModifiedAsGetIs() throws Exception {
        assertThat(send("HEAD", "/gigs/" + market.aGig().create().id(), "If-None-Match", "\"1\"")
                        .statusCode())
                .isEqualTo(304);
    }

    private HttpResponse<String> send(String method, String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + market.server().port() + path))
                .header("Authorization", "Bearer " + anna.token())
                .method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
