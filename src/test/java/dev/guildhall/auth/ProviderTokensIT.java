package dev.guildhall.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.guildhall.support.Answer;
import dev.guildhall.support.ApiClient;
import dev.guildhall.support.Jwt;
import dev.guildhall.support.Market;
import dev.guildhall.support.Person;
import dev.guildhall.support.Server;
import dev.guildhall.support.TestSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tokens of an identity provider, made by {@code jose}. */
@Tag("AUTH-25")
class ProviderTokensIT {
    private static final Duration AT_ONCE = Duration.ofSeconds(5);
    private static final String AUDIENCE = "https://api.market.example";

    @RegisterExtension
    static final Market market = new Market();

    private static JwksServer provider;
    private static Server node;

    private final String subject = UUID.randomUUID().toString();

    @BeforeAll
    static void start() {
        assumeTrue(JwksServer.canStart(), "Node.js, and npm ci in src/test/js");
        provider = JwksServer.start();
        provider.add("key", "ES256");
        node = Server.on(
                market.database().address(),
                Map.of(
                        "JWT_JWKS_URL",
                        provider.jwks(),
                        "JWT_ISSUER",
                        JwksServer.ISSUER,
                        "JWT_AUDIENCE",
                        AUDIENCE,
                        "JWT_COOKIES",
                        "__session"));
    }

    @AfterAll
    static void stop() {
        if (node != null) {
            node.close();
            provider.close();
        }
    }

    @Test
    void belongToTheUserWhoHasTheirIdentity() {
        String id = signUp();
        assertThat(me(token()).expect(200).text("id")).isEqualTo(id);
        assertThat(node.api()
                        .with("Cookie", "__session=" + token())
                        .get("/me")
                        .expect(200)
                        .text("id"))
                .isEqualTo(id);
        me(provider.sign("key", Map.of("typ", "at+jwt"), claims())).expect(200);
    }

    @Test
    void belongToNobodyBeforeTheirIdentityIsKnown() {
        me(token()).expectProblem(401, "user_unknown");
        String id = signUp();
        assertThat(me(token()).expect(200).text("id")).isEqualTo(id);
    }

    @Test
    void neverBelongToTheUserWhoseIdTheirSubjectIs() {
        Person mira = market.aUser("Mira");
        me(provider.sign("key", claims(Map.of("sub", mira.id().toString())))).expectProblem(401, "user_unknown");
    }

    @Test
    void areNotTakenForThoseOfTheSharedSecret() {
        String id = signUp();
        String forged = SignedTokens.sign(
                SignedTokens.HS256,
                "{\"iss\":\"" + JwksServer.ISSUER + "\",\"aud\":\"" + AUDIENCE + "\",\"sub\":\"" + subject
                        + "\",\"exp\":4000000000}",
                Jwt.SECRET);
        me(forged).expectProblem(401, "user_unknown");
        me(Jwt.signed("{\"aud\":[\"x\",\"" + AUDIENCE + "\"],\"sub\":\"" + id + "\",\"exp\":4000000000}"))
                .expect(200);
    }

    @Test
    void areForThisAudience() {
        signUp();
        me(provider.sign("key", claims(Map.of("aud", "another")))).expectProblem(401, "auth_invalid");
        me(Jwt.of(UUID.fromString(signUp()))).expectProblem(401, "auth_invalid");
    }

    @Test
    void endWithTheirIdentityAndSoDoTheirSockets() {
        String id = signUp();
        ApiClient api = bearer(token());
        String ticket = api.post("/ws-tickets", Map.of()).expect(201).text("ticket");
        Person mira = new Person(UUID.fromString(id), "Mira", token());
        try (TestSocket opened = node.sockets().open(mira);
                TestSocket byTicket = node.sockets().byTicket(mira, ticket)) {
            byTicket.await("hello");
            node.internal()
                    .delete("/internal/users/" + id + "/identities?issuer=" + JwksServer.ISSUER + "&subject=" + subject)
                    .expect(204);
            assertThat(opened.awaitEnd(AT_ONCE)).isEqualTo(4401);
            assertThat(byTicket.awaitEnd(AT_ONCE))
                    .as("the close code of the socket that was opened by a ticket")
                    .isEqualTo(4401);
        }
        api.get("/me").expectProblem(401, "user_unknown");
    }

    @Test
    void areRefusedAtOnceAfterTheirIdentityWasRemoved() {
        String id = signUp();
        me(token()).expect(200);
        node.internal()
                .delete("/internal/users/" + id + "/identities?issuer=" + JwksServer.ISSUER + "&subject=" + subject)
                .expect(204);
        me(token()).expectProblem(401, "user_unknown");
    }

    @Test
    @Tag("AUTH-21")
    void fromBeforeTheirUserHasClaimedTheAccountAreAccepted() {
        String token = tokenOfLongAgo();
        String id = claimAnAccount();
        assertThat(me(token).expect(200).text("id")).isEqualTo(id);
        bearer(token).patch("/me", Map.of("payment_instructions", "IBAN")).expect(200);
        bearer(token).post("/me/sign-out-everywhere", Map.of()).expect(204);
        me(token).expectProblem(401, "auth_expired");
    }

