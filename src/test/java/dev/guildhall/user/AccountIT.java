package dev.guildhall.user;

import static org.assertj.core.api.Assertions.assertThat;

import com.password4j.Password;
import dev.guildhall.support.Answer;
import dev.guildhall.support.ApiClient;
import dev.guildhall.support.Concurrently;
import dev.guildhall.support.Jwt;
import dev.guildhall.support.Market;
import dev.guildhall.support.RawSocket;
import dev.guildhall.support.Server;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AccountIT {
    private static final String USERS = "/internal/users";

    @RegisterExtension
    static final Market market = new Market();

    private final String email = "Mira." + UUID.randomUUID() + "@Example.org";

    @Test
    @Tag("AUTH-11")
    void createsAUserWhoseTokenIsValidAtOnce() {
        Answer created = create(Map.of("password", "correct horse", "avatar_url", "https://example.org/a.png"))
                .expect(201);
        assertThat(created.header("Location")).isEqualTo("/users/" + created.text("id"));
        assertThat(created.at("email")).isEqualTo(email);
        assertThat(created.at("is_admin")).isEqualTo("false");

        String token = Jwt.of(UUID.fromString(created.text("id")));
        Answer me = market.api().with("Authorization", "Bearer " + token).get("/me");
        assertThat(me.expect(200).json()).isEqualTo(created.json());
    }

    @Test
    @Tag("AUTH-11")
    void returnsTheAccountWithoutPasswordOfAVerifiedEmail() {
        Answer created = create(Map.of("email_verified", true)).expect(201);
        Answer found = create(Map.of("email_verified", true, "full_name", "Another Name"), email.toUpperCase())
                .expect(200);
        assertThat(found.json()).isEqualTo(created.json());
    }

    @Test
    @Tag("AUTH-11")
    void refusesToCreateAnAccountWithATakenEmail() {
        create(Map.of("email_verified", true)).expect(201);
        create(Map.of()).expectProblem(409, "email_taken");
        create(Map.of("email_verified", false)).expectProblem(409, "email_taken");
        create(Map.of("password", "correct horse")).expectProblem(409, "email_taken");
        create(Map.of("email_verified", true, "password", "correct horse")).expectProblem(409, "email_taken");
    }

    @Test
    @Tag("AUTH-11")
    void refusesAVerifiedEmailOfAnAccountWithAPassword() {
        create(Map.of("password", "correct horse", "email_verified", true)).expect(201);
        create(Map.of("email_verified", true), email.toLowerCase()).expectProblem(409, "email_taken");
    }

    @Test
    @Tag("AUTH-11")
    @Tag("DATA-3")
    void createsOneUserForTwelveConcurrentSignIns() {
        List<Answer> answers = Concurrently.times(
                12,
                i -> create(Map.of("email_verified", true), i % 2 == 0 ? email.toLowerCase() : email.toUpperCase()));
        assertThat(answers.stream().map(Answer::status).sorted().toList())
                .startsWith(200)
                .endsWith(201)
                .containsOnlyOnce(201)
                .containsOnly(200, 201);
        assertThat(answers.stream().map(answer -> answer.text("id")).distinct()).hasSize(1);
    }

    @Test
    @Tag("AUTH-17")
    void refusesToSetACommonPassword() {
        for (String common : List.of("12345678", "Password123", "TRUSTNO1", "dalmatio")) {
            create(Map.of("password", common))
                    .expectProblem(422, "validation_failed")
                    .namingOnly("#/password too_common");
        }
        String id = create(Map.of("password", "correct horse")).expect(201).text("id");
        service()
                .put(USERS + "/" + id + "/password", Map.of("password", "Iloveyou"))
                .expectProblem(422, "validation_failed")
                .namingOnly("#/password too_common");
    }

    @Test
    @Tag("AUTH-17")
    void acceptsACommonPasswordThatWasSetBefore() {
        String id = create(Map.of("password", "correct horse")).expect(201).text("id");
        String hash = Password.hash("password123").addRandomSalt().withArgon2().getResult();
        market.sql().update("update users set hashed_password = ? where id = ?::uuid", hash, id);
        service()
                .post("/internal/credentials/verify", Map.of("email", email, "password", "password123"))
                .expect(200);
    }

    @Test
    @Tag("DATA-3")
    void findsAUserByEmailInAnyCase() {
        Answer created = create(Map.of()).expect(201);
        assertThat(find(email.toUpperCase()).expect(200).json()).isEqualTo(created.json());
        find("nobody@example.org").expectProblem(404, "not_found");
        find("no%20email").expectProblem(404, "not_found");
        find("%00").expectProblem(422, "validation_failed").namingOnly("email invalid_character");
        service().get(USERS).expectProblem(422, "validation_failed").namingOnly("email required");
        service().get(USERS + "?email=a@b&email=c@d").expectProblem(400, "malformed_parameter");
    }

    @Test
    void reportsEveryInvalidField() {
        service()
                .post(
                        USERS,
                        Map.of(
                                "email",
                                "mira example.org",
                                "full_name",
                                " ",
                                "password",
                                "7 chars",
                                "email_verified",
                                "yes",
                                "avatar_url",
                                "javascript:alert(1)",
                                "is_admin",
                                true))
                .expectProblem(422, "validation_failed")
                .namingOnly(
                        "#/email invalid_format",
                        "#/full_name blank",
                        "#/password too_short",
                        "#/email_verified wrong_type",
                        "#/avatar_url invalid_format",
                        "#/is_admin unknown_field");
        create(Map.of("password", "p".repeat(257)))
                .expectProblem(422, "validation_failed")
                .namingOnly("#/password too_long");
        create(Map.of("password", "🔑".repeat(256))).expect(201);
        create(Map.of("email_verified", true), "a".repeat(60) + "@" + "b".repeat(194))
                .expectProblem(422, "validation_failed")
                .namingOnly("#/email too_long");
    }

    @Test
    @Tag("USR-5")
    void showsNoPasswordAndNoHash() {
        Answer created = create(Map.of("password", "correct horse")).expect(201);
        assertThat(created.body()).doesNotContain("correct horse", "argon2", "password");
        service()
                .post(USERS, "{\"email\":\"a@b\",\"password\":\"correct horse\"")
                .expectProblem(400, "malformed_json");
    }

    @Test
    @Tag("AUTH-10")
    void refusesCallsWithoutTheServiceToken() {
        String user = Jwt.of(market.aUser("Mira").id());
        for (ApiClient stranger : List.of(
                market.api(),
                market.api().with("Authorization", "Bearer " + user),
                market.api().with("Authorization", "Bearer " + Server.SERVICE_TOKEN + "x"),
                market.api().with("Authorization", "Basic " + Server.SERVICE_TOKEN),
                market.api().with("Cookie", "authjs.session-token=" + Server.SERVICE_TOKEN))) {
            stranger.get(USERS + "?email=" + email).expect(401);
            stranger.post(USERS, "no json at all").expect(401);
            stranger.put(USERS + "/" + UUID.randomUUID() + "/password", Map.of())
                    .expect(401);
            stranger.post("/internal/credentials/verify", Map.of()).expect(401);
        }
    }

    @Test
    @Tag("AUTH-10")
    void refusesTwoServiceTokensEvenIfTheyAreEqual() {
        String header = "\nAuthorization: Bearer " + Server.SERVICE_TOKEN;
        try (RawSocket wire = RawSocket.to(market.server())) {
            wire.head("GET " + USERS + "?email=" + email + " HTTP/1.1\nHost: a" + header)
                    .answer()
                    .expect(404);
            wire.head("GET " + USERS + "?email=" + email + " HTTP/1.1\nHost: a" + header + header)
                    .answer()
                    .expectProblem(401, "auth_invalid");
        }
    }

    @Test
    @Tag("AUTH-10")
    void isNotFoundWithoutAConfiguredServiceToken() {
        try (Server closed = Server.on(market.database().address(), Map.of("SERVICE_TOKEN", ""))) {
            ApiClient frontend = closed.api().with("Authorization", "Bearer " + Server.SERVICE_TOKEN);
            frontend.post(USERS, Map.of()).expectProblem(404, "not_found");
            frontend.put(USERS + "/" + UUID.randomUUID() + "/password", Map.of())
                    .expectProblem(404, "not_found");
            frontend.post("/internal/credentials/verify", Map.of()).expectProblem(404, "not_found");
            closed.api().with("Authorization", "Bearer ").get(USERS).expectProblem(404, "not_found");
        }
    }

    private Answer create(Map<String, Object> fields) {
        return create(fields, email);
    }

    private static Answer create(Map<String, Object> fields, String email) {
        Map<String, Object> body = new HashMap<>(Map.of("email", email, "full_name", "Mira"));
        body.putAll(fields);
        return service().post(USERS, body);
    }

    private static Answer find(String email) {
        return service().get(USERS + "?email=" + email);
    }

    private static ApiClient service() {
        return market.api().with("Authorization", "Bearer " + Server.SERVICE_TOKEN);
    }
}
