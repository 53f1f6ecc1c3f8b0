package dev.guildhall.order;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.guildhall.support.Answer;
import dev.guildhall.support.Market;
import dev.guildhall.support.PlacedOrder;
import dev.guildhall.support.RawSocket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Malformed requests, which only a broken or hostile client sends. */
@Tag("API-14")
class BadBytesIT {
    private static final int TEN_MEGABYTES = 10_000_000;

    @RegisterExtension
    static final Market market = new Market();

    private PlacedOrder order;

    @BeforeEach
    void placeOrder() {
        order = market.anOrder().placed();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/orders/%", "/orders/%zz", "/orders/%f", "/orders/%ff%fe", "/orders/%c3%28/history"})
    @Tag("API-1")
    void refusesPathsThatCannotBeDecoded(String path) {
        try (RawSocket socket = RawSocket.to(market.server())) {
            Answer answer = socket.head(head("GET", path)).answer();
            answer.expectProblem(400, answer.text("code"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/orders?cursor=%",
                "/orders?limit=%zz",
                "/orders?%=1",
                "/orders?limit=%ff",
                "/gigs?q=%FF",
                "/gigs?q=%ed%a0%80",
                "/gigs?q=caf\u00e9",
                "/gigs?q=caf\u00c3\u00a9"
            })
    void refusesQueriesThatCannotBeDecoded(String path) {
        try (RawSocket socket = RawSocket.to(market.server())) {
            Answer answer = socket.head(head("GET", path)).answer();
            answer.expectProblem(400, answer.text("code"));
        }
    }

    @Test
    void refusesABodyWithATooLargeContentLength() {
        try (RawSocket socket = RawSocket.to(market.server())) {
            socket.head(head("PATCH", order.path("cancel")) + "\nContent-Length: " + TEN_MEGABYTES)
                    .answer()
                    .expectProblem(413, "payload_too_large");
        }
    }

    @Test
    @Tag("API-1")
    void answersWith413ToTenMegabytes() {
        byte[] body = ("{\"reason\":\"" + "x".repeat(TEN_MEGABYTES) + "\"}").getBytes(UTF_8);
        market.api().as(order.client()).patch(order.path("cancel"), body).expectProblem(413, "payload_too_large");
        try (RawSocket socket = RawSocket.to(market.server())) {
            socket.head(head("PATCH", order.path("cancel")) + "\nContent-Length: " + body.length)
                    .send(body)
                    .answer()
                    .expectProblem(413, "payload_too_large");
        }
    }

    @Test
    void answersWith413ToAnEndlessBody() {
        byte[] chunk = ("10000\r\n" + "x".repeat(0x10000) + "\r\n").getBytes(US_ASCII);
        try (RawSocket socket = RawSocket.to(market.server())) {
            socket.head(head("PATCH", order.path("cancel")) + "\nTransfer-Encoding: chunked");
            for (int sent = 0; sent < TEN_MEGABYTES; sent += chunk.length) {
                socket.send(chunk);
            }
            socket.answer().expectProblem(413, "payload_too_large");
        }
    }

    @Test
    void refusesAKeyThatIsNotAscii() {
        try (RawSocket socket = RawSocket.to(market.server())) {
            socket.head(head("PATCH", order.path("withdraw-payment"))
                            + "\nContent-Length: 0\nIdempotency-Key: Schlüssel")
                    .answer()
                    .expectProblem(400, "malformed_header");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GARBAGE",
                "GET /orders HTTP/1.1\nHost: x\nContent-Length: abc",
                "POST /orders HTTP/1.1\nHost: x\nContent-Length: 5\nContent-Length: 6",
                "POST /orders HTTP/1.1\nHost: x\nTransfer-Encoding: chunked\nContent-Length: 6",
                "GET /orders HTTP/1.1\nHost: x\nno colon"
            })
    void refusesMalformedHttp(String head) {
        try (RawSocket socket = RawSocket.to(market.server())) {
            socket.head(head).answer().expectProblem(400, "malformed_request");
        }
    }

    @Test
    void refusesTooLongHeadersAndRequestLines() {
        try (RawSocket socket = RawSocket.to(market.server())) {
            socket.head("GET /orders HTTP/1.1\nHost: x\nX-Long: " + "x".repeat(40_000))
                    .answer()
                    .expectProblem(431, "headers_too_large");
        }
        try (RawSocket socket = RawSocket.to(market.server())) {
            socket.head("GET /orders?cursor=" + "x".repeat(40_000) + " HTTP/1.1\nHost: x")
                    .answer()
                    .expectProblem(414, "uri_too_long");
        }
    }

    private String head(String method, String path) {
        return method + " " + path
                + " HTTP/1.1\nHost: localhost\nContent-Type: application/json\nAuthorization: Bearer "
                + order.client().token();
    }
}
