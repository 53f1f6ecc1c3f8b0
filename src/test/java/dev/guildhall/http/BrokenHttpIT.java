package dev.guildhall.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.support.Answer;
import dev.guildhall.support.Market;
import dev.guildhall.support.Person;
import dev.guildhall.support.RawSocket;
import dev.guildhall.support.Server;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that HTTP does not allow, or that no client needs: the response is a problem, and no error is logged. */
@Tag("API-1")
@Tag("API-14")
class BrokenHttpIT {
    @RegisterExtension
    static final Market market = new Market();

    private static final String KEY = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\n";
    private static Person anna;

    @BeforeAll
    static void createUser() {
        anna = market.aUser("Anna");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /gigs HTTP/1.1",
                "GET /gigs HTTP/1.1\nHost: a\nHost: b",
                "GET /gigs HTTP/1.1\nHost: a\nHost: a",
                "GET /gigs HTTP/1.1\nHost: a b",
                "GET /gigs HTTP/1.1\nHost: user@a",
                "GET /gigs HTTP/1.1\nHost: a:99999999999",
                "GET /gigs HTTP/1.0\nHost: a/b",
                "OPTIONS * HTTP/1.1\nHost: a",
                "CONNECT a:443 HTTP/1.1\nHost: a:443",
                "GET gigs HTTP/1.1\nHost: a",
                "GET ?limit=1 HTTP/1.1\nHost: a",
                "GET /gigs HTTP/1.2\nHost: a",
                "GET /gigs HTTP/2.0\nHost: a",
                "GET /gigs ICAP/1.0\nHost: a",
                "PRI * HTTP/2.0\n\nSM",
                "GET /gigs",
                "GET  HTTP/1.1\nHost: a",
                "GET /gi gs HTTP/1.1\nHost: a",
                "GET /gigs HTTP/1.1\nHost: a\nX-A: a\u0000b",
                "GET /gigs HTTP/1.1\nHost: a\nX-A: a\u0001b",
                "GET /gigs HTTP/1.1\nHost: a\nX A: b",
                "GET /gigs HTTP/1.1\nHost: a\nX-A : b",
                "POST /gigs HTTP/1.1\nHost: a\nContent-Length: -1",
                "POST /gigs HTTP/1.1\nHost: a\nContent-Length: +5",
                "POST /gigs HTTP/1.1\nHost: a\nContent-Length: 2\nContent-Length: 2",
                "POST /gigs HTTP/1.1\nHost: a\nContent-Length: 99999999999999999999999",
                "POST /gigs HTTP/1.1\nHost: a\nTransfer-Encoding: gzip",
                "POST /gigs HTTP/1.1\nHost: a\nTransfer-Encoding: gzip, chunked",
                "POST /gigs HTTP/1.1\nHost: a\nTransfer-Encoding: chunked, chunked",
                "POST /gigs HTTP/1.0\nTransfer-Encoding: chunked",
                "POST /gigs HTTP/1.1\nHost: a\nExpect: 200-ok\nContent-Length: 2"
            })
    void refusesAnInvalidRequestAndClosesTheConnection(String head) {
        try (RawSocket wire = RawSocket.to(market.server())) {
            expectRefusal(wire.head(head).answer(), 400, "malformed_request");
            wire.awaitEnd();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "zz\r\nab\r\n0\r\n\r\n",
                "-2\r\nab\r\n0\r\n\r\n",
                "ffffffffffffffff\r\nab\r\n",
                "2\r\nabXX0\r\n\r\n",
                "2\r\n{}\r\n0\r\nno colon\r\n\r\n"
            })
    void refusesInvalidChunksOfABody(String chunks) {
        try (RawSocket wire = RawSocket.to(market.server())) {
            wire.head("POST /gigs HTTP/1.1\nHost: a\nContent-Type: application/json\nTransfer-Encoding: chunked"
                    + "\nAuthorization: Bearer " + anna.token());
            wire.send(chunks.getBytes(ISO_8859_1));
            expectRefusal(wire.answer(), 400, "malformed_request");
            wire.awaitEnd();
        }
    }

    @Test
    void refusesAfterAnsweringEarlierRequestsOfTheConnection() {
        try (RawSocket wire = RawSocket.to(market.server())) {
            wire.head("GET /order-transitions HTTP/1.1\nHost: a").head("GET /gigs HTTP/1.1");
            wire.answer().expect(200);
            expectRefusal(wire.answer(), 400, "malformed_request");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {9_000, 1_000_000})
    void refusesATooLongRequestLine(int length) {
        try (RawSocket wire = RawSocket.to(market.server())) {
            wire.head("GET /" + "x".repeat(length) + " HTTP/1.1\nHost: a");
            expectRefusal(wire.answer(), 414, "uri_too_long");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {40_000, 1_000_000})
    void refusesTooLongHeaders(int length) {
        try (RawSocket wire = RawSocket.to(market.server())) {
            wire.head("GET /gigs HTTP/1.1\nHost: a\nX-A: " + "x".repeat(length));
            expectRefusal(wire.answer(), 431, "headers_too_large");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Upgrade: websocket\nSec-WebSocket-Version: 13\n" + KEY,
                "Connection: keep-alive\nUpgrade: websocket\nSec-WebSocket-Version: 13\n" + KEY,
                "Connection: Upgrade\nUpgrade: websocket\nSec-WebSocket-Version: 13\n",
                "Connection: Upgrade\nUpgrade: websocket\nSec-WebSocket-Version: 13\nSec-WebSocket-Key: abc\n",
                "Connection: Upgrade\nUpgrade: websocket\nSec-WebSocket-Version: 13\n" + KEY + KEY,
                "Connection: Upgrade\nUpgrade: websocket\nSec-WebSocket-Version: 8\n" + KEY,
                "Connection: Upgrade\nUpgrade: h2c\nSec-WebSocket-Version: 13\n" + KEY,
                "Connection: Upgrade\nUpgrade: websocket\nSec-WebSocket-Version: 13\nContent-Length: 2\n" + KEY
            })
    void refusesInvalidHandshakes(String headers) {
        try (RawSocket wire = RawSocket.to(market.server())) {
            wire.head("GET /ws/" + anna.id() + " HTTP/1.1\nHost: a\nAuthorization: Bearer " + anna.token() + "\n"
                    + headers);
            expectRefusal(wire.answer(), 400, "malformed_request");
        }
    }

    /** Vert.x would refuse it without a problem. */
    @Test
    void refusesAHandshakeWhosePathIsNoUri() {
        try (RawSocket wire = RawSocket.to(market.server())) {
            wire.head("GET /ws/" + anna.id() + "?no=| HTTP/1.1\nHost: a\nAuthorization: Bearer " + anna.token()
                    + "\nConnection: Upgrade\nUpgrade: websocket\nSec-WebSocket-Version: 13\n" + KEY);
            expectRefusal(wire.answer(), 400, "malformed_request");
        }
    }

    @Test
    void ignoresAnUpgradeToHttp2() {
        try (RawSocket wire = RawSocket.to(market.server())) {
            wire.head("GET /order-transitions HTTP/1.1\nHost: a\nConnection: Upgrade, HTTP2-Settings\nUpgrade: h2c"
                            + "\nHTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA")
                    .answer()
                    .expect(200);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /order-transitions HTTP/1.0",
                "GET /order-transitions HTTP/1.1\nHost:",
                "GET /order-transitions HTTP/1.1\nHost: [::1]:8080",
                "GET http://a/order-transitions HTTP/1.1\nHost: a",
                "GET /order-transitions HTTP/1.1\nHost: a\nTransfer-Encoding: Chunked\n\n0",
                "GET /order-transitions HTTP/1.1\nHost: a\nUpgrade: websocket\nConnection: Upgrade"
            })
    void acceptsUnusualButValidRequests(String head) {
        try (RawSocket wire = RawSocket.to(market.server())) {
            wire.head(head).answer().expect(200);
        }
    }

    @Test
    void refusesACompressedBody() {
        Answer refused = market.api()
                .as(anna)
                .with("Content-Encoding", "gzip")
                .patch("/me", "{}")
                .expectProblem(415, "unsupported_media_type");
        assertThat(refused.header("Accept-Encoding")).isEqualTo("identity");
        assertThat(refused.text("detail"))
                .isEqualTo("The Content-Encoding gzip is not accepted; send the body without one.");
        for (String none : List.of("identity", "Identity", "identity, identity", "")) {
            market.api()
                    .as(anna)
                    .with("Content-Encoding", none)
                    .patch("/me", "{}")
                    .expect(200);
        }
        try (RawSocket wire = RawSocket.to(market.server())) {
            wire.head("PATCH /me HTTP/1.1\nHost: a\nAuthorization: Bearer " + anna.token()
                    + "\nContent-Type: application/json\nContent-Encoding: identity\nContent-Encoding: gzip"
                    + "\nContent-Length: 2");
            wire.send("{}".getBytes(UTF_8)).answer().expectProblem(415, "unsupported_media_type");
        }
    }

    @Test
    void sendsTheAllowedMethodsOfAPathWithOrWithoutASlash() {
        for (String path : List.of("/orders/" + anna.id() + "/approve", "/orders/" + anna.id() + "/approve/")) {
            assertThat(market.api()
                            .get(path)
                            .expectProblem(405, "method_not_allowed")
                            .header("Allow"))
                    .isEqualTo("PATCH");
        }
    }

    @Test
    @Tag("API-17")
    void everyResponseHasADateAndForbidsContentSniffing() {
        String gig = "/gigs/" + market.aGig().create().id();
        String tag = String.valueOf(market.api().get(gig).header("ETag"));
        List.of(
                        market.api().get(gig).expect(200),
                        market.api().with("If-None-Match", tag).get(gig).expect(304),
                        market.api().get("/nothing").expect(404),
                        market.api().get("/orders").expect(401),
                        market.api().get("/health/live").expect(200),
                        market.api().get("/docs").expect(200),
                        market.api()
                                .with("Origin", Server.ORIGIN)
                                .with("Access-Control-Request-Method", "GET")
                                .send("OPTIONS", "/orders", null)
                                .expect(204),
                        market.api().as(anna).patch("/me", Map.of()).expect(200))
                .forEach(BrokenHttpIT::expectCommonHeaders);
        expectCommonHeaders(market.server().metrics().get("/metrics").expect(200));
    }

    private static void expectRefusal(Answer answer, int status, String code) {
        answer.expectProblem(status, code);
        expectCommonHeaders(answer);
    }

    private static void expectCommonHeaders(Answer answer) {
        assertThat(answer.header("X-Content-Type-Options")).as("%s", answer).isEqualTo("nosniff");
        String date = answer.header("Date");
        assertThat(date).as("%s", answer).isNotNull();
        Instant sent = ZonedDateTime.parse(String.valueOf(date), DateTimeFormatter.RFC_1123_DATE_TIME)
                .toInstant();
        assertThat(Duration.between(sent, Instant.now())).isBetween(Duration.ZERO, Duration.ofSeconds(10));
    }
}
