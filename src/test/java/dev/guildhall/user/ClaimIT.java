package dev.guildhall.user;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.support.Answer;
import dev.guildhall.support.ApiClient;
import dev.guildhall.support.Concurrently;
import dev.guildhall.support.Jwt;
import dev.guildhall.support.Market;
import dev.guildhall.support.Person;
import dev.guildhall.support.PlacedOrder;
import dev.guildhall.support.Server;
import dev.guildhall.support.Sql;
import dev.guildhall.support.TestGig;
import dev.guildhall.support.TestSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Somebody signs in with a verified email to an account that a stranger may have prepared on it. */
@Tag("AUTH-21")
class ClaimIT {
    private static final Duration AT_ONCE = Duration.ofSeconds(5);

    @RegisterExtension
    static final Market market = new Market();

    private final String email = "mira." + UUID.randomUUID() + "@example.org";
    private final Person stranger = prepare();

    @Test
    void leavesNothingOfTheStranger() {
        ApiClient asStranger = market.api().as(stranger);
        asStranger
                .patch(
                        "/me",
                        Map.of(
                                "bio",
                                "Trust me.",
                                "payment_instructions",
                                "IBAN of the stranger",
                                "avatar_url",
                                "https://a.example"))
                .expect(200);
        service()
                .put(
                        "/internal/users/" + stranger.id() + "/identities",
                        Map.of("issuer", "https://evil.example", "subject", "1"))
                .expect(200);

        Answer me = claim(Map.of("full_name", "Mira")).expect(200);

        assertThat(me.text("id")).isEqualTo(stranger.id().toString());
        assertThat(me.at("full_name")).isEqualTo("Mira");
        assertThat(me.at("email_verified")).isEqualTo("true");
        assertThat(me.at("bio")).as("the bio").isNull();
        assertThat(me.at("avatar_url")).as("the avatar").isNull();
        assertThat(me.at("payment_instructions")).as("the payment instructions").isNull();
        asStranger.get("/me").expectProblem(401, "auth_expired");
        service()
                .post("/internal/credentials/verify", Map.of("email", email, "password", "the stranger knows it"))
                .expectProblem(401, "credentials_invalid");
        assertThat(service()
                        .get("/internal/users/" + stranger.id() + "/identities")
                        .expect(200)
                        .items())
                .as("identities of the stranger")
                .isEmpty();
        market.api()
                .with("Authorization", "Bearer " + Jwt.of(stranger.id()))
                .get("/me")
                .expect(200);
    }

    /** Tokens are otherwise accepted for 15 s longer, since clocks differ. */
    @Test
    void endsTheSessionOfAStrangerThatHasJustBegun() {
        String justBegun = sessionOf(0);
        me(justBegun).expect(200);
        claim(Map.of()).expect(200);
        me(justBegun).expectProblem(401, "auth_expired");
        me(sessionOf(0)).expect(200);
        me(sessionOf(1)).expect(200);
    }

    @Test
    @Tag("AUTH-15")
    void endsItForEverWhateverEndsSessionsLater() {
        String justBegun = sessionOf(0);
        claim(Map.of()).expect(200);
        service()
                .put("/internal/users/" + stranger.id() + "/password", Map.of("password", "only the owner knows it"))
                .expect(200);
        me(justBegun).expectProblem(401, "auth_expired");
        service()
                .post("/internal/users/" + stranger.id() + "/sign-out-everywhere", Map.of())
                .expect(204);
        me(justBegun).expectProblem(401, "auth_expired");
    }

    /** By an issuer whose clock is early, so that the end of its sessions lies ahead. */
    @Test
    @Tag("AUTH-28")
    void bringsBackNoSessionThatTheStrangerHasEnded() {
        String ended = sessionOf(-10);
        market.api()
                .with("Authorization", "Bearer " + ended)
                .post("/me/sign-out-everywhere", Map.of())
                .expect(204);
        claim(Map.of()).expect(200);
        me(ended).expectProblem(401, "auth_expired");
    }

