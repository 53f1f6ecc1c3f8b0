package dev.guildhall.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.support.Jwt;
import dev.guildhall.support.Market;
import dev.guildhall.support.Person;
import dev.guildhall.support.Server;
import dev.guildhall.support.TestSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class HandshakeIT {
    @RegisterExtension
    static final Market market = new Market();

    private final Person anna = market.aUser("Anna");
    private final Person bert = market.aUser("Bert");

    @Test
    @Tag("RT-3")
    void refusesInvalidTokens() {
        refuse(path(anna), Map.of(), 401, "auth_missing");
        refuse(path(anna), bearer("x.y.z"), 401, "auth_invalid");
        Instant before = Instant.now().minusSeconds(60);
        refuse(path(anna), bearer(Jwt.of(anna.id(), before, before)), 401, "auth_expired");
        refuse("/ws/" + UUID.randomUUID(), bearer(Jwt.of(UUID.randomUUID())), 401, "user_unknown");
    }

    @Test
    @Tag("RT-3")
    void refusesTheSocketOfAnotherUser() {
        refuse(path(bert), bearer(anna.token()), 403, "forbidden");
        refuse("/ws/no-uuid", bearer(anna.token()), 400, "malformed_id");
    }

    @Test
    @Tag("RT-3")
    void refusesOtherSitesWithAnyKindOfToken() {
        String cookie = "authjs.session-token=" + anna.token();
        for (String origin : List.of("https://evil.example", "null", "http://shop.example")) {
            refuse(path(anna), Map.of("Cookie", cookie, "Origin", origin), 403, "csrf_origin");
            refuse(path(anna), Map.of("Authorization", "Bearer " + anna.token(), "Origin", origin), 403, "csrf_origin");
            refuse(path(anna) + "?ticket=" + ticketOf(anna), Map.of("Origin", origin), 403, "csrf_origin");
        }
        try (TestSocket device =
                market.sockets().handshake(path(anna), Map.of("Cookie", cookie, "Origin", Server.ORIGIN))) {
            assertThat(device.status()).isEqualTo(101);
            device.await("hello");
        }
    }

    @Test
    @Tag("RT-3")
    void refusesARequestThatIsNoUpgrade() {
        market.api().as(anna).get(path(anna)).expectProblem(400, "malformed_request");
    }

    @Test
    @Tag("RT-3")
    void refusesTheTwentyFirstSocketEvenIfManyAreOpenedAtOnce() {
        List<CompletableFuture<TestSocket>> opening = IntStream.range(0, 40)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> market.sockets().handshake(path(anna), bearer(anna.token()))))
                .toList();
        List<TestSocket> devices = opening.stream().map(CompletableFuture::join).toList();
        try {
            List<TestSocket> open = new ArrayList<>();
            for (TestSocket device : devices) {
                if (device.status() == 101
                        && device.await(frame -> frame.path("type").asText().equals("hello"), Duration.ofSeconds(5))
                                != null) {
                    open.add(device);
                } else if (device.status() == 101) {
                    assertThat(device.awaitEnd()).isEqualTo(1013);
                } else {
                    assertThat(device.status()).isEqualTo(429);
                }
            }
            assertThat(open).hasSize(20);
            refuse(path(anna), bearer(anna.token()), 429, "rate_limited");
            market.api().as(anna).post("/ws-tickets", Map.of()).expectProblem(429, "rate_limited");
            open.get(0).reset();
            market.sockets().open(bert).close();
        } finally {
            devices.forEach(TestSocket::close);
        }
        // Sockets that end without a closing handshake make room again.
        long deadline = System.nanoTime() + 10_000_000_000L;
        TestSocket again = market.sockets().handshake(path(anna), bearer(anna.token()));
        while (again.status() == 429 && System.nanoTime() < deadline) {
            again = market.sockets().handshake(path(anna), bearer(anna.token()));
        }
        assertThat(again.status()).isEqualTo(101);
        again.close();
    }

    @Test
    @Tag("MSG-10")
    void issuesTicketsThatOpenOneSocketOnce() {
        String ticket = ticketOf(anna);
        try (TestSocket first = market.sockets().byTicket(anna, ticket)) {
            assertThat(first.status()).isEqualTo(101);
            first.await("hello");
        }
        assertThat(market.sockets()
                        .byTicket(anna, ticket)
                        .refusalJson()
                        .path("code")
                        .asText())
                .isEqualTo("auth_invalid");
    }

    @Test
    @Tag("AUTH-6")
    void prefersABearerTokenToATicket() {
        String path = path(anna) + "?ticket=" + ticketOf(bert);
        try (TestSocket device = market.sockets().handshake(path, bearer(anna.token()))) {
            assertThat(device.status())
                    .as("the answer to a user's own token with the ticket of somebody else")
                    .isEqualTo(101);
        }
    }

    @Test
    @Tag("MSG-10")
    void acceptsATicketFromOneOfManySocketsOpenedAtOnce() {
        String ticket = ticketOf(anna);
        List<TestSocket> devices = IntStream.range(0, 10)
                .mapToObj(i ->
                        CompletableFuture.supplyAsync(() -> market.sockets().byTicket(anna, ticket)))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();
        assertThat(devices).extracting(TestSocket::status).containsOnlyOnce(101).contains(401);
        devices.forEach(TestSocket::close);
    }

    @Test
    @Tag("MSG-10")
    void refusesExpiredTicketsAndThoseOfOtherUsers() {
        assertThat(market.sockets().byTicket(bert, ticketOf(anna)).status()).isEqualTo(403);
        String old = ticketOf(anna);
        market.sql()
                .update("update ws_tickets set expires_at = now() - interval '1 second' where user_id = ?", anna.id());
        assertThat(market.sockets().byTicket(anna, old).status()).isEqualTo(401);
        assertThat(market.sockets().byTicket(anna, "").status()).isEqualTo(401);
        market.api().post("/ws-tickets", Map.of()).expectProblem(401, "auth_missing");
        market.api()
                .as(anna)
                .with("Origin", "https://evil.example")
                .post("/ws-tickets", Map.of())
                .expectProblem(403, "csrf_origin");
        market.api().as(anna).post("/ws-tickets", Map.of("x", 1)).expectProblem(422, "validation_failed");
    }

    @Test
    @Tag("RT-9")
    void endsWithItsToken() {
        // Still accepted, since clocks may differ by 15 s; so the socket has two or three seconds left.
        Instant expired = Instant.now().minusSeconds(12);
        String token = Jwt.of(anna.id(), expired.minusSeconds(60), expired);
        String ticket = market.api()
                .with("Authorization", "Bearer " + token)
                .post("/ws-tickets", Map.of())
                .expect(201)
                .text("ticket");
        try (TestSocket byToken = market.sockets().handshake(path(anna), bearer(token));
                TestSocket byTicket = market.sockets().byTicket(anna, ticket)) {
            Instant end =
                    Instant.parse(byToken.await("hello").path("expires_at").asText());
            assertThat(end.getEpochSecond()).isEqualTo(expired.getEpochSecond() + 15);
            assertThat(byToken.awaitEnd()).isEqualTo(4401);
            assertThat(Instant.now()).isBetween(end.minusMillis(50), end.plusSeconds(3));
            assertThat(byTicket.awaitEnd()).isEqualTo(4401);
        }
    }

    @Test
    @Tag("RT-9")
    void endsWithADeactivation() {
        try (TestSocket one = market.sockets().open(anna);
                TestSocket other = market.sockets().open(anna);
                TestSocket bystander = market.sockets().open(bert)) {
            market.sql().update("update users set is_active = false where id = ?", anna.id());
            assertThat(one.awaitEnd(Duration.ofSeconds(5))).isEqualTo(4403);
            assertThat(other.awaitEnd(Duration.ofSeconds(1))).isEqualTo(4403);
            assertThat(bystander.receivedSoFar()).isEmpty();
        }
    }

    @Test
    @Tag("RT-9")
    void endsWithAnOldPassword() {
        try (TestSocket device = market.sockets().open(anna)) {
            market.sql()
                    .update("update users set tokens_valid_from = now() + interval '1 minute' where id = ?", anna.id());
            assertThat(device.awaitEnd(Duration.ofSeconds(5))).isEqualTo(4401);
        }
    }

    @Test
    @Tag("RT-12")
    void makesRoomForOthersWhenClientsDisconnectAtOnce() {
        for (int i = 0; i < 60; i++) {
            TestSocket device = market.sockets().connect(anna);
            if (i % 3 == 0) {
                device.reset();
            } else if (i % 3 == 1) {
                device.sendMessage(bert, "and gone").close();
            } else {
                device.sendFrame(TestSocket.CLOSE, new byte[0]).close();
            }
        }
        long deadline = System.nanoTime() + 10_000_000_000L;
        TestSocket device = market.sockets().handshake(path(anna), bearer(anna.token()));
        while (device.status() == 429 && System.nanoTime() < deadline) {
            device = market.sockets().handshake(path(anna), bearer(anna.token()));
        }
        device.await("hello");
        device.close();
    }

    @Test
    @Tag("RT-12")
    void servesOthersDuringASlowHandshake() {
        try (TestSocket slow = market.sockets().connection();
                TestSocket early = market.sockets().connection()) {
            slow.write(("GET " + path(anna) + " HTTP/1.1\r\nHost: x\r\nUpgr")
                    .getBytes(java.nio.charset.StandardCharsets.UTF_8));
            try (TestSocket device = market.sockets().open(bert)) {
                device.sendMessage(anna, "hello");
                device.await("message.ack");
            }
        }
    }

    private static void refuse(String path, Map<String, String> headers, int status, String code) {
        try (TestSocket device = market.sockets().handshake(path, headers)) {
            assertThat(device.status()).as("%s", device.refusal()).isEqualTo(status);
            assertThat(device.refusalJson().path("code").asText()).isEqualTo(code);
        }
    }

    private static String ticketOf(Person person) {
        return market.api()
                .as(person)
                .with("Origin", Server.ORIGIN)
                .post("/ws-tickets", Map.of())
                .expect(201)
                .text("ticket");
    }

    private static String path(Person person) {
        return "/ws/" + person.id();
    }

    private static Map<String, String> bearer(String token) {
        return Map.of("Authorization", "Bearer " + token);
    }
}
