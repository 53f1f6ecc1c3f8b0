package dev.guildhall.user;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.support.ApiClient;
import dev.guildhall.support.Concurrently;
import dev.guildhall.support.Jwt;
import dev.guildhall.support.Market;
import dev.guildhall.support.Person;
import dev.guildhall.support.Server;
import dev.guildhall.support.Sql;
import dev.guildhall.support.TestSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("AUTH-16")
class AdminEmailsIT {
    @RegisterExtension
    static final Market market = new Market();

    private final String boss = "Boss." + UUID.randomUUID() + "@example.org";
    private final String deputy = "deputy." + UUID.randomUUID() + "@example.org";

    @Test
    void grantsAdminRightsToNewUsersWithAVerifiedEmail() {
        try (Server server = start()) {
            assertThat(isAdmin(server, boss.toLowerCase(), true)).isTrue();
            assertThat(isAdmin(server, deputy, false)).isFalse();
            assertThat(isAdmin(server, UUID.randomUUID() + "@example.org", true))
                    .isFalse();
        }
    }

    @Test
    void grantsAdminRightsToVerifiedEmailsAtTheStart() {
        assertThat(isAdmin(market.server(), boss, true)).isFalse();
        assertThat(isAdmin(market.server(), deputy, false)).isFalse();
        try (Server server = start()) {
            assertThat(isAdmin(server, boss)).isTrue();
            assertThat(isAdmin(server, deputy)).isFalse();
        }
    }

    @Test
    void revokesAdminRightsOfEmailsMissingFromTheListOfTheLastStart() {
        try (Server before = start()) {
            Person formerAdmin = create(before, boss, true);
            ApiClient asAdmin = before.api().as(formerAdmin);
            try (TestSocket device = before.sockets().open(formerAdmin)) {
                asAdmin.get("/moderation-events").expect(200);
                try (Server after = market.anotherNode()) {
                    assertThat(isAdmin(after, boss)).isFalse();
                    retryUntil(
                            Duration.ofSeconds(5),
                            () -> asAdmin.get("/moderation-events").expectProblem(403, "forbidden"));
                    assertThat(isAdmin(before, deputy, true))
                            .as("an email of the list with which this node was started")
                            .isFalse();
                }
                device.sendMessage(market.aUser("Mira"), "I am still here.").await("message.ack");
            }
        }
        try (Server again = start()) {
            assertThat(isAdmin(again, boss)).isTrue();
            assertThat(moderationEvents(boss)).containsExactly("admin_granted", "admin_revoked", "admin_granted");
            assertThat(moderationEvents(deputy)).containsExactly("admin_granted");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"email = 'somebody.' || email, email_key = 'somebody.' || email_key", "email_verified = false"})
    void appliesChangesOfEmailAndVerificationAtOnce(String change) {
        try (Server server = start()) {
            assertThat(isAdmin(server, boss, true)).isTrue();
            UUID id = id(boss);
            market.sql().update("update users set " + change + " where id = ?", id);
            assertThat(isAdmin(id)).isFalse();
            market.sql()
                    .update(
                            "update users set email = ?, email_key = ?, email_verified = true where id = ?",
                            boss,
                            boss.toLowerCase(),
                            id);
            assertThat(isAdmin(id)).isTrue();
            market.sql().update("update users set full_name = 'Boss', email = upper(email) where id = ?", id);
            assertThat(isAdmin(id)).isTrue();
            assertThat(moderationEvents(boss)).containsExactly("admin_granted", "admin_revoked", "admin_granted");
        }
    }

    @Test
    void revokesAdminRightsOfAUserVerifiedDuringTheStart() {
        try (Server server = start();
                Sql slow = market.database().sql()) {
            assertThat(isAdmin(server, boss, false)).isFalse();
            slow.begin();
            slow.update("update users set email_verified = true where id = ?", id(boss));
            List<Boolean> done = Concurrently.times(2, i -> {
                if (i == 0) {
                    market.anotherNode().close();
                } else {
                    market.sql().awaitWaitingForLocks(1);
                    slow.commit();
                }
                return true;
            });
            assertThat(done).hasSize(2);
            assertThat(isAdmin(id(boss))).isFalse();
            assertThat(moderationEvents(boss)).containsExactly("admin_granted", "admin_revoked");
        }
    }

    private Server start() {
        return Server.on(market.database().address(), Map.of("ADMIN_EMAILS", boss + ", " + deputy.toUpperCase()));
    }

    private static boolean isAdmin(Server server, String email, boolean isVerified) {
        create(server, email, isVerified);
        return isAdmin(server, email);
    }

    private static Person create(Server server, String email, boolean isVerified) {
        UUID id = UUID.fromString(server.api()
                .with("Authorization", "Bearer " + Server.SERVICE_TOKEN)
                .post("/internal/users", Map.of("email", email, "full_name", "Boss", "email_verified", isVerified))
                .expect(201)
                .text("id"));
        return new Person(id, "Boss", Jwt.of(id));
    }

    private static UUID id(String email) {
        return (UUID) requireNonNull(market.sql()
                .row("select id from users where lower(email) = lower(?)", email)
                .get("id"));
    }

    private static boolean isAdmin(UUID id) {
        return Boolean.TRUE.equals(
                market.sql().row("select is_admin from users where id = ?", id).get("is_admin"));
    }

    private static List<String> moderationEvents(String email) {
        return market
                .sql()
                .rows("select action from moderation_events where user_id = ? order by created_at", id(email))
                .stream()
                .map(row -> String.valueOf(row.get("action")))
                .toList();
    }

    /** Repeats a check until it succeeds. */
    private static void retryUntil(Duration time, Runnable check) {
        Instant deadline = Instant.now().plus(time);
        while (true) {
            try {
                check.run();
                return;
            } catch (AssertionError notYet) {
                if (Instant.now().isAfter(deadline)) {
                    throw notYet;
                }
            }
        }
    }

    private static boolean isAdmin(Server server, String email) {
        return server.api()
                .with("Authorization", "Bearer " + Server.SERVICE_TOKEN)
                .get("/internal/users?email=" + email)
                .expect(200)
                .text("is_admin")
                .equals("true");
    }
}
