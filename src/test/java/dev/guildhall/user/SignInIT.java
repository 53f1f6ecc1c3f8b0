package dev.guildhall.user;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.password4j.Password;
import dev.guildhall.support.Answer;
import dev.guildhall.support.ApiClient;
import dev.guildhall.support.Concurrently;
import dev.guildhall.support.Market;
import dev.guildhall.support.Person;
import dev.guildhall.support.Server;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SignInIT {
    private static final String PASSWORD = "correct horse";
    private static final String HOME = "2001:db8:1:1::7";
    private static final Random RANDOM = new Random();

    @RegisterExtension
    static final Market market = new Market();

    private final String email = UUID.randomUUID() + "@example.org";

    @Test
    void returnsTheUserForTheRightPassword() {
        Answer created = create();
        assertThat(verify(email.toUpperCase(), PASSWORD).expect(200).json()).isEqualTo(created.json());
        verify(" " + email + " ", PASSWORD).expect(200);
    }

    @Test
    @Tag("AUTH-13")
    void answersAWrongPasswordAndAnUnknownEmailAlike() {
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
    void acceptsAPasswordInBothFormsOnceItWasSentAsItWasHashedBeforePasswordsWereNormalized() {
        String id = create().text("id");
        String decomposed = "cafe\u0301 au lait";
        String composed = "caf\u00e9 au lait";
        String hash = Password.hash(decomposed).addRandomSalt().withArgon2().getResult();
        market.sql().update("update users set hashed_password = ? where id = ?::uuid", hash, id);

        verify(email, composed).expectProblem(401, "credentials_invalid");
        assertThat(verify(email, decomposed).expect(200).text("id")).isEqualTo(id);
        verify(email, composed).expect(200);
        verify(email, decomposed).expect(200);
    }

    @Test
    void acceptsAPasswordWhoseNormalizedFormCannotBeStored() {
        String id = create().text("id");
        String decomposed = "cafe\u0301 au lait";
        String hash = Password.hash(decomposed).addRandomSalt().withArgon2().getResult();
        market.sql().update("update users set hashed_password = ? where id = ?::uuid", hash, id);
        market.sql().update("""
                create function refuse() returns trigger language plpgsql as
                $$ begin raise exception 'refused by the test'; end $$
                """);
        market.sql()
                .update("create trigger refuse before update of hashed_password on users for each row when (new.id = '"
                        + id + "') execute function refuse()");
        assertThat(verify(email, decomposed).status())
                .as("a sign-in whose normalized password cannot be stored")
                .isEqualTo(200);
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
    void reportsADeactivationOnlyForTheRightPassword() {
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
    void allowsTenOfManyConcurrentFailures() {
        create();
        List<Integer> statuses = Concurrently.times(
                20,
                i -> verify(i % 2 == 0 ? email : email.toUpperCase(), "wrong horse")
                        .status());
        // On a busy machine some are refused as too many at a time; these do not count.
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
    void countsFailuresOfATextThatIsNoEmailInAnyCase() {
        String text = "no email " + UUID.randomUUID();
        for (int i = 0; i < 10; i++) {
            verify(i % 2 == 0 ? text : text.toUpperCase(), "wrong horse").expectProblem(401, "credentials_invalid");
        }
        verify(text, "wrong horse").expectProblem(429, "rate_limited");
        verify("another " + text, "wrong horse").expectProblem(401, "credentials_invalid");
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
    @Tag("LIM-4")
    void countsEachEmailFromEachAddressOnAllNodesAndAcrossRestarts() {
        create();
        for (int i = 0; i < 10; i++) {
            verify(email, "wrong horse", HOME).expectProblem(401, "credentials_invalid");
        }
        verify(email, PASSWORD, HOME).expectProblem(429, "rate_limited");
        verify(email, PASSWORD, "2001:db8:1:2::9").expect(200);
        verify(UUID.randomUUID() + "@example.org", PASSWORD, HOME).expect(401);
        try (Server another = market.anotherNode()) {
            Answer refused =
                    verify(another.api(), email.toUpperCase(), PASSWORD, HOME).expectProblem(429, "rate_limited");
            assertThat(Integer.parseInt(String.valueOf(refused.header("Retry-After"))))
                    .isBetween(800, 900);
        }
        market.sql().update("update sign_in_failures set failed_at = now() - interval '15 minutes 1 second'");
        verify(email, PASSWORD, HOME).expect(200);
    }

    @Test
    @Tag("LIM-4")
    void limitsAnAddressToAHundredFailuresOfAnyEmails() {
        create();
        String network = "2001:db8:" + Integer.toHexString(RANDOM.nextInt(0x10000)) + ":1::";
        insertFailures(99, "convert_to(n::text, 'UTF8')", network + "/64");
        verify(email, "wrong horse", network + "1").expect(401);
        verify(email, PASSWORD, network + "2").expectProblem(429, "rate_limited");
        verify(email, PASSWORD, network.replace(":1::", ":2::") + "1").expect(200);
    }

    @Test
    @Tag("LIM-4")
    void limitsAnEmailToAHundredFailuresExceptFromKnownAddresses() {
        create();
        String known = "198.51.100." + RANDOM.nextInt(256);
        verify(email, PASSWORD, known).expect(200);
        insertFailures(100, hash(), "(('100.64.' || n / 250 || '.' || n % 250)::cidr)");

        verify(email, PASSWORD, "203.0.113.9").expectProblem(429, "rate_limited");
        verify(email, PASSWORD, "::ffff:" + known).expect(200);
        verify(email, "wrong horse", known).expect(401);

        market.sql().update("update sign_in_addresses set last_sign_in_at = now() - interval '91 days'");
        verify(email, PASSWORD, known).expectProblem(429, "rate_limited");
    }

    @Test
    @Tag("LIM-4")
    void countsNoSuccessOfAnAddressAndStoresItOnce() {
        create();
        for (int i = 0; i < 12; i++) {
            verify(email, PASSWORD, HOME).expect(200);
        }
        assertThat(market.sql().count("select from sign_in_failures where email_hash = " + hash()))
                .isZero();
        assertThat(market.sql()
                        .count("select from sign_in_addresses where address = '2001:db8:1:1::/64'"
                                + " and user_id = (select id from users where email = '" + email + "')"))
                .isEqualTo(1);
    }

    @Test
    @Tag("LIM-4")
    void checksFourPasswordsOfOneAddressAtATimeAndDelaysNoOtherAddress() {
        create();
        List<Integer> statuses = Concurrently.times(
                40,
                i -> i == 39
                        ? verify(email, PASSWORD, "192.0.2.1").status()
                        : verify(UUID.randomUUID() + "@example.org", "wrong horse", "192.0.2.66")
                                .status());
        assertThat(statuses.get(39)).isEqualTo(200);
        assertThat(statuses.subList(0, 39)).containsOnly(401, 429);
        verify(email, PASSWORD, "192.0.2.66").expect(200);
    }

    @Test
    @Tag("LIM-4")
    void refusesAnInvalidClientIp() {
        for (String bad : List.of("unknown", "203.0.113.7, 10.0.0.1", "203.0.113.7:443", "fe80::1%eth0")) {
            verify(email, PASSWORD, bad)
                    .expectProblem(422, "validation_failed")
                    .namingOnly("#/client_ip invalid_format");
        }
    }

    @Test
    void reportsEveryInvalidField() {
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

    private static Answer verify(String email, String password, String clientIp) {
        return verify(market.api(), email, password, clientIp);
    }

    private static Answer verify(ApiClient node, String email, String password, String clientIp) {
        return node.with("Authorization", "Bearer " + Server.SERVICE_TOKEN)
                .post(
                        "/internal/credentials/verify",
                        Map.of("email", email, "password", password, "client_ip", clientIp));
    }

    /** SQL for the hash under which failures of this email are stored. */
    private String hash() {
        return "sha256(convert_to('" + email + "', 'UTF8'))";
    }

    /** Inserts failures directly, since each real one takes a tenth of a second. */
    private static void insertFailures(int count, String hash, String network) {
        market.sql()
                .update("insert into sign_in_failures (id, email_hash, address) select gen_random_uuid(), " + hash
                        + ", "
                        + (network.startsWith("(") ? network : "'" + network + "'::cidr")
                        + " from generate_series(1, " + count + ") n");
    }

    private static double hashes() {
        return market.server().metric("password_hashes_seconds_count");
    }

    private static ObjectNode withoutRequestId(Answer answer) {
        ObjectNode problem = answer.expect(401).json().deepCopy();
        return problem.without("request_id");
    }

    private static ApiClient service() {
        return market.api().with("Authorization", "Bearer " + Server.SERVICE_TOKEN);
    }
}
