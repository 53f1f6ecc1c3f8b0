package dev.guildhall.user;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.support.Answer;
import dev.guildhall.support.ApiClient;
import dev.guildhall.support.Jwt;
import dev.guildhall.support.Market;
import dev.guildhall.support.Person;
import dev.guildhall.support.Server;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class NewPasswordIT {
    @RegisterExtension
    static final Market market = new Market();

    private final Person mira = market.aUser("Mira");
    private final String email = mira.id() + "@example.org";

    @Test
    void replacesTheOldOne() {
        set("the first one").expect(200);
        verify("the first one").expect(200);
        Answer me = set("the second one").expect(200);
        verify("the first one").expectProblem(401, "credentials_invalid");
        assertThat(verify("the second one").expect(200).json()).isEqualTo(me.json());
    }

    @Tag("AUTH-15")
    @Test
    void endsEarlierSessionsAndNoneThatBeginsRightAfterwards() {
        Instant now = Instant.now();
        String earlier = Jwt.of(mira.id(), now.minusSeconds(60), now.plusSeconds(600));
        String undated = Jwt.signed("{\"sub\":\"" + mira.id() + "\",\"exp\":" + (now.getEpochSecond() + 600) + "}");
        me(earlier).expect(200);
        me(undated).expect(200);

        set("a new password").expect(200);
        me(Jwt.of(mira.id())).expect(200);
        me(earlier).expectProblem(401, "auth_expired");
        me(undated).expectProblem(401, "auth_expired");
    }

    @Test
    @Tag("LIM-4")
    void liftsTheLimitOfFailuresOnAllNodes() {
        for (int i = 0; i < 10; i++) {
            verify("a wrong guess").expect(401);
        }
        try (Server another = market.anotherNode()) {
            Map<String, ?> credentials = Map.of("email", email, "password", "a new password");
            ApiClient there = another.api().with("Authorization", "Bearer " + Server.SERVICE_TOKEN);
            there.post("/internal/credentials/verify", credentials).expect(429);
            set("a new password").expect(200);
            there.post("/internal/credentials/verify", credentials).expect(200);
        }
        verify("a new password").expect(200);
    }

    @Test
    @Tag("LIM-4")
    void liftsTheLimitOfNobodyElse() {
        Person other = market.aUser("Otto");
        market.sql().update("""
                        insert into sign_in_failures (id, email_hash)
                        select gen_random_uuid(), sha256(convert_to(u.email_key, 'UTF8')) from users u, generate_series(1, 10)
                        where u.id = ?
                        """, other.id());
        set("a new password").expect(200);
        assertThat(market.sql().count("""
                        select from sign_in_failures f join users u on f.email_hash = sha256(convert_to(u.email_key, 'UTF8'))
                        where u.id = ?
                        """, other.id()))
                .as("failures of another email that count after somebody has set a new password")
                .isEqualTo(10);
    }

    @Test
    void refusesInvalidRequests() {
        set("7 chars").expectProblem(422, "validation_failed").namingOnly("#/password too_short");
        service()
                .put("/internal/users/" + UUID.randomUUID() + "/password", Map.of("password", "a new password"))
                .expectProblem(404, "not_found");
        service()
                .put("/internal/users/me/password", Map.of("password", "a new password"))
                .expectProblem(400, "malformed_id");
    }

    private Answer set(String password) {
        return service().put("/internal/users/" + mira.id() + "/password", Map.of("password", password));
    }

    private Answer verify(String password) {
        return service().post("/internal/credentials/verify", Map.of("email", email, "password", password));
    }

    private static Answer me(String token) {
        return market.api().with("Authorization", "Bearer " + token).get("/me");
    }

    private static ApiClient service() {
        return market.api().with("Authorization", "Bearer " + Server.SERVICE_TOKEN);
    }
}
