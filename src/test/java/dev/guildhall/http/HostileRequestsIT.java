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
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Each of these requests is as long as may be and built to cost more than its bytes. What it costs is measured as CPU time of
 * the event loops, so that a busy machine changes little.
 */
@Tag("API-16")
@Isolated("It measures the event loops of this JVM")
class HostileRequestsIT {
    @RegisterExtension
    static final Market market = new Market();

    private static final double MAX_CPU_MS = 20;
    private static final int MAX_REFUSAL_BYTES = 16 * 1024;
    private static final int WARM_UP = 60;
    private static final int MEASURED = 7;

    private static final int BODY = Api.MAX_BODY_BYTES;
    private static final int HEADERS = HttpVerticle.MAX_HEADERS_BYTES - 1_024;
    private static final int LINE = HttpVerticle.MAX_REQUEST_LINE_BYTES - 64;
    private static final int FRAME = 16 * 1024;
    private static final String COOKIE = "authjs.session-token=";

    private static Server server;
    private static Person anna;
    private static String gig;

    @BeforeAll
    static void readEncryptedTokensToo() {
        server = Server.on(
                market.database().address(),
                Map.of(
                        "AUTH_SECRET", "one of the secrets of Auth.js in this test",
                        "AUTH_SECRET_1", "another of the secrets of Auth.js in this test",
                        "AUTH_SECRET_2", "a third of the secrets of Auth.js in this test",
                        "AUTH_SECRET_3", "the fourth of the secrets of Auth.js in this test"));
        anna = market.aUser("Anna");
        gig = "/gigs/" + market.aGig().by(anna).exists().id();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void costLittleAndAreRefusedInFewWords() {
        Map<String, String> dear = new LinkedHashMap<>();
        hostile().forEach((name, request) -> {
            double cost = cost(() -> assertThat(ask(request).status()).isPositive());
            Answer answer = ask(request);
            if (cost > MAX_CPU_MS || answer.body().length() > MAX_REFUSAL_BYTES || answer.status() / 100 != 4) {
                dear.put(name, answer.status() + ", " + answer.body().length() + " bytes, " + cost + " ms");
            }
        });
        assertThat(dear).isEmpty();
    }

    /** Which the contract allows, and so answers. */
    @Test
    void costLittleWhereTheyAreRight() {
        Map<String, Double> dear = new LinkedHashMap<>();
        right().forEach((name, request) -> {
            double cost = cost(() -> assertThat(ask(request).status()).isPositive());
            assertThat(ask(request).status()).as(name).isLessThan(400);
            if (cost > MAX_CPU_MS) {
                dear.put(name, cost);
            }
        });
        assertThat(dear).isEmpty();
    }

    @Test
    void letTheNextOneBeAnswered() {
        hostile().forEach((name, request) -> {
            try (RawSocket wire = RawSocket.to(server)) {
                wire.send(request);
                server.api().get("/health/live").expect(200);
                assertThat(wire.answer().status()).as(name).isBetween(400, 499);
            }
        });
    }

    @Test
    void costLittleAsFramesOfASocketToo() {
        Map<String, String> dear = new LinkedHashMap<>();
        frames().forEach((name, frame) -> {
            double cost = cost(() -> {
                try (TestSocket device = server.sockets().open(anna)) {
                    device.frame(TestSocket.TEXT, frame);
                    assertThat(device.await("error").toString().length())
                            .as(name)
                            .isLessThan(MAX_REFUSAL_BYTES);
                }
            });
            if (cost > MAX_CPU_MS) {
                dear.put(name, cost + " ms");
            }
        });
        assertThat(dear).isEmpty();
    }

    private static Map<String, byte[]> hostile() {
        Map<String, byte[]> all = new LinkedHashMap<>();
        bodies().forEach((name, body) -> all.put(name, post("/gigs", body)));
        all.put("no URL", patch("/me", "{\"avatar_url\":\"https://" + "a-.".repeat(660) + "!\"}"));
        all.put("no URL by its escapes", patch("/me", "{\"avatar_url\":\"https://a/" + "%41".repeat(660) + "<\"}"));
        all.put("number with an exponent", put("{\"up_to_seq\":1e999999999}"));
        all.put("number with a negative exponent", put("{\"up_to_seq\":1e-999999999}"));
        headers().forEach((name, headers) -> all.put(name, get("/orders", "Host: a\r\n" + headers)));
        Map.of(
                        "tags", "\"1\",".repeat(HEADERS / 4) + "\"1\"",
                        "empty tags", "\"\",".repeat(HEADERS / 3) + "\"\"",
                        "tags and no end", "\"1\",".repeat(HEADERS / 4) + "x",
                        "blanks after a tag", "\"1\"" + " ".repeat(HEADERS) + "x",
                        "one long tag", "\"" + "a".repeat(HEADERS) + "\"")
                .forEach((name, tags) ->
                        all.put(name, request("PATCH", gig, ours() + "If-Match: " + tags + "\r\n", "{\"a\":1}")));
        all.put(
                "tags in lines",
                request("PATCH", gig, ours() + "If-Match: \"1\"\r\n".repeat(HEADERS / 15), "{\"a\":1}"));
        all.put(
                "content type",
                request("POST", "/gigs", typed("application/" + "a+".repeat(HEADERS / 2) + "json;x"), "{}"));
        all.put(
                "blanks in the content type",
                request("POST", "/gigs", typed("application/json" + " ".repeat(HEADERS) + "x"), "{}"));
        Map.of(
                        "unknown parameters", "/gigs?" + numbered(1_500, "", "&"),
                        "one long parameter", "/gigs?" + "a".repeat(LINE),
                        "one long parameter of emoji", "/gigs?" + "%F0%9F%98%80".repeat(LINE / 12),
                        "repeated choice", "/orders?" + "status=a&".repeat(LINE / 9),
                        "repeated limit", "/orders?" + "limit=1&".repeat(LINE / 8),
                        "slashes", "/".repeat(LINE),
                        "dots", "/" + "../".repeat(LINE / 3),
                        "escaped dots", "/" + "%2e%2e/".repeat(LINE / 7),
                        "escaped id", "/orders/" + "%2F".repeat(LINE / 3),
                        "segments", "/" + "a/".repeat(LINE / 2))
                .forEach((name, path) -> all.put(name, get(path, ours())));
        all.put("no such method of a long path", request("DELETE", "/orders/" + "a".repeat(LINE - 100), ours(), ""));
        all.put("long method", request("A".repeat(LINE), "/orders", ours(), ""));
        all.put("long host", get("/orders", "Host: " + "a.".repeat(HEADERS / 2) + "\r\n"));
        all.put("long line", get("/" + "a".repeat(4 * LINE), ours()));
        all.put("long headers", get("/orders", ours() + "X-A: " + "a".repeat(2 * HEADERS) + "\r\n"));
        return all;
    }

    private static Map<String, String> bodies() {
        Map<String, String> bodies = new LinkedHashMap<>();
        bodies.put("unknown fields", "{" + numbered(13_000, ":0", ",") + "}");
        bodies.put("fields that hash alike", "{" + alike(3_800) + "}");
        bodies.put("long field", "{\"" + "~".repeat(BODY - 10) + "\":1}");
        bodies.put("the same field", "{" + "\"a\":0,".repeat(BODY / 6 - 2) + "\"a\":0}");
        bodies.put("arrays in arrays", "[".repeat(BODY));
        bodies.put("objects in objects", "{\"a\":".repeat(BODY / 5));
        bodies.put("array of empty ones", "{\"a\":[" + "[],".repeat(BODY / 3 - 5) + "0]}");
        bodies.put("array of numbers", "{\"a\":[" + "1e999999999,".repeat(BODY / 12 - 2) + "0]}");
        bodies.put(
                "array of fractions",
                "{\"a\":[" + "0.12345678901234567890123456789012345678,".repeat(BODY / 41 - 2) + "0]}");
        bodies.put("many digits", "{\"price\":" + "9".repeat(BODY - 20) + "}");
        bodies.put("many digits in quotes", "{\"price\":\"" + "9".repeat(BODY - 20) + "\"}");
        bodies.put("large exponent", "{\"price\":1e999999999}");
        bodies.put("long text", "{\"title\":\"" + "x".repeat(BODY - 20) + "\"}");
        bodies.put("escaped text", "{\"title\":\"" + "\\u0041".repeat(BODY / 6 - 4) + "\"}");
        bodies.put("blank text", "{\"title\":\"" + "\\u2003".repeat(BODY / 6 - 4) + "\"}");
        bodies.put("blanks", " ".repeat(BODY));
        bodies.put("line breaks", "\n".repeat(BODY));
        bodies.put("too long", " ".repeat(BODY + 1));
        return bodies;
    }

    private static Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("many headers", numbered(4_000, ":", "\r\n").replace("\"", "") + "\r\n");
        headers.put("the same header", "a:\r\n".repeat(HEADERS / 4));
        headers.put("origins", "Origin: a\r\n".repeat(HEADERS / 11));
        headers.put("request ids", "X-Request-Id: a\r\n".repeat(HEADERS / 17));
        headers.put("accepted types", "Accept: " + "a/b;q=0.1,".repeat(HEADERS / 10) + "\r\n");
        headers.put("accepted languages", "Accept-Language: " + "a-b;q=0.1,".repeat(HEADERS / 10) + "\r\n");
        headers.put("cookies", "Cookie: " + "a=b;".repeat(HEADERS / 4) + "\r\n");
        headers.put("cookies in lines", "Cookie: a=b\r\n".repeat(HEADERS / 13));
        headers.put("semicolons", "Cookie: " + ";".repeat(HEADERS) + "\r\n");
        headers.put("first chunks", "Cookie: " + "authjs.session-token.0=a;".repeat(HEADERS / 25) + "\r\n");
        headers.put("bearer of dots", "Authorization: Bearer " + ".".repeat(HEADERS / 2) + "\r\n");
        headers.put("bearer of blanks", "Authorization: Bearer " + " ".repeat(HEADERS) + "a b\r\n");
        headers.put("nested token", bearer("{\"a\":" + "[".repeat(11_000), "{}"));
        headers.put("token of many fields", bearer("{\"alg\":\"HS256\"}", "{" + numbered(1_300, ":0", ",") + "}"));
        String forged = forged(anna);
        headers.put("signed tokens", cookies(forged, HEADERS));
        headers.put("encrypted token of next-auth", cookies(encrypted("A256GCM", 12, 10_000, 16), HEADERS));
        headers.put("encrypted tokens of next-auth", cookies(encrypted("A256GCM", 12, 16, 16), HEADERS));
        headers.put("encrypted token of Auth.js", cookies(encrypted("A256CBC-HS512", 16, 10_000, 32), HEADERS));
        headers.put("encrypted tokens of Auth.js", cookies(encrypted("A256CBC-HS512", 16, 16, 32), HEADERS));
        return headers;
    }

