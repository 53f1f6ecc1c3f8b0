package dev.guildhall.user;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.support.Answer;
import dev.guildhall.support.ApiClient;
import dev.guildhall.support.Jwt;
import dev.guildhall.support.Market;
import dev.guildhall.support.Person;
import dev.guildhall.support.Server;
import dev.guildhall.support.TestSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("AUTH-28")
class EndedSessionsIT {
    private static final Duration AT_ONCE = Duration.ofSeconds(5);

    @RegisterExtension
    static final Market market = new Market();

    private final Person mira = market.aUser("Mira");
    private final long now = Instant.now().getEpochSecond();

    @Test
    void areThoseThatTheirUserHasSignedOutEverywhere() {
        String session = token("\"auth_time\":" + (now - 60));
        try (Server another = market.anotherNode();
                TestSocket here = market.sockets().open(withToken(session));
                TestSocket there = another.sockets().open(withToken(session))) {
            bearer(session).post("/me/sign-out-everywhere", Map.of()).expect(204);
            me(session).expectProblem(401, "auth_expired");
            assertThat(here.awaitEnd(AT_ONCE)).isEqualTo(4401);
            assertThat(there.awaitEnd(AT_ONCE))
                    .as("the close code on another node")
                    .isEqualTo(4401);
        }
        me(token("\"auth_time\":" + now)).expect(200);
    }

    @Test
    void includeTheOneThatHasJustBegunAndAsksForIt() {
        String session = token("\"auth_time\":" + (now - 1));
        bearer(session).post("/me/sign-out-everywhere", Map.of()).expect(204);
        me(session).expectProblem(401, "auth_expired");
        me(token("\"auth_time\":" + now)).expect(200);
    }

    @Test
    @Tag("AUTH-15")
    void stayEndedWhateverEndsSessionsLater() {
        String session = token("\"auth_time\":" + now);
        bearer(session).post("/me/sign-out-everywhere", Map.of()).expect(204);
        service()
                .post("/internal/users/" + mira.id() + "/sign-out-everywhere", Map.of())
                .expect(204);
        me(session).expectProblem(401, "auth_expired");
        service()
                .put("/internal/users/" + mira.id() + "/password", Map.of("password", "a new password"))
                .expect(200);
        me(session).expectProblem(401, "auth_expired");
    }

    @Test
    void areThoseOfAUserWhomTheFrontendSignsOut() {
        service()
                .post("/internal/users/" + mira.id() + "/sign-out-everywhere", Map.of())
                .expect(204);
        me(token("\"auth_time\":" + (now - 60))).expectProblem(401, "auth_expired");
        service()
                .post("/internal/users/" + UUID.randomUUID() + "/sign-out-everywhere", Map.of())
                .expectProblem(404, "not_found");
        service()
                .post("/internal/users/" + mira.id() + "/sign-out-everywhere", Map.of("x", 1))
                .expectProblem(422, "validation_failed");
    }

    @Test
    @Tag("AUTH-15")
    void areThoseThatWereRenewedSince() {
        end();
        me(token("\"auth_time\":" + (now - 60) + ",\"iat\":" + (now + 5))).expectProblem(401, "auth_expired");
    }

    @Test
    @Tag("AUTH-15")
    void areNotThoseOfAnIssuerWhoseClockIsLate() {
        end();
        me(token("\"auth_time\":" + (now - 13))).expect(200);
        me(token("\"iat\":" + (now - 13))).expect(200);
        me(token("\"auth_time\":" + (now - 17))).expectProblem(401, "auth_expired");
        me(token("\"iat\":" + (now - 17))).expectProblem(401, "auth_expired");
    }

    @Test
    @Tag("AUTH-15")
    void areThoseThatDoNotSayWhenTheyBegan() {
        Person other = market.aUser("Otto");
        me(Jwt.signed("{\"sub\":\"" + other.id() + "\",\"exp\":" + (now + 600) + "}"))
                .expect(200);
        end();
        Answer refused = me(token("\"x\":1"));
        refused.expectProblem(401, "auth_expired");
        assertThat(refused.text("detail")).contains("auth_time");
    }

    private void end() {
        market.sql()
                .update("update users set tokens_valid_from = to_timestamp(?) where id = ?", (double) now, mira.id());
    }

    private String token(String claims) {
        return Jwt.signed("{\"sub\":\"" + mira.id() + "\",\"exp\":" + (now + 600) + "," + claims + "}");
    }

    private Person withToken(String token) {
        return new Person(mira.id(), mira.fullName(), token);
    }

    private static Answer me(String token) {
        return bearer(token).get("/me");
    }

    private static ApiClient bearer(String token) {
        return market.api().with("Authorization", "Bearer " + token);
    }

    private static ApiClient service() {
        return market.server().internal();
    }
}
