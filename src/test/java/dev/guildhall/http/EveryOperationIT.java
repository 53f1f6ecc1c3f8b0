package dev.guildhall.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.support.Answer;
import dev.guildhall.support.ApiClient;
import dev.guildhall.support.Contract;
import dev.guildhall.support.Market;
import dev.guildhall.support.Operation;
import dev.guildhall.support.Person;
import dev.guildhall.support.Server;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The refusals that operations have in common, for each operation that has them in the contract. */
@Tag("WEB-3")
class EveryOperationIT {
    @RegisterExtension
    static final Market market = new Market();

    private static final String TOO_LARGE = "{\"a\":\"" + "x".repeat(Api.MAX_BODY_BYTES) + "\"}";

    private static Person caller;

    @BeforeAll
    static void signIn() {
        // Some operations are for admins only.
        caller = market.anAdmin();
    }

    static Stream<Operation> operations() {
        // The clock is only there with the embedded database.
        return Contract.get().operations().stream()
                .filter(operation -> !operation.id().equals("advanceClock"));
    }

    @ParameterizedTest
    @MethodSource("operations")
    void refusesAnInvalidToken(Operation operation) {
        expect(operation, 401, market.api().with("Authorization", "Bearer x"), "", "{}");
    }

    @ParameterizedTest
    @MethodSource("operations")
    void refusesACookieFromAnotherOrigin(Operation operation) {
        boolean byCookie = operation.body() != null || operation.method().equals("DELETE");
        if (byCookie && !operation.isInternal()) {
            ApiClient forged = market.api().byCookie(caller).with("Origin", "https://evil.example");
            expect(operation, 403, forged, "", "{}");
        }
    }

    @ParameterizedTest
    @MethodSource("operations")
    void refusesAnUnknownParameter(Operation operation) {
        if (operation.method().equals("GET")) {
            expect(operation, 400, authenticated(operation), "?surprise=1", null);
        }
    }

    @ParameterizedTest
    @MethodSource("operations")
    void refusesAParameterOutOfBounds(Operation operation) {
        if (operation.parameters().stream().anyMatch(one -> one.name().equals("limit"))) {
            expect(operation, 422, authenticated(operation), "?limit=0", null);
        }
    }

    @ParameterizedTest
    @MethodSource("operations")
    void refusesAnInvalidBody(Operation operation) {
        expect(operation, 413, authenticated(operation), "", TOO_LARGE);
        expect(operation, 415, authenticated(operation).with("Content-Type", "text/plain"), "", "{}");
        if (operation.body() != null) {
            expect(operation, 400, authenticated(operation), "", "{");
            expect(operation, 422, authenticated(operation), "", Map.of("surprise", 1));
        }
    }

    @ParameterizedTest
    @MethodSource("operations")
    void answersNotFoundForUnknownIds(Operation operation) {
        if (operation.path().contains("{") && operation.method().equals("GET")) {
            expect(operation, 404, authenticated(operation), "", null);
        }
    }

    private static ApiClient authenticated(Operation operation) {
        return operation.isInternal()
                ? market.api().with("Authorization", "Bearer " + Server.SERVICE_TOKEN)
                : market.api().as(caller);
    }

    private static void expect(Operation operation, int status, ApiClient as, String query, @Nullable Object body) {
        if (operation.statuses().contains(String.valueOf(status))) {
            String path =
                    operation.path().replaceAll("\\{[^}]+}", UUID.randomUUID().toString());
            Answer answer =
                    as.send(operation.method(), path + query, operation.method().equals("GET") ? null : body);

            assertThat(answer.status()).as("%s", answer).isEqualTo(status);
        }
    }
}
