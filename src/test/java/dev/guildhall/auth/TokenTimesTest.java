package dev.guildhall.auth;

import static dev.guildhall.auth.SignedTokens.CONFIG;
import static dev.guildhall.auth.SignedTokens.NOW;
import static dev.guildhall.auth.SignedTokens.USER;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(VertxExtension.class)
@Tag("AUTH-2")
class TokenTimesTest {
    private static final long SECOND = NOW.getEpochSecond();
    private static final String SUB = "\"sub\":\"" + USER + "\"";
    private static final String EXP = "\"exp\":" + (SECOND + 3600);

    private final Vertx vertx;

    TokenTimesTest(Vertx vertx) {
        this.vertx = vertx;
    }

    @Test
    void readsTheSubjectAndTheTimes() {
        assertThat(verify("{" + SUB + "," + EXP + ",\"iat\":" + (SECOND - 5) + "}"))
                .isEqualTo(new Claims(new Subject.User(USER), NOW.minusSeconds(5), NOW.plusSeconds(3600)));
        assertThat(verify("{" + SUB + "," + EXP + "}").authenticatedAt()).isNull();
    }

    @Test
    void readsFractionsOfSecondsAndExponents() {
        assertThat(verify("{" + SUB + ",\"exp\":" + (SECOND + 60) + ".75}").expiresAt())
                .isEqualTo(NOW.plusSeconds(60));
        assertThat(verify("{" + SUB + ",\"exp\":2.0E9}").expiresAt()).isEqualTo(Instant.ofEpochSecond(2_000_000_000));
    }

    @Test
    void readsTheFirstAndTheLastAllowedSecond() {
        Claims claims = verify("{" + SUB + ",\"iat\":0,\"exp\":253402300799}");
        assertThat(claims.authenticatedAt()).isEqualTo(Instant.EPOCH);
        assertThat(claims.expiresAt()).isEqualTo(Instant.parse("9999-12-31T23:59:59Z"));
    }

    @Test
    void isValidUntilFifteenSecondsAfterItsExpiry() {
        String payload = "{" + SUB + ",\"exp\":" + SECOND + "}";
        Instant end = NOW.plusSeconds(15);

        assertThat(verify(payload, end.minusNanos(1)).usableUntil()).isEqualTo(end);
        assertThat(refusal(payload, end)).isEqualTo("auth_expired");
        assertThat(refusal(payload, end.plusSeconds(1_000_000_000))).isEqualTo("auth_expired");
    }

    @Test
    void isValidFromFifteenSecondsBeforeItsNbf() {
        String payload = "{" + SUB + "," + EXP + ",\"nbf\":" + SECOND + "}";
        Instant start = NOW.minusSeconds(15);

        assertThat(verify(payload, start).subject()).isEqualTo(new Subject.User(USER));
        assertThat(refusal(payload, start.minusNanos(1))).isEqualTo("auth_invalid");
    }

    @Test
    void usesOnlyTheGivenClock() {
        Instant longAgo = Instant.parse("1984-01-01T00:00:00Z");
        Instant farAhead = Instant.parse("2984-01-01T00:00:00Z");

        for (Instant now : List.of(longAgo, farAhead)) {
            String payload = SignedTokens.payload(USER, now.plusSeconds(1));
            assertThat(verify(payload, now).expiresAt()).isEqualTo(now.plusSeconds(1));
        }
    }

    @Test
    void reportsAWrongSignatureBeforeTheExpiry() {
        String expired = SignedTokens.expired();
        String forged = SignedTokens.sign(
                SignedTokens.HS256,
                SignedTokens.payload(USER, NOW.minusSeconds(3600)),
                "another secret that nobody ever shared with us");

        assertThat(refusalOf(expired, NOW)).isEqualTo("auth_expired");
        assertThat(refusalOf(forged, NOW)).isEqualTo("auth_invalid");
        assertThat(refusalOf(expired.substring(0, expired.length() - 6) + "AAAAAA", NOW))
                .isEqualTo("auth_invalid");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "true",
                "\"\"",
                "\"1795420800\"",
                "[]",
                "[1795420800]",
                "{}",
                "{\"exp\":1795420800}",
                "-1",
                "-1795420800",
                "-1e400",
                "1e400",
                "1e999999999",
                "9223372036854775807",
                "9223372036854775808",
                "18446744073709551616",
                "1795420800000",
                "253402300800",
                "NaN",
                "Infinity",
                "-Infinity",
                "0x6B000000",
                "01795420800",
                "+1795420800",
                "1795420800.",
                "1_795_420_800",
                "1795420800n"
            })
    void refusesTimesThatAreNoNumberOfSeconds(String time) {
        for (String claim : List.of("exp", "nbf", "iat")) {
            String exp = claim.equals("exp") ? "" : EXP + ",";
            assertThat(refusal("{" + SUB + "," + exp + "\"" + claim + "\":" + time + "}"))
                    .as("%s of %s", claim, time)
                    .isEqualTo("auth_invalid");
        }
    }

    @Test
    void refusesANumberOfAThousandDigits() {
        assertThat(refusal("{" + SUB + ",\"exp\":" + "9".repeat(900) + "}")).isEqualTo("auth_invalid");
        assertThat(refusal("{" + SUB + ",\"exp\":" + "9".repeat(9000) + "}")).isEqualTo("auth_invalid");
        assertThat(refusal("{" + SUB + ",\"exp\":1." + "9".repeat(9000) + "}")).isEqualTo("auth_invalid");
    }

    @Test
    void refusesATokenThatNeverExpires() {
        assertThat(refusal("{" + SUB + "}")).isEqualTo("auth_invalid");
        assertThat(refusal("{" + SUB + ",\"x\":{" + EXP + "}}")).isEqualTo("auth_invalid");
        assertThat(refusal("{" + SUB + ",\"EXP\":" + (SECOND + 1) + "}")).isEqualTo("auth_invalid");
    }

    @Test
    void acceptsATokenIssuedInTheFuture() {
        assertThat(verify("{" + SUB + "," + EXP + ",\"iat\":" + (SECOND + 60) + "}")
                        .authenticatedAt())
                .isEqualTo(NOW.plusSeconds(60));
    }

    private Claims verify(String payload) {
        return verify(payload, NOW);
    }

    private Claims verify(String payload, Instant now) {
        return at(now).verify(SignedTokens.withPayload(payload));
    }

    private String refusal(String payload) {
        return refusal(payload, NOW);
    }

    private String refusal(String payload, Instant now) {
        return refusalOf(SignedTokens.withPayload(payload), now);
    }

    private String refusalOf(String token, Instant now) {
        return Refusals.of(() -> at(now).verify(token)).code();
    }

    private SyncVerifier at(Instant now) {
        return new SyncVerifier(vertx, CONFIG, Clock.fixed(now, ZoneOffset.UTC));
    }
}
