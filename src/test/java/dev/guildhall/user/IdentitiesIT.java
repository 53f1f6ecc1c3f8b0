package dev.guildhall.user;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.support.Answer;
import dev.guildhall.support.ApiClient;
import dev.guildhall.support.Concurrently;
import dev.guildhall.support.Jwt;
import dev.guildhall.support.Market;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("AUTH-22")
class IdentitiesIT {
    private static final String ISSUER = "https://login.example";

    @RegisterExtension
    static final Market market = new Market();

    private final String email = "mira." + UUID.randomUUID() + "@example.org";
    private final String subject = UUID.randomUUID().toString();

    @Test
    void findTheirUserWhateverTheEmailSays() {
        String id = signIn(subject, email).expect(201).text("id");
        assertThat(signIn(subject, "new." + email).expect(200).text("id")).isEqualTo(id);
        assertThat(find(id).text("email")).as("the email of the account").isEqualTo(email);
    }

    @Test
    void findAUserWithAVerifiedEmailWithoutAWrite() {
        String id = signIn(subject, email).expect(201).text("id");
        String version = "select xmin::text as version from users where id = ?::uuid";
        Object before = market.sql().row(version, id).get("version");
        signIn(subject, email).expect(200);
        assertThat(market.sql().row(version, id).get("version"))
                .as("the transaction that wrote the user last, after a sign-in that has nothing to write")
                .isEqualTo(before);
    }

    @Test
    void keepTheAccountOfAUserWhoseEmailTheProviderHasVerifiedSince() {
        String id = signIn(Map.of("subject", subject, "email_verified", false))
                .expect(201)
                .text("id");
        market.api()
                .with("Authorization", "Bearer " + Jwt.of(UUID.fromString(id)))
                .patch("/me", Map.of("bio", "I paint."))
                .expect(200);
        Answer again = signIn(subject, email).expect(200);
        assertThat(again.text("id")).isEqualTo(id);
        assertThat(again.at("bio"))
                .as("the bio, which is lost if users claim the account that they already have")
                .isEqualTo("I paint.");
    }

    @Test
    void areAddedOnceToAVerifiedAccountWithoutPassword() {
        String id = service()
                .post("/internal/users", Map.of("email", email, "full_name", "Mira", "email_verified", true))
                .expect(201)
                .text("id");
        assertThat(signIn(subject, email).expect(200).text("id")).isEqualTo(id);
        assertThat(subjects(id)).containsExactly(subject);
        signIn("somebody else at the provider", email).expectProblem(409, "email_taken");
        assertThat(subjects(id)).containsExactly(subject);
    }

    @Test
    void areNotAddedIfTheProviderHasNotVerifiedTheEmail() {
        service()
                .post("/internal/users", Map.of("email", email, "full_name", "Mira", "email_verified", true))
                .expect(201);
        signIn(Map.of("subject", subject, "email_verified", false)).expectProblem(409, "email_taken");
    }

    @Test
    void areNotAddedToAnAccountWithAPassword() {
        service()
                .post(
                        "/internal/users",
                        Map.of(
                                "email",
                                email,
                                "full_name",
                                "Mira",
                                "email_verified",
                                true,
                                "password",
                                "correct horse"))
                .expect(201);
        signIn(subject, email).expectProblem(409, "email_taken");
    }

    @Test
    void leadToOneUserForTwelveConcurrentFirstSignIns() {
        List<Answer> answers = Concurrently.times(12, i -> signIn(subject, email));
        assertThat(answers).extracting(Answer::status).containsOnlyOnce(201).isSubsetOf(200, 201);
        assertThat(answers.stream().map(answer -> answer.text("id")).distinct()).hasSize(1);
    }

    @Test
    void areAddedOnceByTheEmailHoweverManyComeAtOnce() {
        service()
                .post("/internal/users", Map.of("email", email, "full_name", "Mira", "email_verified", true))
                .expect(201);
        List<Answer> answers = Concurrently.times(8, i -> signIn(i + subject, email));
        assertThat(answers).extracting(Answer::status).containsOnlyOnce(200).isSubsetOf(200, 409);
    }

    @Test
    void createOneUserForTwelveConcurrentSignInsWithDifferentEmails() {
        List<Answer> answers = Concurrently.times(12, i -> signIn(subject, i + email));
        assertThat(answers.stream().map(answer -> answer.text("id")).distinct())
                .as("users of one identity")
                .hasSize(1);
        assertThat(market.sql().count("select from users where email like ?", "%" + email))
                .as("accounts that were created")
                .isEqualTo(1);
    }

