package dev.guildhall.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.guildhall.support.Jwt;
import dev.guildhall.support.Market;
import dev.guildhall.support.Person;
import dev.guildhall.support.TestSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("RT-19")
class RenewIT {
    private static final Duration AT_ONCE = Duration.ofSeconds(5);

    @RegisterExtension
    static final Market market = new Market();

    private final Person anna = market.aUser("Anna");
    private final Instant now = Instant.ofEpochSecond(Instant.now().getEpochSecond());

    @Test
    void movesTheEndOfTheSocket() {
        try (TestSocket socket = market.sockets().open(withTokenForFiveSeconds())) {
            renew(socket, ticket(withToken(now.plusSeconds(600))));
            JsonNode renewed = socket.await("renewed", AT_ONCE);
            assertThat(renewed.path("expires_at").asText())
                    .isEqualTo(now.plusSeconds(615).toString().replace("Z", ".000000Z"));
            try (TestSocket late = market.sockets().open(withTokenForFiveSeconds())) {
                assertThat(late.awaitEnd()).as("a socket that was not renewed").isEqualTo(4401);
            }
            socket.sendMessage(market.aUser("Bert"), "still here").await("message.ack");
        }
    }

    @Test
    void endsTheSocketWithTheSessionOfTheNewToken() {
        try (TestSocket socket = market.sockets().open(anna)) {
            renew(socket, ticket(withTokenForFiveSeconds()));
            socket.await("renewed", AT_ONCE);
            assertThat(socket.awaitEnd()).isEqualTo(4401);
        }
    }

    @Test
    void keepsTheSocketIfTheTicketIsRefused() {
        String used = ticket(anna);
        try (TestSocket socket = market.sockets().open(anna)) {
            renew(socket, used);
            socket.await("renewed", AT_ONCE);
            for (String refused : new String[] {used, "no ticket", "x".repeat(43)}) {
                assertThat(outcome(socket, refused)).as(refused).isEqualTo("auth_invalid");
            }
            assertThat(outcome(socket, ticket(market.aUser("Eve"))))
                    .as("a ticket of somebody else")
                    .isEqualTo("forbidden");
            socket.sendMessage(market.aUser("Bert"), "still here").await("message.ack");
        }
    }

    @Test
    @Tag("AUTH-15")
    void isRefusedForATokenFromBeforeTheSessionsWereEnded() {
        String ticket =
                ticket(new Person(anna.id(), "Anna", Jwt.of(anna.id(), now.minusSeconds(60), now.plusSeconds(600))));
        try (TestSocket socket = market.sockets().open(anna)) {
            market.server()
                    .internal()
                    .post("/internal/users/" + anna.id() + "/sign-out-everywhere", Map.of())
                    .expect(204);
            assertThat(outcome(socket, ticket))
                    .as("a ticket for a token from before the end of the sessions")
                    .isEqualTo("auth_expired");
        }
    }

    /** {@code renewed}, or the code of the error. */
    private static String outcome(TestSocket socket, String ticket) {
        renew(socket, ticket);
        JsonNode answer = socket.await(TestSocket.isA("renewed").or(TestSocket.isA("error")), AT_ONCE);
        return answer == null ? "no answer" : answer.path("code").asText("renewed");
    }

    private static void renew(TestSocket socket, String ticket) {
        socket.send(Map.of("type", "renew", "ticket", ticket));
    }

    private static String ticket(Person person) {
        return market.api().as(person).post("/ws-tickets", Map.of()).expect(201).text("ticket");
    }

    /** By the allowance for different clocks. */
    private Person withTokenForFiveSeconds() {
        return withToken(Instant.now().minusSeconds(10));
    }

    private Person withToken(Instant expiresAt) {
        return new Person(anna.id(), "Anna", Jwt.of(anna.id(), now, expiresAt));
    }
}
