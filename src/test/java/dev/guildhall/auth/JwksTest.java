package dev.guildhall.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.guildhall.failure.Failure;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.junit5.VertxExtension;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(VertxExtension.class)
@Tag("AUTH-25")
class JwksTest {
    private static final Duration NEVER = Duration.ofDays(1);
    private static final Duration ALWAYS = Duration.ZERO;

    private final Vertx vertx;
    private JwksServer provider;

    JwksTest(Vertx vertx) {
        this.vertx = vertx;
    }

    @BeforeAll
    static void requireNode() {
        assumeTrue(JwksServer.canStart(), "Node.js, and npm ci in src/test/js");
    }

    @BeforeEach
    void start() {
        provider = JwksServer.start();
        provider.add("first", "RS256");
    }

    @AfterEach
    void stop() {
        provider.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS256", "ES256", "EdDSA"})
    void acceptsTheTokensOfEachKindOfKey(String algorithm) {
        provider.add("key", algorithm);
        Jwks jwks = started(NEVER, NEVER);
        assertThat(outcome(jwks, token("key"))).isEqualTo("mira");
        assertThat(outcome(jwks, provider.sign("key", claims()).replaceAll(".{6}$", "AAAAAA")))
                .isEqualTo("auth_invalid");
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS512", "PS256", "ES384"})
    void ignoresKeysOfOtherAlgorithms(String algorithm) {
        provider.add(Map.of("kid", "key", "alg", algorithm, "members", Map.of("alg", algorithm)));
        assertThat(outcome(started(NEVER, ALWAYS), token("key"))).isEqualTo("auth_invalid");
    }

    @Test
    void ignoresKeysThatAreNotForSignatures() {
        provider.add(Map.of("kid", "key", "alg", "RS256", "members", Map.of("use", "enc")));
        assertThat(outcome(started(NEVER, ALWAYS), token("key"))).isEqualTo("auth_invalid");
    }

    @Test
    void triesEveryKeyForATokenWithoutAKeyId() {
        provider.add("second", "RS256");
        assertThat(outcome(started(NEVER, NEVER), provider.sign("second", withoutKeyId(), claims())))
                .isEqualTo("mira");
    }

    @Test
    void usesEachKeyForItsOwnAlgorithmOnly() {
        Jwks jwks = started(NEVER, NEVER);
        String token = token("first");
        for (String algorithm : List.of("RS512", "PS256", "ES256", "EdDSA", "none")) {
            String header = SignedTokens.base64Url("{\"alg\":\"" + algorithm + "\",\"kid\":\"first\"}");
            assertThat(outcome(jwks, header + token.substring(token.indexOf('.'))))
                    .as(algorithm)
                    .isEqualTo("auth_invalid");
        }
    }

    @Test
    void refusesTokensOfAnotherIssuer() {
        Jwks jwks = started(NEVER, NEVER);
        assertThat(outcome(
                        jwks,
                        provider.sign("first", Map.of("iss", "https://login.example", "sub", "mira", "exp", 4e9))))
                .isEqualTo("auth_invalid");
        assertThat(outcome(jwks, provider.sign("first", Map.of("sub", "mira", "exp", 4e9))))
                .isEqualTo("auth_invalid");
    }

    @Test
    void fetchesAKeyThatItDoesNotKnow() {
        Jwks jwks = started(NEVER, ALWAYS);
        provider.add("second", "ES256");
        assertThat(outcome(jwks, token("second"))).isEqualTo("mira");
        assertThat(outcome(jwks, token("first"))).isEqualTo("mira");
    }

    @Test
    void doesNotFetchAgainSoonForAKeyThatDoesNotExist() {
        Jwks jwks = started(NEVER, NEVER);
        String unknown = provider.sign("first", Map.of("kid", "another"), claims());
        for (int i = 0; i < 10; i++) {
            assertThat(outcome(jwks, unknown)).isEqualTo("auth_invalid");
        }
        assertThat(provider.asked()).as("how often the keys were fetched").isEqualTo(1);
    }

    @Test
    void endsTheTokensOfAWithdrawnKey() {
        provider.add("second", "ES256");
        Jwks jwks = started(Duration.ofMillis(50), NEVER);
        String token = token("first");
        assertThat(outcome(jwks, token)).isEqualTo("mira");
        provider.withdraw("first");
        int asked = provider.asked();
        await(() -> provider.asked() > asked + 1);
        assertThat(outcome(jwks, token)).isEqualTo("auth_invalid");
        assertThat(outcome(jwks, token("second"))).isEqualTo("mira");
    }

    @Test
    void endsTheTokensOfAWithdrawnKeyThatWereVerifiedBefore() {
        provider.add("second", "RS256");
        Jwks jwks = started(NEVER, ALWAYS);
        TokenAuthentication authentication =
                new TokenAuthentication(vertx, SignedTokens.CONFIG, jwks, Clock.systemUTC());
        MultiMap headers = MultiMap.caseInsensitiveMultiMap().add("Authorization", "Bearer " + token("first"));
        assertThat(outcome(identity(authentication, headers))).isEqualTo("mira");

        provider.withdraw("first");
        assertThat(outcome(jwks, provider.sign("second", Map.of("kid", "another"), claims())))
                .as("a token of an unknown key, for which the keys are fetched again")
                .isEqualTo("auth_invalid");
        assertThat(outcome(identity(authentication, headers)))
                .as("a token that was verified by a withdrawn key")
                .isEqualTo("auth_invalid");
    }

    private static Future<Identity> identity(TokenAuthentication authentication, MultiMap headers) {
        return authentication.authenticate(headers).map(token ->
                (Identity) token.claims().subject());
    }

    @ParameterizedTest
    @ValueSource(strings = {"error", "redirect", "no list", "no json", "too long", "never"})
    void keepsTheKeysWhileTheProviderAnswersSomethingElse(String kind) {
        Jwks jwks = started(NEVER, ALWAYS);
        String token = token("first");
        provider.withdraw("first");
        provider.add("second", "ES256");
        provider.answer(kind);
        assertThat(outcome(jwks, token("second")))
                .as("a token of a key that was not fetched")
                .isEqualTo("auth_invalid");
        assertThat(outcome(jwks, token))
                .as("a token of a key that was fetched before")
                .isEqualTo("mira");
        provider.answer("keys");
        assertThat(outcome(jwks, token("second")))
                .as("a token after the provider is back")
                .isEqualTo("mira");
    }

    @Test
    void endsAllTokensOfAProviderThatHasWithdrawnItsLastKey() {
        Jwks jwks = started(NEVER, ALWAYS);
        provider.withdraw("first");
        String unknown = provider.sign("first", Map.of("kid", "another"), claims());
        assertThat(outcome(jwks, unknown)).isEqualTo("auth_invalid");
        assertThat(outcome(jwks, token("first"))).isEqualTo("auth_invalid");
    }

    @Test
    void keepsTheKeysWhileTheProviderIsAway() {
        Jwks jwks = started(NEVER, ALWAYS);
        String known = token("first");
        String unknown = provider.sign("first", Map.of("kid", "another"), claims());
        provider.close();
        assertThat(outcome(jwks, known)).isEqualTo("mira");
        assertThat(outcome(jwks, unknown)).isEqualTo("auth_invalid");
    }

    @Test
    void cannotSayAnythingBeforeItHasFetchedTheKeysOnce() {
        provider.answer("error");
        Jwks jwks = started(NEVER, ALWAYS);
        assertThat(outcome(jwks, token("first"))).isEqualTo("keys_unavailable");
        provider.answer("keys");
        assertThat(outcome(jwks, token("first"))).isEqualTo("mira");
    }

    @Tag("AUTH-8")
    @Test
    void refusesARequestOfAFormAlsoAfterItHasFetchedTheKey() throws Exception {
        Jwks jwks = started(NEVER, ALWAYS);
        TokenConfig config = new TokenConfig(
                new Secret("a-secret-of-the-frontend-with-32-bytes"),
                null,
                List.of(),
                new JwksConfig(URI.create(provider.jwks()), JwksServer.ISSUER),
                null,
                Duration.ofDays(30),
                List.of("token"));
        Authentication authentication = new Authentication(
                new TokenAuthentication(vertx, config, jwks, Clock.systemUTC()),
                new OriginPolicy(Set.of()),
                claims -> Future.succeededFuture(new Caller(UUID.randomUUID(), false)),
                null);
        Router router = Router.router(vertx);
        router.post("/")
                .handler(authentication::requireUser)
                .failureHandler(context -> context.end(((Failure) context.failure()).code()));
        HttpServer server = vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .await(20, TimeUnit.SECONDS);
        provider.add("second", "ES256");
        HttpRequest form = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.actualPort() + "/"))
                .header("Cookie", "token=" + token("second"))
                .header("Content-Type", "text/plain")
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .timeout(Duration.ofSeconds(20))
                .build();
        assertThat(HttpClient.newHttpClient()
                        .send(form, HttpResponse.BodyHandlers.ofString())
                        .body())
                .isEqualTo("unsupported_media_type");
    }