    /** They wait until the sessions that they begin are good. */
    @Test
    void letsEverybodyInWhoSignsInAtTheSameMoment() {
        List<String> sessions = Concurrently.times(4, i -> {
            claim(Map.of("issuer", "https://login.example", "subject", email)).expect(200);
            return sessionOf(0);
        });
        assertThat(sessions).allSatisfy(session -> me(session).expect(200));
    }

    @Test
    void endsTheSignInOfAStrangerWhosePasswordIsBeingCompared() {
        CompletableFuture<Answer> signIn;
        try (Sql slow = market.database().sql()) {
            slow.begin();
            slow.row("select from users where id = ? for update", stranger.id());
            signIn = CompletableFuture.supplyAsync(() -> service()
                    .post("/internal/credentials/verify", Map.of("email", email, "password", "the stranger knows it")));
            market.sql().awaitWaitingForLocks(1);
            slow.update("update users set hashed_password = null where id = ?", stranger.id());
            slow.commit();
        }
        signIn.join().expectProblem(401, "credentials_invalid");
    }

    @Test
    void liftsTheLimitOfFailedSignIns() {
        for (int i = 0; i < 10; i++) {
            service()
                    .post("/internal/credentials/verify", Map.of("email", email, "password", "wrong horse"))
                    .expect(401);
        }
        claim(Map.of("password", "only the owner knows it")).expect(200);
        service()
                .post("/internal/credentials/verify", Map.of("email", email, "password", "only the owner knows it"))
                .expect(200);
    }

    @Test
    void letsNoNodeThatStillKnowsTheStrangerSayWhereClientsPay() {
        try (Server another = market.anotherNode()) {
            ApiClient asStranger = another.api().as(stranger);
            asStranger.get("/me").expect(200);
            claim(Map.of()).expect(200);
            asStranger
                    .patch("/me", Map.of("payment_instructions", "IBAN of the stranger"))
                    .expectProblem(401, "auth_expired");
            assertThat(service()
                            .get("/internal/users/" + stranger.id())
                            .expect(200)
                            .at("payment_instructions"))
                    .as("the payment instructions")
                    .isNull();
        }
    }

    @Test
    void closesTheSocketsOfTheStrangerOnEveryNode() {
        try (Server another = market.anotherNode();
                TestSocket here = market.sockets().open(stranger);
                TestSocket there = another.sockets().open(stranger)) {
            claim(Map.of()).expect(200);
            assertThat(here.awaitEnd(AT_ONCE)).isEqualTo(4401);
            assertThat(there.awaitEnd(AT_ONCE))
                    .as("the close code on another node")
                    .isEqualTo(4401);
        }
    }

    @Test
    void letsNobodyPayToTheStranger() {
        TestGig gig = market.aGig().by(stranger).create();
        TestGig takenDown = market.aGig().by(stranger).create();
        market.api()
                .as(stranger)
                .patch("/me", Map.of("payment_instructions", "IBAN of the stranger"))
                .expect(200);
        PlacedOrder unpaid = market.anOrder().of(gig).placed();
        PlacedOrder submitted = market.anOrder().of(gig).paid();
        PlacedOrder paid = market.anOrder().of(gig).confirmed();
        ApiClient admin = market.api().as(market.anAdmin());
        admin.patch("/gigs/" + takenDown.id(), Map.of("is_active", false)).expect(200);
        String tag = unpaid.read().header("ETag");

        claim(Map.of()).expect(200);

        assertThat(unpaid.read().header("ETag"))
                .as("the entity tag of an order whose instructions were revoked")
                .isNotEqualTo(tag);
        assertThat(instructions(unpaid))
                .as("payment instructions of an unpaid order")
                .isNull();
        assertThat(instructions(submitted))
                .as("payment instructions of an order whose payment is not confirmed")
                .isNull();
        assertThat(instructions(paid))
                .as("payment instructions of a paid order")
                .isEqualTo("IBAN of the stranger");
        market.api().get("/gigs/" + gig.id()).expectProblem(404, "not_found");
        admin.patch("/gigs/" + takenDown.id(), Map.of("is_active", true)).expect(200);
        market.api().get("/gigs/" + takenDown.id()).expectProblem(404, "not_found");

        ApiClient owner = market.api().with("Authorization", "Bearer " + Jwt.of(stranger.id()));
        owner.patch("/me", Map.of("payment_instructions", "IBAN of the owner")).expect(200);
        assertThat(instructions(unpaid))
                .as("payment instructions of an unpaid order")
                .isEqualTo("IBAN of the owner");
    }

