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

    private static Server strict;
    private static Person spent;

    @BeforeAll
    static void start() {
        strict = Server.on(market.database().address(), Map.of("WRITE_RATE", "1"));
        spent = market.aUser("Sven Spent");
        write(spent).expect(200);
        write(spent).expect(200);
    }

    @AfterAll
    static void stop() {
        strict.close();
    }

    static Stream<Operation> writes() {
        return Contract.get().operations().stream()
                .filter(operation -> !operation.method().equals("GET") && !operation.isInternal())
                .filter(operation -> !operation.path().equals("/messages")
                        && !operation.path().equals("/ws-tickets")
                        && !operation.path().endsWith("/read"));
    }

    @ParameterizedTest
    @MethodSource("writes")
    void refusesEveryWriteOfWhoHasNoneLeft(Operation operation) {
        Answer refused = strict.api()
                .as(spent)
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
        strict.api()
                .as(spent)
                .post("/messages", Map.of("receiver_id", peer.id(), "content", "Still there?"))
                .expect(201);
        strict.api()
                .as(spent)
                .put("/conversations/" + peer.id() + "/read", Map.of("up_to_seq", 1))
                .expect(200);
        strict.api().as(spent).post("/ws-tickets", Map.of()).expect(201);
        assertThat(strict.api().as(spent).get("/me").expect(200).header("RateLimit"))
                .isNull();
    }

    @Test
    void tellsHowManyAreLeftAndLeavesOthersAlone() {
        Person other = market.aUser("Olga Other");
        assertThat(write(other).expect(200).header("RateLimit")).matches("\"writes\";r=1;t=60");
        // What is refused for another reason counts, too.
        assertThat(strict.api()
                        .as(other)
                        .patch("/me", Map.of("surprise", 1))
                        .expect(422)
                        .header("RateLimit"))
                .matches("\"writes\";r=0;t=1[012][0-9]");
        write(other).expectProblem(429, "rate_limited");
    }

    @Test
    void letsScriptsOfAllowedOriginsReadTheHeaders() {
        assertThat(strict.api()
                        .byCookie(market.aUser("Bo Browser"))
                        .patch("/me", Map.of())
                        .expect(200)
                        .header("Access-Control-Expose-Headers"))
                .contains("RateLimit, RateLimit-Policy");
    }

    @Test
    void isLiftedByZero() {
        try (Server lifted = Server.on(market.database().address(), Map.of("WRITE_RATE", "0"))) {
            for (int i = 0; i < 3; i++) {
                assertThat(lifted.api()
                                .as(spent)
                                .patch("/me", Map.of())
                                .expect(200)
                                .header("RateLimit-Policy"))
                        .isNull();
            }
        }
    }

    private static Answer write(Person person) {
        return strict.api().as(person).patch("/me", Map.of("bio", "Draws."));
    }
}
