package dev.guildhall.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.guildhall.support.Answer;
import dev.guildhall.support.ApiClient;
import dev.guildhall.support.Jwt;
import dev.guildhall.support.Market;
import dev.guildhall.support.Person;
import dev.guildhall.support.PlacedOrder;
import dev.guildhall.support.Server;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

@Tag("OPS-25")
class SecurityLogIT {
    private static final Logger LOGGER = (Logger) LoggerFactory.getLogger("dev.guildhall.security");
    private static final List<ILoggingEvent> LINES = new CopyOnWriteArrayList<>();
    private static final AppenderBase<ILoggingEvent> APPENDER = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            LINES.add(event);
        }
    };

    @RegisterExtension
    static final Market market = new Market();

    private final String email = "mira." + UUID.randomUUID() + "@example.org";

    @BeforeAll
    static void addAppender() {
        APPENDER.start();
        LOGGER.addAppender(APPENDER);
        LOGGER.setAdditive(false);
        LOGGER.setLevel(Level.INFO);
    }

    @AfterAll
    static void removeAppender() {
        LOGGER.setLevel(null);
        LOGGER.setAdditive(true);
        LOGGER.detachAppender(APPENDER);
    }

    @Test
    void logsFailedSignInsAndALockout() {
        String user = create(false).text("id");
        Map<String, String> wrong = Map.of("email", email, "password", "wrong horse");

        assertThat(event(api -> api.post("/internal/credentials/verify", wrong).expect(401)))
                .isEqualTo(Map.of("event", "sign_in_failed", "user_id", user));
        for (int i = 1; i < 10; i++) {
            service(market.server()).post("/internal/credentials/verify", wrong).expect(401);
        }
        assertThat(event(api -> api.post("/internal/credentials/verify", wrong).expect(429)))
                .containsEntry("event", "locked_out");
        Map<String, String> signUp = Map.of("email", email, "full_name", "Mira", "password", "wrong horse");
        assertThat(event(api -> api.post("/internal/users", signUp).expect(429)))
                .as("what is logged of a sign-up that is sent again, with another password")
                .containsEntry("event", "locked_out");
        assertThat(event(api -> api.post(
                                "/internal/credentials/verify",
                                Map.of(
                                        "email",
                                        "nobody@example.org",
                                        "password",
                                        "wrong horse",
                                        "client_ip",
                                        "203.0.113.7"))
                        .expect(401)))
                .isEqualTo(Map.of("event", "sign_in_failed", "client_ip", "203.0.113.7"));
    }

    @Test
    void logsRefusedTokensWithTheUserOnlyOfAValidToken() {
        Person mira = market.aUser("Mira");
        Instant now = Instant.now();
        String expired = Jwt.of(mira.id(), now.minusSeconds(200), now.minusSeconds(100));
        UUID unknown = UUID.randomUUID();

        for (String token : List.of("no.token.at-all", expired)) {
            assertThat(event(api -> api.with("Authorization", "Bearer " + token)
                            .get("/me")
                            .expect(401)))
                    .isEqualTo(Map.of("event", "token_refused", "client_ip", "127.0.0.1"));
        }
        assertThat(event(api -> api.with("Authorization", "Bearer " + Jwt.of(unknown))
                        .get("/me")
                        .expect(401)))
                .isEqualTo(Map.of("event", "token_refused", "client_ip", "127.0.0.1", "user_id", unknown.toString()));
        assertThat(event(api -> api.with("X-Forwarded-For", "203.0.113.7")
                        .with("Authorization", "Bearer x")
                        .get("/me")
                        .expect(401)))
                .as("without an address, since anybody can send this header")
                .isEqualTo(Map.of("event", "token_refused"));
        assertThat(event(api -> api.with("Authorization", "Bearer wrong")
                        .get("/internal/users?email=" + email)
                        .expect(401)))
                .isEqualTo(Map.of("event", "token_refused"));
    }

    @Test
    void logsRefusedOriginsAndForbiddenActions() {
        PlacedOrder order = market.anOrder().placed();
        String client = order.client().id().toString();
        String freelancer = order.freelancer().id().toString();

        assertThat(event(api -> api.without("Authorization")
                        .with("Cookie", "token=" + order.client().token())
                        .with("Origin", "https://evil.example")
                        .patch("/me", Map.of("full_name", "Evil"))
                        .expectProblem(403, "csrf_origin")))
                .isEqualTo(Map.of("event", "origin_refused", "client_ip", "127.0.0.1"));
        assertThat(event(api ->
                        api.as(order.freelancer()).patch(order.path("approve")).expectProblem(403, "forbidden_role")))
                .isEqualTo(Map.of("event", "forbidden", "client_ip", "127.0.0.1", "user_id", freelancer));
        assertThat(event(api -> api.as(order.client())
                        .patch("/users/" + freelancer, Map.of("is_active", false, "reason", "Why not."))
                        .expectProblem(403, "forbidden")))
                .isEqualTo(Map.of("event", "forbidden", "client_ip", "127.0.0.1", "user_id", client));
    }

    @Test
    void logsGrantedAndRevokedAdminRights() {
        String atTheStart = create(true).text("id");
        String other = UUID.randomUUID() + "@example.org";
        try (Server server = Server.on(market.database().address(), Map.of("ADMIN_EMAILS", email + "," + other))) {
            assertThat(LINES)
                    .extracting(SecurityLogIT::fields)
                    .contains(Map.of("event", "admin_granted", "user_id", atTheStart));
            String id = UUID.randomUUID().toString();
            String created = service(server)
                    .with("X-Request-Id", id)
                    .post("/internal/users", Map.of("email", other, "full_name", "Ada", "email_verified", true))
                    .expect(201)
                    .text("id");
            assertThat(LINES)
                    .extracting(SecurityLogIT::fields)
                    .contains(Map.of("event", "admin_granted", "user_id", created, "request_id", id));
        }
        try (Server without = Server.on(market.database())) {
            assertThat(LINES)
                    .extracting(SecurityLogIT::fields)
                    .contains(Map.of("event", "admin_revoked", "user_id", atTheStart));
        }
    }

    @Test
    void logsAdminRightsThatComeAndGoWithAnEmail() {
        String user = create(false).text("id");
        String path = "/internal/users/" + user;
        try (Server unused = Server.on(market.database().address(), Map.of("ADMIN_EMAILS", email))) {
            assertThat(event(api ->
                            api.put(path + "/email-verification", Map.of()).expect(200)))
                    .isEqualTo(Map.of("event", "admin_granted", "user_id", user));
            Map<String, Object> other = Map.of("email", "former." + email, "email_verified", true);
            assertThat(event(api -> api.put(path + "/email", other).expect(200)))
                    .isEqualTo(Map.of("event", "admin_revoked", "user_id", user));

            String id = UUID.randomUUID().toString();
            service(market.server())
                    .with("X-Request-Id", id)
                    .put(path + "/email", Map.of("email", "other." + email))
                    .expect(200);
            assertThat(LINES)
                    .as("events of a change of an email that makes nobody an admin")
                    .noneMatch(line -> id.equals(fields(line).get("request_id")));
        }
    }

    @Test
    void logsAClaimedAccount() {
        String user = create(false).text("id");
        Map<String, Object> owner = Map.of("email", email, "full_name", "Mira", "email_verified", true);
        assertThat(event(api -> api.post("/internal/users", owner).expect(200)))
                .isEqualTo(Map.of("event", "account_claimed", "user_id", user));
    }

    @Test
    void logsNothingForOtherRequests() {
        String id = UUID.randomUUID().toString();
        ApiClient api = market.api().with("X-Request-Id", id);
        api.get("/me").expectProblem(401, "auth_missing");
        api.with("Cookie", "token=old").get("/gigs").expect(200);
        api.as(market.aUser("Mira")).get("/orders/" + UUID.randomUUID()).expect(404);

        assertThat(LINES).noneMatch(line -> id.equals(fields(line).get("request_id")));
    }

    /** Runs a request and returns the fields of its security event, without the request id. */
    private Map<String, String> event(Function<ApiClient, Answer> request) {
        String id = UUID.randomUUID().toString();
        // Headers that the request sets replace these.
        Answer unused = request.apply(service(market.server()).with("X-Request-Id", id));
        ILoggingEvent line = line(id);
        assertThat(line.getFormattedMessage()).doesNotContain("@", "horse", "Bearer", "eyJ", Server.SERVICE_TOKEN);
        Map<String, String> fields = fields(line);
        fields.remove("request_id");
        return fields;
    }

    private static ILoggingEvent line(String requestId) {
        Instant deadline = Instant.now().plus(Duration.ofSeconds(10));
        while (true) {
            List<ILoggingEvent> found = new ArrayList<>(LINES);
            found.removeIf(line -> !requestId.equals(fields(line).get("request_id")));
            if (!found.isEmpty()) {
                assertThat(found).as("events of this request").hasSize(1);
                return found.get(0);
            }
            assertThat(Instant.now())
                    .as("no event of the request %s", requestId)
                    .isBefore(deadline);
        }
    }

    private static Map<String, String> fields(ILoggingEvent line) {
        return line.getKeyValuePairs().stream()
                .collect(Collectors.toMap(pair -> pair.key, pair -> String.valueOf(pair.value)));
    }

    private Answer create(boolean isVerified) {
        return service(market.server())
                .post(
                        "/internal/users",
                        Map.of(
                                "email",
                                email,
                                "full_name",
                                "Mira",
                                "password",
                                "correct horse",
                                "email_verified",
                                isVerified))
                .expect(201);
    }

    private static ApiClient service(Server server) {
        return server.api().with("Authorization", "Bearer " + Server.SERVICE_TOKEN);
    }
}