    private static Map<String, byte[]> right() {
        Map<String, byte[]> right = new LinkedHashMap<>();
        right.put(
                "longest gig",
                post(
                        "/gigs",
                        "{\"title\":\"t\",\"description\":\"" + "\\ud83d\\ude00".repeat(10_000)
                                + "\",\"price\":1,\"delivery_days\":1}"));
        right.put("tags", get(gig, ours() + "If-None-Match: " + "\"a\",".repeat(HEADERS / 4) + "\"a\"\r\n"));
        right.put("commas", get(gig, ours() + "If-None-Match: " + ",".repeat(HEADERS) + "\r\n"));
        right.put("empty parameters", get("/order-transitions?" + "&".repeat(LINE), ours()));
        return right;
    }

    private static Map<String, byte[]> frames() {
        Map<String, String> frames = new LinkedHashMap<>();
        frames.put("unknown fields", "{" + numbered(1_400, ":0", ",") + "}");
        frames.put("nested", "[".repeat(FRAME));
        frames.put("seen of anything", "{\"type\":\"sync\",\"seen\":{" + numbered(1_400, ":0", ",") + "}}");
        frames.put("many digits", "{\"type\":\"message.read\",\"up_to_seq\":" + "9".repeat(FRAME - 100) + "}");
        frames.put("client_msg_id of a large exponent", "{\"client_msg_id\":1e999999999}");
        return frames.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, frame -> frame.getValue().getBytes(UTF_8)));
    }

    private static double cost(Runnable request) {
        for (int i = 0; i < WARM_UP; i++) {
            request.run();
        }
        return IntStream.range(0, MEASURED)
                .mapToDouble(i -> {
                    long before = cpuNs();
                    request.run();
                    return (cpuNs() - before) / 1e6;
                })
                .sorted()
                .toArray()[MEASURED / 2];
    }

    /** Of all event loops together. */
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

    private static Answer ask(byte[] request) {
        try (RawSocket wire = RawSocket.to(server)) {
            return wire.send(request).answer();
        }
    }

    private static byte[] get(String path, String headers) {
        return request("GET", path, headers, "");
    }

    private static byte[] post(String path, String body) {
        return request("POST", path, ours(), body);
    }

    private static byte[] patch(String path, String body) {
        return request("PATCH", path, ours(), body);
    }

    private static byte[] put(String body) {
        return request("PUT", "/conversations/" + market.aUser("Bert").id() + "/read", ours(), body);
    }

    private static byte[] request(String method, String path, String headers, String body) {
        String length = body.isEmpty() ? "" : "Content-Length: " + body.length() + "\r\n";
        return (method + " " + path + " HTTP/1.1\r\n" + headers + length + "\r\n" + body).getBytes(ISO_8859_1);
    }

    private static String ours() {
        return typed("application/json");
    }

    private static String typed(String contentType) {
        return "Host: a\r\nAuthorization: Bearer " + anna.token() + "\r\nContent-Type: " + contentType + "\r\n";
    }

    private static String numbered(int count, String after, String between) {
        return IntStream.range(0, count)
                .mapToObj(i -> "\"" + Integer.toHexString(i) + "\"" + after)
                .collect(Collectors.joining(between));
    }

    /** Fields whose names have one and the same hash code in Java. */
    private static String alike(int count) {
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

    /** A token that is wrong in nothing but its signature. */
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