    private Jwks started(Duration fetchInterval, Duration minFetchInterval) {
        Jwks jwks = new Jwks(
                vertx, new JwksConfig(URI.create(provider.jwks()), JwksServer.ISSUER), fetchInterval, minFetchInterval);
        try {
            jwks.start().await(20, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError(e);
        }
        return jwks;
    }

    private String token(String kid) {
        return provider.sign(kid, claims());
    }

    private static Map<String, Object> claims() {
        return Map.of(
                "iss",
                JwksServer.ISSUER,
                "sub",
                "mira",
                "exp",
                Instant.now().plusSeconds(300).getEpochSecond());
    }

    private static Map<String, Object> withoutKeyId() {
        Map<String, Object> header = new HashMap<>();
        header.put("kid", null);
        return header;
    }

    /** The subject, or the code of the refusal. */
    private static String outcome(Jwks jwks, String token) {
        try {
            return outcome(jwks.verify(Jwt.parse(token)));
        } catch (Failure.Unauthenticated refusal) {
            return refusal.code();
        }
    }

    private static String outcome(Future<Identity> verified) {
        try {
            return verified.await(20, TimeUnit.SECONDS).subject();
        } catch (TimeoutException e) {
            throw new AssertionError(e);
        } catch (Failure refusal) {
            return refusal.code();
        }
    }

    private static void await(BooleanSupplier condition) {
        Instant deadline = Instant.now().plusSeconds(10);
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).isBefore(deadline);
        }
    }
}