    @Test
    void setsThePasswordAndTheIdentityOfTheOwner() {
        claim(Map.of("password", "only the owner knows it")).expect(200);
        service()
                .post("/internal/credentials/verify", Map.of("email", email, "password", "only the owner knows it"))
                .expect(200);
        claim(Map.of()).expectProblem(409, "email_taken");

        Person other = prepareOn("other." + email);
        Map<String, Object> identity = Map.of("issuer", "https://login.example", "subject", email);
        Map<String, Object> body = new HashMap<>(identity);
        body.put("email", "other." + email);
        assertThat(claim(body).expect(200).text("id")).isEqualTo(other.id().toString());
        assertThat(service()
                        .get("/internal/users/" + other.id() + "/identities")
                        .expect(200)
                        .items())
                .extracting(item -> item.path("subject").asText())
                .containsExactly(email);
    }

    @Test
    void happensOnceForTwelveConcurrentSignIns() {
        List<Answer> answers = Concurrently.times(12, i -> claim(Map.of("full_name", "Mira " + i)));
        assertThat(answers).extracting(Answer::status).containsOnly(200);
        assertThat(answers.stream().map(answer -> answer.text("full_name")).distinct())
                .as("names that the account had")
                .hasSize(1);
    }

    @Test
    void changesNothingInAnAccountThatIsVerified() {
        service()
                .put("/internal/users/" + stranger.id() + "/email-verification", Map.of())
                .expect(200);
        claim(Map.of()).expectProblem(409, "email_taken");
        market.api().as(stranger).get("/me").expect(200);
    }

    @Test
    void isNotPossibleWithoutAVerifiedEmail() {
        claim(Map.of("email_verified", false)).expectProblem(409, "email_taken");
        claim(Map.of("email_verified", false, "issuer", "https://login.example", "subject", "2"))
                .expectProblem(409, "email_taken");
        market.api().as(stranger).get("/me").expect(200);
    }

    private Person prepare() {
        return prepareOn(email);
    }

    private static Person prepareOn(String email) {
        UUID id = UUID.fromString(service()
                .post(
                        "/internal/users",
                        Map.of("email", email, "full_name", "A stranger", "password", "the stranger knows it"))
                .expect(201)
                .text("id"));
        return new Person(
                id,
                "A stranger",
                Jwt.of(id, Instant.now().minusSeconds(60), Instant.now().plusSeconds(3600)));
    }

    private Answer claim(Map<String, Object> fields) {
        Map<String, Object> body = new HashMap<>(Map.of("email", email, "full_name", "Mira", "email_verified", true));
        body.putAll(fields);
        return service().post("/internal/users", body);
    }

    private static @Nullable String instructions(PlacedOrder order) {
        return market.api()
                .as(order.client())
                .get("/orders/" + order.id())
                .expect(200)
                .at("payment_instructions");
    }

    /** Of whoever holds the account, by an issuer whose clock is late. */
    private String sessionOf(int secondsLate) {
        Instant now = Instant.now().minusSeconds(secondsLate);
        return Jwt.of(stranger.id(), now, now.plusSeconds(600));
    }

    private static Answer me(String token) {
        return market.api().with("Authorization", "Bearer " + token).get("/me");
    }

    private static ApiClient service() {
        return market.server().internal();
    }
}
