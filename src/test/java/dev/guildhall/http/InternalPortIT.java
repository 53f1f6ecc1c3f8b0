package dev.guildhall.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.support.Answer;
import dev.guildhall.support.RawSocket;
import dev.guildhall.support.Server;
import dev.guildhall.support.TestDatabase;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("AUTH-18")
class InternalPortIT {
    private static final Map<String, ?> ANA =
            Map.of("email", "ana@example.org", "full_name", "Ana", "password", "a good password");

    private static TestDatabase database;
    private static Server server;

    @BeforeAll
    static void start() {
        database = TestDatabase.fresh();
        server = Server.on(database.address(), Map.of("INTERNAL_PORT", "0"));
    }

    @AfterAll
    static void stop() {
        server.close();
        database.close();
    }

    @Test
    void servesTheInternalOperations() {
        server.internal().post("/internal/users", ANA).expect(201);
        server.internal()
                .post("/internal/credentials/verify", Map.of("email", "ana@example.org", "password", "a good password"))
                .expect(200);
    }

    @Test
    void servesThemOnlyOnTheInternalPort() {
        Answer answer = server.api()
                .with("Authorization", "Bearer " + Server.SERVICE_TOKEN)
                .get("/internal/users?email=ana@example.org")
                .expectProblem(404, "not_found");
        Answer nothing = server.api().get("/nothing").expectProblem(404, "not_found");
        assertThat(answer.text("detail")).isEqualTo(nothing.text("detail"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/me", "/gigs", "/docs", "/openapi.yaml", "/metrics", "/health/live", "/ws/x"})
    void servesNothingElse(String path) {
        try (RawSocket wire = RawSocket.to(server.internalPort())) {
            wire.head("GET " + path + " HTTP/1.1\nHost: a").answer().expectProblem(404, "not_found");
        }
    }

    @Test
    void refusesInvalidRequestsLikeThePublicPort() {
        server.internal().without("Authorization").get("/internal/users").expectProblem(401, "auth_missing");
        server.internal()
                .post("/internal/users", "{\"full_name\":\"" + "x".repeat(Api.MAX_BODY_BYTES) + "\"}")
                .expectProblem(413, "payload_too_large");
        try (RawSocket wire = RawSocket.to(server.internalPort())) {
            wire.head("GET /" + "x".repeat(HttpVerticle.MAX_REQUEST_LINE_BYTES) + " HTTP/1.1\nHost: a")
                    .answer()
                    .expectProblem(414, "uri_too_long");
        }
        try (RawSocket wire = RawSocket.to(server.internalPort())) {
            wire.head("GET /internal/users HTTP/1.1\nHost: a\nHost: b")
                    .answer()
                    .expectProblem(400, "malformed_request");
        }
        try (RawSocket wire = RawSocket.to(server.internalPort())) {
            wire.head("GET /internal/users HTTP/1.1\nHost: a\nConnection: Upgrade, HTTP2-Settings\nUpgrade: h2c"
                            + "\nHTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA")
                    .answer()
                    .expectProblem(401, "auth_missing");
        }
    }

    @Test
    void countsItsRequestsInTheSameMetrics() {
        server.internal().get("/internal/users?email=nobody@example.org").expect(404);
        assertThat(server.metrics().get("/metrics").body())
                .contains(
                        "http_server_requests_seconds_count{method=\"GET\",route=\"/internal/users\",status=\"404\"} ");
    }
}
