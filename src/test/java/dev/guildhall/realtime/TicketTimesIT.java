package dev.guildhall.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.support.Answer;
import dev.guildhall.support.Jwt;
import dev.guildhall.support.Market;
import dev.guildhall.support.Person;
import dev.guildhall.support.Server;
import dev.guildhall.support.TestSocket;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How long a ticket opens a socket, and what it takes over from the token that it was issued for. */
@Tag("MSG-10")
class TicketTimesIT {
    @RegisterExtension
    static final Market market = new Market();

    private final Person anna = market.aUser("Anna");

    @Test
    void expireAfterThirtySeconds() {
        OffsetDateTime before = now();
        OffsetDateTime end = OffsetDateTime.parse(issued(anna.token()).text("expires_at"));
        assertThat(end)
                .as("when a ticket expires that was issued a moment ago")
                .isBetween(before.plusSeconds(30), now().plusSeconds(30));
    }

    @Test
    void openASocketUntilTheyExpire() {
        String ticket = issued(anna.token()).text("ticket");
        age("20 seconds");
        assertThat(statusWith(ticket)).as("a ticket of 20 s ago").isEqualTo("101");
        String late = issued(anna.token()).text("ticket");
        age("30 seconds");
        assertThat(statusWith(late)).as("a ticket of 30 s ago").isEqualTo("401 auth_invalid");
    }

    @Test
    void openASocketForAsLongAsTheTokenIsValid() {
        Instant now = Instant.now();
        Instant end = now.plusSeconds(600);
        String ticket = issued(Jwt.of(anna.id(), now.minusSeconds(60), end)).text("ticket");
        try (TestSocket device = market.sockets().byTicket(anna, ticket)) {
            Instant closing =
                    Instant.parse(device.await("hello").path("expires_at").asText());
            assertThat(closing.getEpochSecond() - end.getEpochSecond())
                    .as("how many seconds a socket outlives the token of its ticket")
                    .isEqualTo(15);
        }
    }

    @Test
    @Tag("AUTH-15")
    void expireWithTheTokensOfAnOldPassword() {
        Instant now = Instant.now();
        String old = issued(Jwt.of(anna.id(), now.minusSeconds(60), now.plusSeconds(600)))
                .text("ticket");
        newPassword();
        assertThat(statusWith(old))
                .as("a ticket of a token from before the new password")
                .isEqualTo("401 auth_expired");
        String fresh = issued(Jwt.of(anna.id())).text("ticket");
        assertThat(statusWith(fresh))
                .as("a ticket of a token from after the new password")
                .isEqualTo("101");
    }

    private void newPassword() {
        market.api()
                .with("Authorization", "Bearer " + Server.SERVICE_TOKEN)
                .put("/internal/users/" + anna.id() + "/password", Map.of("password", "correct horse"))
                .expect(200);
    }

    private static Answer issued(String token) {
        return market.api()
                .with("Authorization", "Bearer " + token)
                .post("/ws-tickets", Map.of())
                .expect(201);
    }

    private String statusWith(String ticket) {
        try (TestSocket device = market.sockets().byTicket(anna, ticket)) {
            return device.status() == 101
                    ? "101"
                    : device.status() + " " + device.refusalJson().path("code").asText();
        }
    }

    private void age(String interval) {
        market.sql()
                .update(
                        "update ws_tickets set expires_at = expires_at - ?::interval where user_id = ?",
                        interval,
                        anna.id());
    }

    private static OffsetDateTime now() {
        return OffsetDateTime.parse(String.valueOf(market.sql()
                .row("select to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"') as now")
                .get("now")));
    }
}
