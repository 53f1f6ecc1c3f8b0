package dev.guildhall.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.support.Answer;
import dev.guildhall.support.Jwt;
import dev.guildhall.support.Market;
import dev.guildhall.support.Person;
import dev.guildhall.support.RawSocket;
import dev.guildhall.support.Server;
import dev.guildhall.support.TestSocket;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Each of these requests has the maximum length and is built to cost more CPU time than a normal one of this length. The test
 * measures the CPU time of the event loops, on which a busy machine has little influence.
 */
@Tag("API-16")
@Isolated("It measures the event loops of this JVM")
class HostileRequestsIT {
    @RegisterExtension
    static final Market market = new Market();

    private static final double MAX_CPU_MS = 20;
    private static final int MAX_REFUSAL_BYTES = 16 * 1024;
    private static final int WARM_UP_RUNS = 60;
    private static final int MEASURED_RUNS = 7;

    private static final int BODY_BYTES = Api.MAX_BODY_BYTES;
    private static final int HEADER_BYTES = HttpVerticle.MAX_HEADERS_BYTES - 1_024;
    private static final int LINE_BYTES = HttpVerticle.MAX_REQUEST_LINE_BYTES - 64;
    private static final int FRAME_BYTES = 16 * 1024;
    private static final String COOKIE = "authjs.session-token=";

    private static Server server;
    private static Person anna;
    private static String gig;

