package dev.guildhall.user;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.support.Answer;
import dev.guildhall.support.ApiClient;
import dev.guildhall.support.Jwt;
import dev.guildhall.support.Market;
import dev.guildhall.support.Person;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A sign-up whose answer was lost, so that the frontend sends it again. */
@Tag("AUTH-24")
class RetriedSignUpIT {
    @RegisterExtension
    static final Market market = new Market();

    private final String email = "mira." + UUID.randomUUID() + "@example.org";
    private final Answer created = signUp("correct horse").expect(201);
    private final Person mira =
            new Person(UUID.fromString(created.text("id")), "Mira", Jwt.of(UUID.fromString(created.text("id"))));

    @Test
    void findsTheAccountThatItHasCreated() {
        assertThat(signUp("correct horse").expect(200).json()).isEqualTo(created.json());
        assertThat(signUp("correct horse").expect(200).json()).as("once more").isEqualTo(created.json());
    }

    @Test
    void isRefusedWithAnotherPassword() {
        signUp("wrong horse").expectProblem(409, "email_taken");
    }

    @Test
    @Tag("LIM-4")
    void countsAWrongPasswordAsAFailedSignIn() {
        for (int i = 0; i < 9; i++) {
            signUp("wrong horse").expectProblem(409, "email_taken");
        }
        verify("wrong horse").expectProblem(401, "credentials_invalid");
        signUp("correct horse").expectProblem(429, "rate_limited");
        verify("correct horse").expectProblem(429, "rate_limited");
        market.sql()
                .update(
                        "delete from sign_in_failures where email_hash = sha256(convert_to((select email_key from users where id = ?), 'UTF8'))",
                        mira.id());
        signUp("correct horse").expect(200);
    }

    @Test
    void isRefusedAfterAnHour() {
        market.sql()
                .update(
                        "update users set created_at = created_at - interval '61 minutes', updated_at = updated_at - interval '61 minutes' where id = ?",
                        mira.id());
        signUp("correct horse").expectProblem(409, "email_taken");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sign-in", "profile", "gig", "order", "message", "identity", "sign-out"})
    void isRefusedOnceTheAccountWasUsed(String use) {
        ApiClient api = market.api().as(mira);
        switch (use) {
            case "sign-in" -> verify("correct horse").expect(200);
            case "profile" -> api.patch("/me", Map.of("bio", "I am here.")).expect(200);
            case "gig" -> market.aGig().by(mira).create();
            case "order" -> market.anOrder().from(mira).placed();
            case "message" ->
                api.post("/messages", Map.of("receiver_id", market.aUser("Otto").id(), "content", "hi"))
                        .expect(201);
            case "identity" ->
                service()
                        .put("/internal/users/" + mira.id() + "/identities", Map.of("issuer", "i", "subject", email))
                        .expect(200);
            default ->
                service()
                        .post("/internal/users/" + mira.id() + "/sign-out-everywhere", Map.of())
                        .expect(204);
        }
        signUp("correct horse").expectProblem(409, "email_taken");
    }

    @Test
    @Tag("LIM-4")
    void countsAsNoFailedSignInOnceTheAccountWasUsed() {
        verify("correct horse").expect(200);
        signUp("wrong horse").expectProblem(409, "email_taken");
        assertThat(market.sql().count("""
                        select from sign_in_failures f join users u on f.email_hash = sha256(convert_to(u.email_key, 'UTF8'))
                        where u.id = ?
                        """, mira.id()))
                .as("failed sign-ins that a stranger has caused by signing up with the email of somebody else")
                .isZero();
    }

    @Test
    void saysNothingAboutAnAccountWithoutPassword() {
        String other = "other." + email;
        service()
                .post("/internal/users", Map.of("email", other, "full_name", "Mira"))
                .expect(201);
        signUp(Map.of("email", other)).expectProblem(409, "email_taken");
    }

    private Answer signUp(String password) {
        return signUp(Map.of("password", password));
    }

    private Answer signUp(Map<String, Object> fields) {
        Map<String, Object> body =
                new HashMap<>(Map.of("email", email, "full_name", "Mira", "password", "correct horse"));
        body.putAll(fields);
        return service().post("/internal/users", body);
    }

    private Answer verify(String password) {
        return service().post("/internal/credentials/verify", Map.of("email", email, "password", password));
    }

    private static ApiClient service() {
        return market.server().internal();
    }
}
