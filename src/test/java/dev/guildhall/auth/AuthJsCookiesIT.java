package dev.guildhall.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.guildhall.support.Answer;
import dev.guildhall.support.Market;
import dev.guildhall.support.Person;
import dev.guildhall.support.Server;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("WEB-4")
class AuthJsCookiesIT {
    @RegisterExtension
    static final Market market = new Market();

    private static Server server;

    @BeforeAll
    static void start() {
        market.sql()
                .update(
                        "insert into users (id, email, full_name) values (?, 'mira@example.com', 'Mira')",
                        AuthJsCookies.USER);
        server = Server.on(
                market.database().address(),
                Map.of("AUTH_SECRET", AuthJsCookies.SECRET, "AUTH_SECRET_1", AuthJsCookies.PREVIOUS_SECRET));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void acceptsTheStoredSessionsOfAuthJs() throws IOException {
        assertAccepted(AuthJsCookies.stored());
    }

    @Test
    void acceptsSessionsThatAuthJsMakesNow() throws IOException {
        assumeTrue(AuthJsCookies.canCreate(), "Node.js, and npm ci in src/test/js");

        assertAccepted(AuthJsCookies.create());
    }

    @Tag("AUTH-8")
    @Test
    void refusesASessionCookieFromADifferentSite() throws IOException {
        String cookie = AuthJsCookies.stored().get(0).header();

        server.api()
                .with("Cookie", cookie)
                .with("Origin", "https://evil.example")
                .patch("/me", Map.of("bio", "Forged"))
                .expectProblem(403, "csrf_origin");
        server.api()
                .with("Cookie", cookie)
                .with("Origin", Server.ORIGIN)
                .patch("/me", Map.of("bio", "Written"))
                .expect(200);
    }

    @Test
    void namesAuthSecretInTheErrorIfItIsNotSet() throws IOException {
        for (AuthJsCookies cookies : AuthJsCookies.stored()) {
            Answer refused = market.api().with("Cookie", cookies.header()).get("/me");

            refused.expectProblem(401, "auth_token_encrypted");
            assertThat(refused.text("detail")).contains("AUTH_SECRET");
        }
    }

    /** Auth.js renews the iat at each look at the session, so that only auth_time says when it began. */
    @Test
    @Tag("AUTH-15")
    void acceptsASessionAfterANewPasswordOnlyIfItBeganLater() throws IOException {
        assumeTrue(AuthJsCookies.canCreate(), "Node.js, and npm ci in src/test/js");
        Instant now = Instant.now();
        Person mira = market.aUser("Mira");
        market.sql().update("update users set tokens_valid_from = now() where id = ?", mira.id());

        for (AuthJsCookies cookies : AuthJsCookies.createWithAuthTime(mira.id(), now)) {
            server.api().with("Cookie", cookies.header()).get("/me").expect(200);
        }
        for (AuthJsCookies cookies : AuthJsCookies.createWithAuthTime(mira.id(), now.minusSeconds(60))) {
            server.api().with("Cookie", cookies.header()).get("/me").expectProblem(401, "auth_expired");
        }
    }

    @Test
    @Tag("AUTH-15")
    void namesTheCallbackThatHasToSetAuthTime() throws IOException {
        market.sql().update("update users set tokens_valid_from = '2020-01-01' where id = ?", AuthJsCookies.USER);
        try {
            AuthJsCookies cookies = AuthJsCookies.stored().get(0);
            try (Server node = Server.on(market.database().address(), Map.of("AUTH_SECRET", AuthJsCookies.SECRET))) {
                Answer refused = node.api().with("Cookie", cookies.header()).get("/me");
                refused.expectProblem(401, "auth_expired");
                assertThat(refused.text("detail")).contains("auth_time", "jwt callback");
            }
        } finally {
            market.sql().update("update users set tokens_valid_from = null where id = ?", AuthJsCookies.USER);
        }
    }

    private static void assertAccepted(List<AuthJsCookies> all) {
        assertThat(all).hasSize(11).allSatisfy(cookies -> {
            Answer me = server.api().with("Cookie", cookies.header()).get("/me").expect(200);
            assertThat(me.text("id")).as(cookies.description()).isEqualTo(AuthJsCookies.USER.toString());
        });
    }
}