    @BeforeAll
    static void startServer() {
        server = Server.on(
                market.database().address(),
                Map.of(
                        "AUTH_SECRET", "one of the secrets of Auth.js in this test",
                        "AUTH_SECRET_1", "another of the secrets of Auth.js in this test",
                        "AUTH_SECRET_2", "a third of the secrets of Auth.js in this test",
                        "AUTH_SECRET_3", "the fourth of the secrets of Auth.js in this test"));
        anna = market.aUser("Anna");
        gig = "/gigs/" + market.aGig().by(anna).create().id();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void areRefusedWithLittleCpuTimeAndAShortResponse() {
        Map<String, String> tooExpensive = new LinkedHashMap<>();
        hostile().forEach((name, request) -> {
            double cpuMs = medianCpuMs(() -> assertThat(send(request).status()).isPositive());
            Answer answer = send(request);
            if (cpuMs > MAX_CPU_MS || answer.body().length() > MAX_REFUSAL_BYTES || answer.status() / 100 != 4) {
                tooExpensive.put(name, answer.status() + ", " + answer.body().length() + " bytes, " + cpuMs + " ms");
            }
        });
        assertThat(tooExpensive).isEmpty();
    }

    /** Requests that the contract allows, so that they are not refused. */
    @Test
    void needLittleCpuTimeIfTheyAreValid() {
        Map<String, Double> tooExpensive = new LinkedHashMap<>();
        valid().forEach((name, request) -> {
            double cpuMs = medianCpuMs(() -> assertThat(send(request).status()).isPositive());
            assertThat(send(request).status()).as(name).isLessThan(400);
            if (cpuMs > MAX_CPU_MS) {
                tooExpensive.put(name, cpuMs);
            }
        });
        assertThat(tooExpensive).isEmpty();
    }

    @Test
    void doNotDelayOtherRequests() {
        hostile().forEach((name, request) -> {
            try (RawSocket wire = RawSocket.to(server)) {
                wire.send(request);
                server.api().get("/health/live").expect(200);
                assertThat(wire.answer().status()).as(name).isBetween(400, 499);
            }
        });
    }

    @Test
    void needLittleCpuTimeAsFramesOfASocket() {
        Map<String, String> tooExpensive = new LinkedHashMap<>();
        frames().forEach((name, frame) -> {
            double cpuMs = medianCpuMs(() -> {
                try (TestSocket device = server.sockets().open(anna)) {
                    device.sendFrame(TestSocket.TEXT, frame);
                    assertThat(device.await("error").toString().length())
                            .as(name)
                            .isLessThan(MAX_REFUSAL_BYTES);
                }
            });
            if (cpuMs > MAX_CPU_MS) {
                tooExpensive.put(name, cpuMs + " ms");
            }
        });
        assertThat(tooExpensive).isEmpty();
    }

    private static Map<String, byte[]> hostile() {
        Map<String, byte[]> all = new LinkedHashMap<>();
        bodies().forEach((name, body) -> all.put(name, post("/gigs", body)));
        all.put("no URL", patch("/me", "{\"avatar_url\":\"https://" + "a-.".repeat(660) + "!\"}"));
        all.put("no URL by its escapes", patch("/me", "{\"avatar_url\":\"https://a/" + "%41".repeat(660) + "<\"}"));
        all.put("URL of a long host", patch("/me", "{\"avatar_url\":\"https://" + "\\u00e9".repeat(1_500) + ".de/\"}"));
        all.put(
                "numbers of ten thousand digits",
                request(
                        "DELETE",
                        "/gigs/" + new UUID(0, 0),
                        usualHeaders() + "Idempotency-Key: a\r\n",
                        "[" + "1e9999,".repeat(BODY_BYTES / 7 - 2) + "0]"));
        all.put("number with an exponent", put("{\"up_to_seq\":1e999999999}"));
        all.put("number with a negative exponent", put("{\"up_to_seq\":1e-999999999}"));
        headers().forEach((name, headers) -> all.put(name, get("/orders", "Host: a\r\n" + headers)));
        Map.of(
                        "tags", "\"1\",".repeat(HEADER_BYTES / 4) + "\"1\"",
                        "empty tags", "\"\",".repeat(HEADER_BYTES / 3) + "\"\"",
                        "tags and no end", "\"1\",".repeat(HEADER_BYTES / 4) + "x",
                        "blanks after a tag", "\"1\"" + " ".repeat(HEADER_BYTES) + "x",
                        "one long tag", "\"" + "a".repeat(HEADER_BYTES) + "\"")
                .forEach((name, tags) -> all.put(
                        name, request("PATCH", gig, usualHeaders() + "If-Match: " + tags + "\r\n", "{\"a\":1}")));
        all.put(
                "tags in lines",
                request("PATCH", gig, usualHeaders() + "If-Match: \"1\"\r\n".repeat(HEADER_BYTES / 15), "{\"a\":1}"));
        all.put(
                "content type",
                request(
                        "POST",
                        "/gigs",
                        headersWithContentType("application/" + "a+".repeat(HEADER_BYTES / 2) + "json;x"),
                        "{}"));
        all.put(
                "blanks in the content type",
                request(
                        "POST",
                        "/gigs",
                        headersWithContentType("application/json" + " ".repeat(HEADER_BYTES) + "x"),
                        "{}"));
        Map.of(
                        "unknown parameters", "/gigs?" + numbered(1_500, "", "&"),
                        "one long parameter", "/gigs?" + "a".repeat(LINE_BYTES),
                        "one long parameter of emoji", "/gigs?" + "%F0%9F%98%80".repeat(LINE_BYTES / 12),
                        "repeated choice", "/orders?" + "status=a&".repeat(LINE_BYTES / 9),
                        "repeated limit", "/orders?" + "limit=1&".repeat(LINE_BYTES / 8),
                        "slashes", "/".repeat(LINE_BYTES),
                        "dots", "/" + "../".repeat(LINE_BYTES / 3),
                        "escaped dots", "/" + "%2e%2e/".repeat(LINE_BYTES / 7),
                        "escaped id", "/orders/" + "%2F".repeat(LINE_BYTES / 3),
                        "segments", "/" + "a/".repeat(LINE_BYTES / 2))
                .forEach((name, path) -> all.put(name, get(path, usualHeaders())));
        all.put(
                "no such method of a long path",
                request("DELETE", "/orders/" + "a".repeat(LINE_BYTES - 100), usualHeaders(), ""));
        all.put("long method", request("A".repeat(LINE_BYTES), "/orders", usualHeaders(), ""));
        all.put("long host", get("/orders", "Host: " + "a.".repeat(HEADER_BYTES / 2) + "\r\n"));
        all.put("long line", get("/" + "a".repeat(4 * LINE_BYTES), usualHeaders()));
        all.put("long headers", get("/orders", usualHeaders() + "X-A: " + "a".repeat(2 * HEADER_BYTES) + "\r\n"));
        return all;
    }

    private static Map<String, String> bodies() {
        Map<String, String> bodies = new LinkedHashMap<>();
        bodies.put("unknown fields", "{" + numbered(13_000, ":0", ",") + "}");
        bodies.put("fields that hash alike", "{" + collidingFields(3_800) + "}");
        bodies.put("long field", "{\"" + "~".repeat(BODY_BYTES - 10) + "\":1}");
        bodies.put("the same field of blanks", sameFieldOfBlanks(49_990));
        bodies.put("the same field", "{" + "\"a\":0,".repeat(BODY_BYTES / 6 - 2) + "\"a\":0}");
        bodies.put("arrays in arrays", "[".repeat(BODY_BYTES));
        bodies.put("objects in objects", "{\"a\":".repeat(BODY_BYTES / 5));
        bodies.put("array of empty ones", "{\"a\":[" + "[],".repeat(BODY_BYTES / 3 - 5) + "0]}");
        bodies.put("array of numbers", "{\"a\":[" + "1e999999999,".repeat(BODY_BYTES / 12 - 2) + "0]}");
        bodies.put(
                "array of fractions",
                "{\"a\":[" + "0.12345678901234567890123456789012345678,".repeat(BODY_BYTES / 41 - 2) + "0]}");
        bodies.put("many digits", "{\"price\":" + "9".repeat(BODY_BYTES - 20) + "}");
        bodies.put("many digits in quotes", "{\"price\":\"" + "9".repeat(BODY_BYTES - 20) + "\"}");
        bodies.put("large exponent", "{\"price\":1e999999999}");
        bodies.put("long text", "{\"title\":\"" + "x".repeat(BODY_BYTES - 20) + "\"}");
        bodies.put("escaped text", "{\"title\":\"" + "\\u0041".repeat(BODY_BYTES / 6 - 4) + "\"}");
        bodies.put("blank text", "{\"title\":\"" + "\\u2003".repeat(BODY_BYTES / 6 - 4) + "\"}");
        bodies.put("blanks", " ".repeat(BODY_BYTES));
        bodies.put("line breaks", "\n".repeat(BODY_BYTES));
        bodies.put("too long", " ".repeat(BODY_BYTES + 1));
        return bodies;
    }

    private static Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("many headers", numbered(4_000, ":", "\r\n").replace("\"", "") + "\r\n");
        headers.put("the same header", "a:\r\n".repeat(HEADER_BYTES / 4));
        headers.put("origins", "Origin: a\r\n".repeat(HEADER_BYTES / 11));
        headers.put("request ids", "X-Request-Id: a\r\n".repeat(HEADER_BYTES / 17));
        headers.put("accepted types", "Accept: " + "a/b;q=0.1,".repeat(HEADER_BYTES / 10) + "\r\n");
        headers.put("accepted languages", "Accept-Language: " + "a-b;q=0.1,".repeat(HEADER_BYTES / 10) + "\r\n");
        headers.put("cookies", "Cookie: " + "a=b;".repeat(HEADER_BYTES / 4) + "\r\n");
        headers.put("cookies in lines", "Cookie: a=b\r\n".repeat(HEADER_BYTES / 13));
        headers.put("semicolons", "Cookie: " + ";".repeat(HEADER_BYTES) + "\r\n");
        headers.put("first chunks", "Cookie: " + "authjs.session-token.0=a;".repeat(HEADER_BYTES / 25) + "\r\n");
        headers.put("bearer of dots", "Authorization: Bearer " + ".".repeat(HEADER_BYTES / 2) + "\r\n");
        headers.put("bearer of blanks", "Authorization: Bearer " + " ".repeat(HEADER_BYTES) + "a b\r\n");
        headers.put("nested token", bearer("{\"a\":" + "[".repeat(11_000), "{}"));
        headers.put("token of many fields", bearer("{\"alg\":\"HS256\"}", "{" + numbered(1_300, ":0", ",") + "}"));
        String forged = forged(anna);
        headers.put("signed tokens", cookies(forged, HEADER_BYTES));
        headers.put("encrypted token of next-auth", cookies(encrypted("A256GCM", 12, 10_000, 16), HEADER_BYTES));
        headers.put("encrypted tokens of next-auth", cookies(encrypted("A256GCM", 12, 16, 16), HEADER_BYTES));
        headers.put("encrypted token of Auth.js", cookies(encrypted("A256CBC-HS512", 16, 10_000, 32), HEADER_BYTES));
        headers.put("encrypted tokens of Auth.js", cookies(encrypted("A256CBC-HS512", 16, 16, 32), HEADER_BYTES));
        return headers;
    }

