package dev.guildhall.auth;

import static dev.guildhall.auth.SignedTokens.CLOCK;
import static dev.guildhall.auth.SignedTokens.CONFIG;
import static dev.guildhall.auth.SignedTokens.HS256;
import static dev.guildhall.auth.SignedTokens.NOW;
import static dev.guildhall.auth.SignedTokens.USER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.failure.Failure;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class MutatedTokensTest {
    private static final long SEED = 20261123;
    private static final String ACCEPTED = "accepted as ";
    private static final Set<String> CODES = Set.of("auth_invalid", "auth_expired", "auth_token_encrypted");

    private static SyncVerifier tokens;

    @BeforeAll
    static void start(Vertx vertx) {
        tokens = new SyncVerifier(vertx, CONFIG, CLOCK);
    }

    @Tag("AUTH-1")
    @Test
    void refusesAHundredThousandMutatedTokens(TestReporter reporter) {
        reporter.publishEntry(Map.of("seed", Long.toString(SEED)));
        Random random = new Random(SEED);
        List<String> originals = TokenMutations.originals();
        assertThat(originals)
                .allSatisfy(original ->
                        assertThat(tokens.verify(original).subject()).isNotNull());

        Map<String, String> outcomes = new TreeMap<>();
        for (int tried = 0; tried < 100_000; ) {
            String mutant = TokenMutations.mutate(originals, random);
            if (!originals.contains(mutant)) {
                outcomes.putIfAbsent(outcome(mutant), mutant);
                tried++;
            }
        }

        assertThat(outcomes.keySet())
                .as("%s", outcomes)
                .isSubsetOf(CODES)
                .contains("auth_invalid", "auth_token_encrypted");
    }

    @Test
    void refusesMutatedContentWithAValidSignatureWithoutOtherErrors() {
        Random random = new Random(SEED);
        int accepted = 0;
        for (int i = 0; i < 20_000; i++) {
            String payload = TokenMutations.scramble(SignedTokens.payload(USER, NOW.plusSeconds(3600)), random);
            String header = i % 2 == 0 ? HS256 : TokenMutations.scramble(HS256, random);
            String outcome = outcome(SignedTokens.sign(header, payload, SignedTokens.SECRET));
            if (outcome.startsWith(ACCEPTED)) {
                accepted++;
            } else {
                assertThat(outcome).isIn(CODES);
            }
        }

        assertThat(accepted).isBetween(100, 15_000);
    }

    private static String outcome(String token) {
        try {
            return ACCEPTED + tokens.verify(token).subject();
        } catch (Failure.Unauthenticated e) {
            return e.code();
        }
    }
}
