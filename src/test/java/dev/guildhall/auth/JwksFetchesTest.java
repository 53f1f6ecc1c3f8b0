package dev.guildhall.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.guildhall.failure.Failure;
import dev.guildhall.support.Await;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How often the keys are fetched, also from a provider that does not answer with keys, and who waits for that. */
@ExtendWith(VertxExtension.class)
@Tag("AUTH-25")
class JwksFetchesTest {
    private static final Duration NEVER = Duration.ofDays(1);
    private static final Duration ALWAYS = Duration.ZERO;
    private static final Duration SOON = Duration.ofMillis(50);
    private static final Duration AT_MOST = Duration.ofSeconds(20);

    private final Vertx vertx;
    private JwksServer provider;

    JwksFetchesTest(Vertx vertx) {
        this.vertx = vertx;
    }

    @BeforeAll
    static void requireNode() {
        assumeTrue(JwksServer.canStart(), "Node.js, and npm ci in src/test/js");
    }

    @BeforeEach
    void start() {
        provider = JwksServer.start();
        provider.add("key", "ES256");
    }

    @AfterEach
    void stop() {
        provider.close();
    }

    @Test
    void areOneForManyTokensAtOnce() throws Exception {
        Jwks jwks = started(NEVER, ALWAYS);
        provider.add("second", "ES256");
        Jwt token = aToken("second", Map.of());
        Promise<List<Future<Identity>>> all = Promise.promise();
        // In one turn of an event loop, so that the keys cannot arrive in between.
        vertx.runOnContext(now ->
                all.complete(Stream.generate(() -> jwks.verify(token)).limit(50).toList()));
        assertThat(all.future().await(AT_MOST.toSeconds(), TimeUnit.SECONDS))
                .allSatisfy(one -> assertThat(outcome(one)).as("a request").isEqualTo("mira"));
        assertThat(provider.asked()).as("how often the keys were fetched").isEqualTo(2);
    }

    @Test
    void doNotFollowEachOtherWithoutAPauseWhileTheyFail() throws Exception {
        provider.answer("error");
        Jwks jwks = started(NEVER, NEVER);
        for (int i = 0; i < 10; i++) {
            assertThat(outcome(jwks.verify(aToken()))).isEqualTo("keys_unavailable");
        }
        assertThat(provider.asked()).as("how often the keys were fetched").isEqualTo(1);
    }

    @Test
    void areRepeatedSoonAndWithoutATokenUntilThereAreKeys() throws Exception {
        provider.answer("error");
        Jwks jwks = started(NEVER, SOON);
        provider.answer("keys");
        assertThat(Await.until(AT_MOST, () -> jwks.keys() != null))
                .as("the keys are there after a start without them")
                .isTrue();
    }

    @Test
    void letOnlySomeRequestsWaitForThem() throws Exception {
        Jwks jwks = started(NEVER, ALWAYS);
        provider.answer("never");
        Jwt unknown = aTokenOfAnotherKey();
        List<Future<Identity>> all =
                Stream.generate(() -> jwks.verify(unknown)).limit(250).toList();
        assertThat(all.stream().filter(Future::isComplete))
                .as("refused at once, while the others wait")
                .hasSize(50)
                .allSatisfy(
                        refused -> assertThat(outcome(refused)).as("a request").isEqualTo("overloaded"));
        // Ends the fetch.
        provider.close();
        assertThat(all.subList(0, 200))
                .allSatisfy(
                        waited -> assertThat(outcome(waited)).as("a request").isEqualTo("auth_invalid"));
        assertThat(outcome(jwks.verify(unknown)))
                .as("a request after all of them")
                .isEqualTo("auth_invalid");
    }

    private Jwks started(Duration fetchInterval, Duration minFetchInterval) throws TimeoutException {
        Jwks jwks = new Jwks(
                vertx, new JwksConfig(URI.create(provider.jwks()), JwksServer.ISSUER), fetchInterval, minFetchInterval);
        jwks.start().await(AT_MOST.toSeconds(), TimeUnit.SECONDS);
        return jwks;
    }

    private Jwt aToken() {
        return aToken("key", Map.of());
    }

    private Jwt aTokenOfAnotherKey() {
        return aToken("key", Map.of("kid", "another"));
    }

    private Jwt aToken(String key, Map<String, ?> header) {
        long expiry = Instant.now().plusSeconds(300).getEpochSecond();
        return Jwt.parse(provider.sign(key, header, Map.of("iss", JwksServer.ISSUER, "sub", "mira", "exp", expiry)));
    }

    /** The subject, or the code of the refusal. */
    private static String outcome(Future<Identity> verified) throws TimeoutException {
        try {
            return verified.await(AT_MOST.toSeconds(), TimeUnit.SECONDS).subject();
        } catch (Failure refusal) {
            return refusal.code();
        }
    }
}