    private static Map<String, byte[]> valid() {
        Map<String, byte[]> valid = new LinkedHashMap<>();
        valid.put(
                "longest gig",
                post(
                        "/gigs",
                        "{\"title\":\"t\",\"description\":\"" + "\\ud83d\\ude00".repeat(10_000)
                                + "\",\"price\":1,\"delivery_days\":1}"));
        valid.put(
                "tags", get(gig, usualHeaders() + "If-None-Match: " + "\"a\",".repeat(HEADER_BYTES / 4) + "\"a\"\r\n"));
        valid.put("commas", get(gig, usualHeaders() + "If-None-Match: " + ",".repeat(HEADER_BYTES) + "\r\n"));
        valid.put("empty parameters", get("/order-transitions?" + "&".repeat(LINE_BYTES), usualHeaders()));
        return valid;
    }

    private static Map<String, byte[]> frames() {
        Map<String, String> frames = new LinkedHashMap<>();
        frames.put("unknown fields", "{" + numbered(1_400, ":0", ",") + "}");
        frames.put("nested", "[".repeat(FRAME_BYTES));
        frames.put("seen of anything", "{\"type\":\"sync\",\"seen\":{" + numbered(1_400, ":0", ",") + "}}");
        frames.put("the same field of blanks", sameFieldOfBlanks(8_000));
        frames.put("many digits", "{\"type\":\"message.read\",\"up_to_seq\":" + "9".repeat(FRAME_BYTES - 100) + "}");
        frames.put("client_msg_id of a large exponent", "{\"client_msg_id\":1e999999999}");
        return frames.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, frame -> frame.getValue().getBytes(UTF_8)));
    }

    private static String sameFieldOfBlanks(int length) {
        String field = "\"" + " ".repeat(length) + "\":0";
        return "{" + field + "," + field + "}";
    }

    private static double medianCpuMs(Runnable request) {
        for (int i = 0; i < WARM_UP_RUNS; i++) {
            request.run();
        }
        return IntStream.range(0, MEASURED_RUNS)
                .mapToDouble(i -> {
                    long before = cpuNs();
                    request.run();
                    return (cpuNs() - before) / 1e6;
                })
                .sorted()
                .toArray()[MEASURED_RUNS / 2];
    }

    /** The CPU time of all event loops together. */
    private static long cpuNs() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long sum = 0;
        for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
            if (thread != null && thread.getThreadName().startsWith("vert.x-eventloop-thread")) {
                sum += threads.getThreadCpuTime(thread.getThreadId());
            }
        }
        return sum;
    }

    private static Answer send(byte[] request) {
        try (RawSocket wire = RawSocket.to(server)) {
            return wire.send(request).answer();
        }
    }

    private static byte[] get(String path, String headers) {
        return request("GET", path, headers, "");
    }

    private static byte[] post(String path, String body) {
        return request("POST", path, usualHeaders(), body);
    }

    private static byte[] patch(String path, String body) {
        return request("PATCH", path, usualHeaders(), body);
    }

    private static byte[] put(String body) {
        return request("PUT", "/conversations/" + market.aUser("Bert").id() + "/read", usualHeaders(), body);
    }

    private static byte[] request(String method, String path, String headers, String body) {
        String length = body.isEmpty() ? "" : "Content-Length: " + body.length() + "\r\n";
        return (method + " " + path + " HTTP/1.1\r\n" + headers + length + "\r\n" + body).getBytes(ISO_8859_1);
    }

    private static String usualHeaders() {
        return headersWithContentType("application/json");
    }

    private static String headersWithContentType(String contentType) {
        return "Host: a\r\nAuthorization: Bearer " + anna.token() + "\r\nContent-Type: " + contentType + "\r\n";
    }

    private static String numbered(int count, String after, String between) {
        return IntStream.range(0, count)
                .mapToObj(i -> "\"" + Integer.toHexString(i) + "\"" + after)
                .collect(Collectors.joining(between));
    }

    /** Fields whose names all have the same hash code in Java. */
    private static String collidingFields(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> IntStream.range(0, 12)
                        .mapToObj(bit -> (i >> bit & 1) == 0 ? "Aa" : "BB")
                        .collect(Collectors.joining("", "\"", "\":0")))
                .collect(Collectors.joining(","));
    }

    private static String bearer(String header, String payload) {
        return "Authorization: Bearer " + base64(header.getBytes(UTF_8)) + "." + base64(payload.getBytes(UTF_8))
                + ".aaaa\r\n";
    }

    /** A token in which only the signature is wrong. */
    private static String forged(Person person) {
        String token = Jwt.of(person.id());
        return token.substring(0, token.lastIndexOf('.') + 1) + base64(new byte[32]);
    }

    private static String encrypted(String method, int ivBytes, int textBytes, int tagBytes) {
        return base64(("{\"alg\":\"dir\",\"enc\":\"" + method + "\"}").getBytes(UTF_8)) + ".."
                + base64(new byte[ivBytes]) + "." + base64(new byte[textBytes]) + "." + base64(new byte[tagBytes]);
    }

    private static String cookies(String token, int bytes) {
        return "Cookie: " + (COOKIE + token + ";").repeat(bytes / (COOKIE.length() + token.length() + 1)) + "\r\n";
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