    @Test
    @Tag("AUTH-15")
    void endWithANewPasswordThatIsSetRightAfterAClaim() {
        String token = tokenOfLongAgo();
        String id = claimAnAccount();
        me(token).expect(200);
        node.internal()
                .put("/internal/users/" + id + "/password", Map.of("password", "a new password"))
                .expect(200);
        me(token).expectProblem(401, "auth_expired");
    }

    @Test
    @Tag("AUTH-15")
    void sayNoMoreWhereClientsPayOnceTheirSessionHasEndedElsewhere() {
        String id = signUp();
        String token =
                provider.sign("key", claims(Map.of("auth_time", Instant.now().getEpochSecond() - 60)));
        me(token).expect(200);
        market.sql().update("update users set tokens_valid_from = now() where id = ?::uuid", id);
        bearer(token).patch("/me", Map.of("payment_instructions", "IBAN")).expectProblem(401, "auth_expired");
    }

    @Test
    void sayNoMoreWhereClientsPayOnANodeThatStillKnowsThem() {
        String id = signUp();
        me(token()).expect(200);
        market.sql().update("delete from identities where user_id = ?::uuid", id);
        bearer(token()).patch("/me", Map.of("payment_instructions", "IBAN")).expectProblem(401, "user_unknown");
    }

    @Test
    void ofADeactivatedUserAreRefused() {
        String id = signUp();
        me(token()).expect(200);
        node.api()
                .with("Authorization", "Bearer " + admin())
                .patch("/users/" + id, Map.of("is_active", false, "reason", "Spam."))
                .expect(200);
        me(token()).expectProblem(401, "user_deactivated");
    }

    @Test
    @Tag("AUTH-15")
    void fromBeforeASignOutEverywhereAreRefused() {
        signUp();
        long now = Instant.now().getEpochSecond();
        String earlier = provider.sign("key", claims(Map.of("iat", now - 60)));
        String signedInEarlier = provider.sign("key", claims(Map.of("iat", now, "auth_time", now - 60)));
        bearer(earlier).post("/me/sign-out-everywhere", Map.of()).expect(204);
        me(earlier).expectProblem(401, "auth_expired");
        me(signedInEarlier).expectProblem(401, "auth_expired");
        me(token()).expect(200);
    }

    @Test
    void areRefusedWithAReasonToTryAgainBeforeTheKeysAreKnown() {
        try (Server early = Server.on(
                market.database().address(),
                Map.of("JWT_JWKS_URL", "http://127.0.0.1:9/jwks", "JWT_ISSUER", JwksServer.ISSUER))) {
            Answer refused =
                    early.api().with("Authorization", "Bearer " + token()).get("/me");
            refused.expectProblem(503, "keys_unavailable");
            assertThat(refused.header("Retry-After")).isNotNull();
            early.api().as(market.aUser("Mira")).get("/me").expect(200);
            early.api().with("Cookie", "token=" + token()).get("/gigs").expectProblem(503, "keys_unavailable");
            early.api()
                    .with("Cookie", "authjs.session-token=old; token=" + token())
                    .get("/me")
                    .expectProblem(503, "keys_unavailable");
        }
    }

    private String tokenOfLongAgo() {
        long now = Instant.now().getEpochSecond();
        return provider.sign("key", claims(Map.of("iat", now - 60, "auth_time", now - 7200)));
    }

    private String claimAnAccount() {
        String email = UUID.randomUUID() + "@example.org";
        node.internal()
                .post("/internal/users", Map.of("email", email, "full_name", "A stranger", "password", "correct horse"))
                .expect(201);
        return node.internal()
                .post(
                        "/internal/users",
                        Map.of(
                                "email",
                                email,
                                "full_name",
                                "Mira",
                                "email_verified",
                                true,
                                "issuer",
                                JwksServer.ISSUER,
                                "subject",
                                subject))
                .expect(200)
                .text("id");
    }

    private String signUp() {
        return node.internal()
                .post(
                        "/internal/users",
                        Map.of(
                                "email",
                                UUID.randomUUID() + "@example.org",
                                "full_name",
                                "Mira",
                                "email_verified",
                                true,
                                "issuer",
                                JwksServer.ISSUER,
                                "subject",
                                subject))
                .text("id");
    }

    private static String admin() {
        return Jwt.signed(
                "{\"aud\":\"" + AUDIENCE + "\",\"sub\":\"" + market.anAdmin().id() + "\",\"exp\":4000000000}");
    }

    private String token() {
        return provider.sign("key", claims());
    }

    private Map<String, Object> claims() {
        return claims(Map.of());
    }

    private Map<String, Object> claims(Map<String, ?> others) {
        long now = Instant.now().getEpochSecond();
        Map<String, Object> claims = new HashMap<>(
                Map.of("iss", JwksServer.ISSUER, "aud", AUDIENCE, "sub", subject, "iat", now, "exp", now + 300));
        claims.putAll(others);
        return claims;
    }

    private static Answer me(String token) {
        return bearer(token).get("/me");
    }

    private static ApiClient bearer(String token) {
        return node.api().with("Authorization", "Bearer " + token);
    }
}
