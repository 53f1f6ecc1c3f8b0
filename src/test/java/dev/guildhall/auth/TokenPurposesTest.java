package dev.guildhall.auth;

import static dev.guildhall.auth.SignedTokens.NOW;
import static dev.guildhall.auth.SignedTokens.USER;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** For what, for whom and for how long a token is valid. */
@ExtendWith(VertxExtension.class)
class TokenPurposesTest {
    private static final long SECOND = NOW.getEpochSecond();
    private static final String SUB = "\"sub\":\"" + USER + "\"";

    private final Vertx vertx;

    TokenPurposesTest(Vertx vertx) {
        this.vertx = vertx;
    }

    @Tag("AUTH-26")
    @ParameterizedTest
    @ValueSource(strings = {"session+jwt", "Session+JWT", "application/session+jwt"})
    void aSessionIsOnlyForCookies(String type) {
        String token = ofType("\"" + type + "\"");
        assertThat(verifier().verifyInCookie(token).subject()).isEqualTo(new Subject.User(USER));
        assertThat(Refusals.of(() -> verifier().verify(token)))
                .hasMessage("The token is not valid: its typ is session+jwt, which belongs into a cookie.");
    }

    @Tag("AUTH-26")
    @ParameterizedTest
    @ValueSource(strings = {"at+jwt", "AT+JWT", "application/at+jwt"})
    void anAccessTokenIsOnlyForTheHeader(String type) {
        String token = ofType("\"" + type + "\"");
        assertThat(verifier().verify(token).subject()).isEqualTo(new Subject.User(USER));
        assertThat(Refusals.of(() -> verifier().verifyInCookie(token)))
                .hasMessage("The token is not valid: its typ is at+jwt, which belongs into the Authorization header.");
    }

    @Tag("AUTH-26")
    @ParameterizedTest
    @ValueSource(strings = {"\"JWT\"", "\"\"", "\"at\"", "\"jwt+at\"", "null", "7", "[\"at+jwt\"]"})
    void anyOtherTypeIsForBoth(String type) {
        assertThat(verifier().verify(ofType(type)).subject()).isEqualTo(new Subject.User(USER));
        assertThat(verifier().verifyInCookie(ofType(type)).subject()).isEqualTo(new Subject.User(USER));
    }

    @Tag("AUTH-26")
    @ParameterizedTest
    @ValueSource(strings = {"\"api\"", "[\"api\"]", "[\"web\",\"api\"]", "[7,{\"a\":[1]},\"api\"]"})
    void isForItsAudience(String audience) {
        assertThat(verify("\"aud\":" + audience, "api").subject()).isEqualTo(new Subject.User(USER));
    }

    @Tag("AUTH-26")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"aud\":\"web\"",
                "\"aud\":[]",
                "\"aud\":7",
                "\"aud\":{\"api\":1}",
                "\"aud\":[[\"api\"]]",
                "\"x\":1"
            })
    void isRefusedByAnotherAudience(String audience) {
        assertThat(Refusals.of(() -> verify(audience, "api")).code()).isEqualTo("auth_invalid");
        assertThat(verify(audience, null).subject()).isEqualTo(new Subject.User(USER));
    }

    @Tag("AUTH-15")
    @Test
    void saysWhenItsUserSignedIn() {
        assertThat(verify("\"auth_time\":" + (SECOND - 500) + ",\"iat\":" + (SECOND - 5), null)
                        .authenticatedAt())
                .isEqualTo(NOW.minusSeconds(500));
        assertThat(verify("\"iat\":" + (SECOND - 5), null).authenticatedAt()).isEqualTo(NOW.minusSeconds(5));
        assertThat(verify("\"x\":1", null).authenticatedAt()).isNull();
    }

    @Tag("AUTH-15")
    @Test
    void isFromBeforeAMomentUnlessTheClocksMayDifferByThat() {
        Claims claims = verify("\"auth_time\":" + SECOND, null);
        assertThat(claims.isFromBefore(NOW)).isFalse();
        assertThat(claims.isFromBefore(NOW.plusSeconds(15))).isFalse();
        assertThat(claims.isFromBefore(NOW.plusSeconds(15).plusNanos(1))).isTrue();
        assertThat(verify("\"x\":1", null).isFromBefore(Instant.EPOCH)).isTrue();
    }

    @Tag("AUTH-27")
    @Test
    void endsWhenTheSessionIsTooOld() {
        Duration longest = Duration.ofDays(1);
        long signedIn = SECOND - 86_400;
        Claims claims = verifier(longest, NOW).verify(token("\"auth_time\":" + signedIn));
        assertThat(claims.expiresAt()).isEqualTo(NOW);
        assertThat(verifier(longest, NOW.plusSeconds(14))
                        .verify(token("\"auth_time\":" + signedIn))
                        .usableUntil())
                .isEqualTo(NOW.plusSeconds(15));
        assertThat(Refusals.of(() -> verifier(longest, NOW.plusSeconds(15)).verify(token("\"auth_time\":" + signedIn)))
                        .code())
                .isEqualTo("auth_expired");
        assertThat(verifier(Duration.ZERO, NOW).verify(token("\"auth_time\":0")).expiresAt())
                .as("without a limit")
                .isEqualTo(NOW.plusSeconds(3600));
        assertThat(verifier(longest, NOW).verify(token("\"iat\":0")).expiresAt())
                .as("of a token that does not say when its user signed in")
                .isEqualTo(NOW.plusSeconds(3600));
        assertThat(verifier(longest, NOW)
                        .verify(token("\"auth_time\":" + SECOND))
                        .expiresAt())
                .as("of a token that ends before its session")
                .isEqualTo(NOW.plusSeconds(3600));
    }

    @Tag("AUTH-15")
    @Test
    void isRefusedIfItsUserSignsInLater() {
        assertThat(verify("\"auth_time\":" + (SECOND + 15), null).subject()).isEqualTo(new Subject.User(USER));
        assertThat(Refusals.of(() -> verify("\"auth_time\":" + (SECOND + 16), null))
                        .code())
                .isEqualTo("auth_invalid");
        for (String wrong : List.of("null", "\"1795420800\"", "1795420800000", "-1")) {
            assertThat(Refusals.of(() -> verify("\"auth_time\":" + wrong, null)).code())
                    .as(wrong)
                    .isEqualTo("auth_invalid");
        }
    }

    private Claims verify(String claims, @Nullable String audience) {
        return verifier(audience, Duration.ofDays(30), NOW).verify(token(claims));
    }

    private static String token(String claims) {
        return SignedTokens.withPayload("{" + SUB + ",\"exp\":" + (SECOND + 3600) + "," + claims + "}");
    }

    private static String ofType(String type) {
        return SignedTokens.withHeader("{\"alg\":\"HS256\",\"typ\":" + type + "}");
    }

    private SyncVerifier verifier() {
        return verifier(null, Duration.ofDays(30), NOW);
    }

    private SyncVerifier verifier(Duration maxSession, Instant now) {
        return verifier(null, maxSession, now);
    }

    private SyncVerifier verifier(@Nullable String audience, Duration maxSession, Instant now) {
        TokenConfig config = new TokenConfig(
                new Secret(SignedTokens.SECRET), null, List.of(), null, audience, maxSession, List.of("token"));
        return new SyncVerifier(vertx, config, Clock.fixed(now, ZoneOffset.UTC));
    }
}