    @Test
    void doNotChangeASignInWithoutThem() {
        String id = signIn(subject, email).expect(201).text("id");
        assertThat(service()
                        .post("/internal/users", Map.of("email", email, "full_name", "Mira", "email_verified", true))
                        .expect(200)
                        .text("id"))
                .isEqualTo(id);
    }

    @Test
    void areAddedAndRemovedByTheFrontend() {
        String id = market.aUser("Mira").id().toString();
        assertThat(subjects(id)).isEmpty();
        assertThat(add(id, subject).expect(200).items())
                .extracting(item -> item.path("issuer").asText())
                .containsExactly(ISSUER);
        add(id, subject).expect(200);
        assertThat(subjects(id)).containsExactly(subject);
        add(market.aUser("Otto").id().toString(), subject).expectProblem(409, "identity_taken");
        assertThat(signIn(subject, email).expect(200).text("id")).isEqualTo(id);

        remove(id, subject).expect(204);
        remove(id, subject).expect(204);
        assertThat(subjects(id)).isEmpty();
        assertThat(signIn(subject, email).expect(201).text("id")).isNotEqualTo(id);
    }

    @Test
    void areNotRemovedByAnUnknownParameter() {
        service()
                .delete("/internal/users/" + UUID.randomUUID() + "/identities?issuer=a&subject=b&surprise=1")
                .expectProblem(400, "malformed_parameter");
    }

    @Test
    void areRemovedOnlyFromTheirOwnUser() {
        String id = signIn(subject, email).expect(201).text("id");
        remove(market.aUser("Otto").id().toString(), subject).expect(204);
        assertThat(subjects(id)).containsExactly(subject);
    }

    @Test
    void areAtMostTwentyOfOneUserEvenIfTheyAreAddedAtOnce() {
        String id = market.aUser("Mira").id().toString();
        for (int i = 0; i < 17; i++) {
            add(id, i + subject).expect(200);
        }
        List<Answer> answers = Concurrently.times(8, i -> add(id, "late " + i + subject));
        assertThat(answers.stream().filter(answer -> answer.status() == 200)).hasSize(3);
        assertThat(subjects(id)).hasSize(20);
        add(id, "one more " + subject).expectProblem(409, "too_many_identities");
    }

    @ParameterizedTest
    @ValueSource(strings = {"issuer", "subject"})
    void haveTwoParts(String part) {
        String other = part.equals("issuer") ? "subject" : "issuer";
        service()
                .post("/internal/users", Map.of("email", email, "full_name", "Mira", part, "x"))
                .expectProblem(422, "validation_failed")
                .namingOnly("#/" + other + " required");
        service()
                .put("/internal/users/" + UUID.randomUUID() + "/identities", Map.of(part, "x"))
                .expectProblem(422, "validation_failed")
                .namingOnly("#/" + other + " required");
        service()
                .delete("/internal/users/" + UUID.randomUUID() + "/identities?" + part + "=x")
                .expectProblem(422, "validation_failed")
                .namingOnly(other + " required");
    }

    @Test
    void comeWithoutAPassword() {
        signIn(Map.of("subject", subject, "password", "correct horse"))
                .expectProblem(422, "validation_failed")
                .namingOnly("#/password not_allowed");
    }

    @Test
    void belongToUsersWhoExist() {
        String nobody = UUID.randomUUID().toString();
        service().get("/internal/users/" + nobody + "/identities").expectProblem(404, "not_found");
        add(nobody, subject).expectProblem(404, "not_found");
        remove(nobody, subject).expectProblem(404, "not_found");
    }

    private Answer signIn(String subject, String email) {
        return signIn(Map.of("subject", subject, "email", email));
    }

    private Answer signIn(Map<String, Object> fields) {
        Map<String, Object> body =
                new HashMap<>(Map.of("email", email, "full_name", "Mira", "email_verified", true, "issuer", ISSUER));
        body.putAll(fields);
        return service().post("/internal/users", body);
    }

    private static Answer add(String user, String subject) {
        return service().put("/internal/users/" + user + "/identities", Map.of("issuer", ISSUER, "subject", subject));
    }

    private static Answer remove(String user, String subject) {
        return service().delete("/internal/users/" + user + "/identities?issuer=" + ISSUER + "&subject=" + subject);
    }

    private static List<String> subjects(String user) {
        return service().get("/internal/users/" + user + "/identities").expect(200).items().stream()
                .map(item -> item.path("subject").asText())
                .toList();
    }

    private static Answer find(String user) {
        return service().get("/internal/users/" + user).expect(200);
    }

    private static ApiClient service() {
        return market.server().internal();
    }
}
