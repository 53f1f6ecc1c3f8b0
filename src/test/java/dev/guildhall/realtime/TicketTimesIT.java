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

/** For how long a ticket opens a socket, and what it inherits of the token that bought it. */
@Tag("MSG-10")
class TicketTimesIT {
    @RegisterExtension
    static final Market market = new Market();

    private final Person anna = market.aUser("Anna");

    @Test
    void sayThirtySeconds() {
        OffsetDateTime before = now();
        OffsetDateTime end = OffsetDateTime.parse(bought(anna.token()).text("expires_at"));
        assertThat(end)
                .as("when a ticket ends that was bought between now and a moment ago")
                .isBetween(before.plusSeconds(30), now().plusSeconds(30));
    }

    @Test
    void countToTheEnd() {
        String ticket = bought(anna.token()).text("ticket");
        age("20 seconds");
        assertThat(opened(ticket)).as("a ticket of 20 s ago").isEqualTo("101");
        String late = bought(anna.token()).text("ticket");
        age("30 seconds");
        assertThat(opened(late)).as("a ticket of 30 s ago").isEqualTo("401 auth_invalid");
    }

    @Test
    void openASocketForAsLongAsTheTokenIsGood() {
        Instant now = Instant.now();
        Instant end = now.plusSeconds(600);
        String ticket = bought(Jwt.of(anna.id(), now.minusSeconds(60), end)).text("ticket");
        try (TestSocket device = market.sockets().byTicket(anna, ticket)) {
            Instant closing =
                    Instant.parse(device.await("hello").path("expires_at").asText());
            assertThat(closing.getEpochSecond() - end.getEpochSecond())
                    .as("how many seconds a socket outlives the token that bought its ticket")
                    .isEqualTo(15);
        }
    }

    @Test
    @Tag("AUTH-15")
    void endWithTheTokensOfAnOldPassword() {
        Instant now = Instant.now();
        String old = bought(Jwt.of(anna.id(), now.minusSeconds(60), now.plusSeconds(600)))
                .text("ticket");
        newPassword();
        assertThat(opened(old))
                .as("a ticket that was bought by a token of before the new password")
                .isEqualTo("401 auth_expired");
        String fresh = bought(Jwt.of(anna.id())).text("ticket");
        assertThat(opened(fresh))
                .as("a ticket that was bought by a token of after the new password")
                .isEqualTo("101");
    }

    private void newPassword() {
        market.api()
                .with("Authorization", "Bearer " + Server.SERVICE_TOKEN)
                .put("/internal/users/" + anna.id() + "/password", Map.of("password", "correct horse"))
                .expect(200);
    }

    private static Answer bought(String token) {
        return market.api()
                .with("Authorization", "Bearer " + token)
                .post("/ws-tickets", Map.of())
                .expect(201);
    }

    private String opened(String ticket) {
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
