package dev.guildhall.user;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.support.Answer;
import dev.guildhall.support.ApiClient;
import dev.guildhall.support.HeldCommits;
import dev.guildhall.support.Jwt;
import dev.guildhall.support.Market;
import dev.guildhall.support.Person;
import dev.guildhall.support.Server;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A node removes a user from its cache after a change of the account is committed, and not before. */
class RevocationIT {
    @RegisterExtension
    static final Market market = new Market();

    private final Person mira = market.aUser("Mira");

    @ParameterizedTest(name = "with a key: {0}")
    @ValueSource(booleans = {false, true})
    @Tag("AUTH-7")
    void aUserIsRefusedAtOnceAfterTheirDeactivationDespiteARequestDuringIt(boolean hasKey) {
        ApiClient plain = market.api().as(market.anAdmin());
        ApiClient admin =
                hasKey ? plain.with("Idempotency-Key", UUID.randomUUID().toString()) : plain;
        CompletableFuture<Answer> answer;
        try (HeldCommits commits = HeldCommits.of(market.database(), "users")) {
            answer = CompletableFuture.supplyAsync(
                    () -> admin.patch("/users/" + mira.id(), Map.of("is_active", false, "reason", "Stolen name.")));
            commits.await(1);
            // If the node removed the user from its cache too early, this request would cache the old state again.
            market.api().as(mira).get("/me").expect(200);
            commits.release();
            answer.join().expect(200);
            assertThat(market.api().as(mira).get("/me").status())
                    .as("somebody deactivated, at once after it was committed")
                    .isEqualTo(401);
        }
    }

    @Test
    @Tag("AUTH-7")
    void aUserIsAcceptedAtOnceAfterTheirReactivationDespiteARequestDuringIt() {
        ApiClient admin = market.api().as(market.anAdmin());
        admin.patch("/users/" + mira.id(), Map.of("is_active", false, "reason", "Stolen name."))
                .expect(200);
        try (HeldCommits commits = HeldCommits.of(market.database(), "users")) {
            CompletableFuture<Answer> answer =
                    CompletableFuture.supplyAsync(() -> admin.patch("/users/" + mira.id(), Map.of("is_active", true)));
            commits.await(1);
            market.api().as(mira).get("/me").expect(401);
            commits.release();
            answer.join().expect(200);
            assertThat(market.api().as(mira).get("/me").status())
                    .as("somebody reactivated, at once after it was committed")
                    .isEqualTo(200);
        }
    }

    @Test
    @Tag("AUTH-15")
    void anEarlierTokenIsRefusedAtOnceAfterANewPasswordDespiteARequestDuringIt() {
        Instant now = Instant.now();
        ApiClient earlier = market.api()
                .with("Authorization", "Bearer " + Jwt.of(mira.id(), now.minusSeconds(60), now.plusSeconds(600)));
        try (HeldCommits commits = HeldCommits.of(market.database(), "users")) {
            CompletableFuture<Answer> answer = CompletableFuture.supplyAsync(() -> market.api()
                    .with("Authorization", "Bearer " + Server.SERVICE_TOKEN)
                    .put("/internal/users/" + mira.id() + "/password", Map.of("password", "a new password")));
            commits.await(1);
            earlier.get("/me").expect(200);
            commits.release();
            answer.join().expect(200);
            assertThat(earlier.get("/me").status())
                    .as("a token from before the new password, at once after that was committed")
                    .isEqualTo(401);
        }
    }

    @Test
    @Tag("AUTH-7")
    void aUserWhoseDeactivationIsRolledBackIsStillAccepted() {
        ApiClient admin = market.api().as(market.anAdmin());
        try (HeldCommits commits = HeldCommits.of(market.database(), "users")) {
            CompletableFuture<Answer> answer = CompletableFuture.supplyAsync(
                    () -> admin.patch("/users/" + mira.id(), Map.of("is_active", false, "reason", "Stolen name.")));
            commits.await(1);
            commits.fail();
            answer.join().expectProblem(503, "busy");
        }
        assertThat(market.api().as(mira).get("/me").status())
                .as("somebody whose deactivation was rolled back")
                .isEqualTo(200);
    }
}
