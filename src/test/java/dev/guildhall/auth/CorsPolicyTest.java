package dev.guildhall.auth;

import static dev.guildhall.auth.SimilarOrigins.ALLOWED;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(VertxExtension.class)
class CorsPolicyTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private static int port;

    @BeforeAll
    static void start(Vertx vertx) throws Exception {
        Router router = Router.router(vertx);
        router.route()
                .handler(new CorsPolicy(new OriginPolicy(SimilarOrigins.ALL_ALLOWED), Set.of("X-Tenant", "X-Span")));
        router.route("/fine").handler(ctx -> ctx.response().end("fine").onFailure(ctx::fail));
        router.get("/refused").handler(ctx -> ctx.fail(409));
        router.get("/broken").handler(ctx -> {
            throw new IllegalStateException("broken on purpose");
        });
        router.route()
                .failureHandler(ctx ->
                        ctx.response().setStatusCode(ctx.statusCode()).end().onFailure(ctx::fail));
        Future<HttpServer> server =
                vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1");
        port = server.toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS)
                .actualPort();
    }

    @Tag("AUTH-9")
    @ParameterizedTest
    @ValueSource(strings = {"/fine", "/refused", "/broken", "/nowhere"})
    void letsAnAllowedOriginReadEveryResponse(String path) throws Exception {
        HttpHeaders response = send("GET", path, "Origin", ALLOWED).headers();

        assertThat(response.allValues("access-control-allow-origin")).containsExactly(ALLOWED);
        assertThat(response.allValues("access-control-allow-credentials")).containsExactly("true");
        assertThat(response.allValues("access-control-expose-headers"))
                .containsExactly("ETag, Location, RateLimit, RateLimit-Policy, Retry-After, X-Request-Id");
        assertThat(response.allValues("vary")).containsExactly("Origin");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/fine", "/refused", "/broken", "/nowhere"})
    void sendsVaryWithoutAnOriginHeaderToo(String path) throws Exception {
        HttpResponse<String> response = send("GET", path);

        assertThat(response.headers().allValues("vary")).containsExactly("Origin");
        assertNoCorsHeaders(response.headers());
    }

    @Test
    void answersAnAllowedPreflight() throws Exception {
        HttpResponse<String> response =
                send("OPTIONS", "/nowhere", "Origin", ALLOWED, "Access-Control-Request-Method", "PATCH");

        assertThat(response.statusCode()).isEqualTo(204);
        assertThat(response.headers().map())
                .containsEntry("access-control-allow-origin", List.of(ALLOWED))
                .containsEntry("access-control-allow-credentials", List.of("true"))
                .containsEntry("access-control-allow-methods", List.of("GET, HEAD, POST, PATCH, PUT, DELETE"))
                .containsEntry(
                        "access-control-allow-headers",
                        List.of("Content-Type, Authorization, Idempotency-Key, If-Match, If-None-Match, X-Request-Id, "
                                + "traceparent, tracestate, baggage, sentry-trace, X-Span, X-Tenant"))
                .containsEntry("access-control-max-age", List.of("600"))
                .containsEntry("vary", List.of("Origin"));
    }

    @Tag("AUTH-9")
    @ParameterizedTest
    @MethodSource("sendableOrigins")
    void sendsNoCorsHeadersToOtherOrigins(String origin) throws Exception {
        HttpResponse<String> preflight =
                send("OPTIONS", "/fine", "Origin", origin, "Access-Control-Request-Method", "POST");
        assertThat(preflight.statusCode()).isEqualTo(204);
        assertThat(preflight.headers().allValues("vary")).containsExactly("Origin");
        assertNoCorsHeaders(preflight.headers());

        HttpResponse<String> plain = send("GET", "/fine", "Origin", origin);
        assertThat(plain.body()).isEqualTo("fine");
        assertNoCorsHeaders(plain.headers());
    }

    /** The HTTP client can send only ASCII. */
    static Stream<String> sendableOrigins() {
        return SimilarOrigins.REFUSED.stream().filter(origin -> origin.chars().allMatch(c -> c < 128));
    }

    @Test
    void sendsNoCorsHeadersIfThereAreTwoOrigins() throws Exception {
        assertNoCorsHeaders(send("GET", "/fine", "Origin", ALLOWED, "Origin", "https://evil.test")
                .headers());
        assertNoCorsHeaders(
                send("GET", "/fine", "Origin", ALLOWED, "Origin", ALLOWED).headers());
    }

    @Test
    void passesOnRequestsThatAreNoPreflight() throws Exception {
        assertThat(send("OPTIONS", "/fine", "Origin", ALLOWED).body()).isEqualTo("fine");
        assertThat(send("OPTIONS", "/fine", "Access-Control-Request-Method", "GET")
                        .body())
                .isEqualTo("fine");
        assertThat(send("GET", "/fine", "Origin", ALLOWED, "Access-Control-Request-Method", "GET")
                        .body())
                .isEqualTo("fine");
    }

    private static void assertNoCorsHeaders(HttpHeaders headers) {
        assertThat(headers.map().keySet()).noneMatch(name -> name.startsWith("access-control-"));
    }

    private static HttpResponse<String> send(String method, String path, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .method(method, HttpRequest.BodyPublishers.noBody());
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return CLIENT.send(request.build(), BodyHandlers.ofString());
    }
}
