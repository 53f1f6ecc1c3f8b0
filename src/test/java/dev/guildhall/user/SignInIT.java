package dev.guildhall.user;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.guildhall.support.Answer;
import dev.guildhall.support.ApiClient;
import dev.guildhall.support.Market;
import dev.guildhall.support.Person;
import dev.guildhall.support.Server;
import dev.guildhall.support.Together;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SignInIT {
    private static final String PASSWORD = "correct horse";

    @RegisterExtension
    static final Market market = new Market();

    private final String email = UUID.randomUUID() + "@example.org";

    @Test
    void answersWhoItIsToTheRightPassword() {
        Answer created = create();
        assertThat(verify(email.toUpperCase(), PASSWORD).expect(200).json()).isEqualTo(created.json());
        verify(" " + email + " ", PASSWORD).expect(200);
    }

    @Test
    @Tag("AUTH-13")
    void tellsNoWrongPasswordFromAnUnknownEmail() {
        create();
        String withoutPassword = UUID.randomUUID() + "@example.org";
        service()
                .post("/internal/users", Map.of("email", withoutPassword, "full_name", "Mira"))
                .expect(201);

        Answer known = verify(email, PASSWORD + " ").expectProblem(401, "credentials_invalid");
        for (Answer other : List.of(
                verify("nobody@example.org", PASSWORD),
                verify(withoutPassword, PASSWORD),
                verify("no email at all", PASSWORD),
                verify(email, "short"))) {
            assertThat(withoutRequestId(other)).isEqualTo(withoutRequestId(known));
        }
    }

    @Test
    @Tag("AUTH-13")
    void hashesOnceWhetherTheEmailExistsOrNot() {
        create();
        double before = hashes();
        verify(email, "wrong horse").expect(401);
        assertThat(hashes()).isEqualTo(before + 1);
        verify("nobody@example.org", "wrong horse").expect(401);
        assertThat(hashes()).isEqualTo(before + 2);
    }

    @Test
    void tellsOnlyTheRightPasswordOfADeactivation() {
        Answer created = create();
        Person admin = market.anAdmin();
        market.api()
                .as(admin)
                .patch("/users/" + created.text("id"), Map.of("is_active", false, "reason", "Spam."))
                .expect(200);
        verify(email, PASSWORD).expectProblem(403, "user_deactivated");
        verify(email, "wrong horse").expectProblem(401, "credentials_invalid");
    }

    @Test
    @Tag("AUTH-14")
    void letsNoMoreThanTenOfManyFailuresAtOnceThrough() {
        create();
        List<Integer> statuses = Together.times(
                20,
                i -> verify(i % 2 == 0 ? email : email.toUpperCase(), "wrong horse")
                        .status());
        // On a busy machine some are refused as too many at a time, and count for nothing.
        assertThat(statuses).isSubsetOf(401, 429, 503);
        int failures = Collections.frequency(statuses, 401);
        while (verify(email, "wrong horse").status() == 401) {
            failures++;
        }
        assertThat(failures).isEqualTo(10);

        Answer refused = verify(email, PASSWORD).expectProblem(429, "rate_limited");
        assertThat(Integer.parseInt(String.valueOf(refused.header("Retry-After"))))
                .isBetween(800, 900);
    }

    @Test
    @Tag("AUTH-14")
    void countsFailuresOfUnknownEmailsToo() {
        for (int i = 0; i < 10; i++) {
            verify(email, "wrong horse").expectProblem(401, "credentials_invalid");
        }
        verify(email, "wrong horse").expectProblem(429, "rate_limited");
    }

    @Test
    @Tag("AUTH-14")
    void countsNoSuccess() {
        create();
        for (int i = 0; i < 12; i++) {
            verify(email, PASSWORD).expect(200);
        }
    }

    @Test
    void namesEveryBadField() {
        service()
                .post("/internal/credentials/verify", Map.of("email", 1, "password", "p".repeat(257), "remember", true))
                .expectProblem(422, "validation_failed")
                .namingOnly("#/email wrong_type", "#/password too_long", "#/remember unknown_field");
        service()
                .post("/internal/credentials/verify", Map.of())
                .expectProblem(422, "validation_failed")
                .namingOnly("#/email required", "#/password required");
        service()
                .post("/internal/credentials/verify", "{\"email\":\"a\\u0000@b\",\"password\":\"\\u0000\"}")
                .expectProblem(422, "validation_failed")
                .namingOnly("#/email invalid_character", "#/password invalid_character");
        verify("a@b", "p".repeat(300_000)).expectProblem(413, "payload_too_large");
    }

    private Answer create() {
        return service()
                .post("/internal/users", Map.of("email", email, "full_name", "Mira", "password", PASSWORD))
                .expect(201);
    }

    private static Answer verify(String email, String password) {
        return service().post("/internal/credentials/verify", Map.of("email", email, "password", password));
    }

    private static double hashes() {
        return market.server()
                .metrics()
                .get("/metrics")
                .expect(200)
                .body()
                .lines()
                .filter(line -> line.startsWith("password_hashes_seconds_count "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' '))))
                .sum();
    }

    private static ObjectNode withoutRequestId(Answer answer) {
        ObjectNode problem = answer.expect(401).json().deepCopy();
        return problem.without("request_id");
    }

    private static ApiClient service() {
        return market.api().with("Authorization", "Bearer " + Server.SERVICE_TOKEN);
    }
}
