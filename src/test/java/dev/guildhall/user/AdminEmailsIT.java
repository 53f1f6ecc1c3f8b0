package dev.guildhall.user;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.support.Market;
import dev.guildhall.support.Server;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("AUTH-16")
class AdminEmailsIT {
    @RegisterExtension
    static final Market market = new Market();

    private final String boss = "Boss." + UUID.randomUUID() + "@example.org";
    private final String deputy = "deputy." + UUID.randomUUID() + "@example.org";

    @Test
    void makesAdminsOfVerifiedEmailsWhenTheyAreCreated() {
        try (Server server = start()) {
            assertThat(isAdmin(server, boss.toLowerCase(), true)).isTrue();
            assertThat(isAdmin(server, deputy, false)).isFalse();
            assertThat(isAdmin(server, UUID.randomUUID() + "@example.org", true))
                    .isFalse();
        }
    }

    @Test
    void makesAdminsOfVerifiedEmailsAtTheStart() {
        assertThat(isAdmin(market.server(), boss, true)).isFalse();
        assertThat(isAdmin(market.server(), deputy, false)).isFalse();
        try (Server server = start()) {
            assertThat(isAdmin(server, boss)).isTrue();
            assertThat(isAdmin(server, deputy)).isFalse();
        }
    }

    private Server start() {
        return Server.on(market.database().address(), Map.of("ADMIN_EMAILS", boss + ", " + deputy.toUpperCase()));
    }

    private static boolean isAdmin(Server server, String email, boolean isVerified) {
        server.api()
                .with("Authorization", "Bearer " + Server.SERVICE_TOKEN)
                .post("/internal/users", Map.of("email", email, "full_name", "Boss", "email_verified", isVerified))
                .expect(201);
        return isAdmin(server, email);
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
