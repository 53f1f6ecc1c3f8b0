package dev.guildhall.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.support.Answer;
import dev.guildhall.support.Contract;
import dev.guildhall.support.Market;
import dev.guildhall.support.Operation;
import dev.guildhall.support.Person;
import dev.guildhall.support.Server;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("LIM-1")
class WriteRateIT {
    @RegisterExtension
    static final Market market = new Market();

    private static Server limited;
    private static Person userWithoutWrites;

    @BeforeAll
    static void start() {
        limited = Server.on(market.database().address(), Map.of("WRITE_RATE", "1"));
        userWithoutWrites = market.aUser("Sven Spent");
        write(userWithoutWrites).expect(200);
        write(userWithoutWrites).expect(200);
    }

    @AfterAll
    static void stop() {
        limited.close();
    }

    static Stream<Operation> writes() {
        return Contract.get().operations().stream()
                .filter(operation -> !operation.method().equals("GET") && !operation.isInternal())
                // The clock is only there with the embedded database.
                .filter(operation -> !operation.path().equals("/dev/clock"))
                .filter(operation -> !operation.path().equals("/messages")
                        && !operation.path().equals("/ws-tickets")
                        && !operation.path().endsWith("/read"));
    }

    @ParameterizedTest
    @MethodSource("writes")
    void refusesEveryWriteOfAUserWhoHasNoneLeft(Operation operation) {
        Answer refused = limited.api()
                .as(userWithoutWrites)
                .send(
                        operation.method(),
                        operation
                                .path()
                                .replaceAll("\\{[^}]+}", UUID.randomUUID().toString()),
                        "{}")
                .expectProblem(429, "rate_limited");
        assertThat(Integer.parseInt(String.valueOf(refused.header("Retry-After"))))
                .isBetween(1, 60);
        assertThat(refused.header("RateLimit-Policy")).isEqualTo("\"writes\";q=2;w=120");
        assertThat(refused.header("RateLimit")).matches("\"writes\";r=0;t=1?[0-9]?[0-9]");
    }

    @Test
    void countsNeitherReadsNorMessagesNorReadMarksNorTickets() {
        Person peer = market.aUser("Pia Peer");
        limited.api()
                .as(userWithoutWrites)
                .post("/messages", Map.of("receiver_id", peer.id(), "content", "Still there?"))
                .expect(201);
        limited.api()
                .as(userWithoutWrites)
                .put("/conversations/" + peer.id() + "/read", Map.of("up_to_seq", 1))
                .expect(200);
        limited.api().as(userWithoutWrites).post("/ws-tickets", Map.of()).expect(201);
        assertThat(limited.api().as(userWithoutWrites).get("/me").expect(200).header("RateLimit"))
                .isNull();
    }

    @Test
    void sendsHowManyAreLeftAndCountsEachUserSeparately() {
        Person other = market.aUser("Olga Other");
        assertThat(write(other).expect(200).header("RateLimit")).matches("\"writes\";r=1;t=60");
        // A write that is refused for another reason counts too.
        assertThat(limited.api()
                        .as(other)
                        .patch("/me", Map.of("surprise", 1))
                        .expect(422)
                        .header("RateLimit"))
                .matches("\"writes\";r=0;t=1[012][0-9]");
        write(other).expectProblem(429, "rate_limited");
    }

    @Test
    void letsScriptsOfAllowedOriginsReadTheHeaders() {
        assertThat(limited.api()
                        .byCookie(market.aUser("Bo Browser"))
                        .patch("/me", Map.of())
                        .expect(200)
                        .header("Access-Control-Expose-Headers"))
                .contains("RateLimit, RateLimit-Policy");
    }

    @Test
    void isSwitchedOffByZero() {
        try (Server unlimited = Server.on(market.database().address(), Map.of("WRITE_RATE", "0"))) {
            for (int i = 0; i < 3; i++) {
                assertThat(unlimited
                                .api()
                                .as(userWithoutWrites)
                                .patch("/me", Map.of())
                                .expect(200)
                                .header("RateLimit-Policy"))
                        .isNull();
            }
        }
    }

    private static Answer write(Person person) {
        return limited.api().as(person).patch("/me", Map.of("bio", "Draws."));
    }
}
