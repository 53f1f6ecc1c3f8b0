package dev.guildhall.auth;

import static dev.guildhall.auth.SignedTokens.CLOCK;
import static dev.guildhall.auth.SignedTokens.CONFIG;
import static dev.guildhall.auth.SignedTokens.USER;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class TokenAuthenticationTest {
    private static final String ENCRYPTED = "a.b.c.d.e";

    private static SyncVerifier authentication;

    @BeforeAll
    static void start(Vertx vertx) {
        authentication = new SyncVerifier(vertx, CONFIG, CLOCK);
    }

    @Test
    void reportsWhetherTheTokenCameFromACookie() {
        assertThat(authentication.authenticate(bearer(SignedTokens.valid())).isFromCookie())
                .isFalse();
        assertThat(authentication.authenticate(cookie("token=" + SignedTokens.valid())))
                .extracting(
                        VerifiedToken::isFromCookie,
                        authenticated -> authenticated.claims().subject())
                .containsExactly(true, new Subject.User(USER));
    }

    @Test
    void takesTheFirstValidToken() {
        UUID second = new UUID(0x7000, 2);
        String cookies = "token=" + SignedTokens.valid() + "; next-auth.session-token=" + SignedTokens.validFor(second)
                + "; authjs.session-token=" + SignedTokens.expired()
                + "; __Secure-authjs.session-token=" + ENCRYPTED;

        assertThat(authentication.authenticate(cookie(cookies)).claims().subject())
                .isEqualTo(new Subject.User(second));
    }

    @Test
    void triesACookieOfTheSameNameFromAnotherPath() {
        assertThat(authentication
                        .authenticate(cookie("token=x; token=" + SignedTokens.valid()))
                        .claims()
                        .subject())
                .isEqualTo(new Subject.User(USER));
    }

    @Test
    void joinsTheChunksOfAuthJs() {
        String token = SignedTokens.valid();
        String chunked = "authjs.session-token=stale; authjs.session-token.1=" + token.substring(100)
                + "; authjs.session-token.0=" + token.substring(0, 100);

        assertThat(authentication.authenticate(cookie(chunked)).claims().subject())
                .isEqualTo(new Subject.User(USER));
    }

    @Test
    void usesTheUnsplitCookieIfTheChunksAreStale() {
        String cookies = "token.0=stale; token.1=stale; token=" + SignedTokens.valid();

        assertThat(authentication.authenticate(cookie(cookies)).claims().subject())
                .isEqualTo(new Subject.User(USER));
    }

    @Test
    void reportsTheFirstErrorIfNoTokenIsValid() {
        String expired = SignedTokens.expired();

        assertThat(refusal(cookie("token=x; authjs.session-token=" + expired))).isEqualTo("auth_expired");
        assertThat(refusal(cookie("token=" + expired + "; authjs.session-token=x")))
                .isEqualTo("auth_invalid");
        assertThat(refusal(cookie("token=" + expired + "; authjs.session-token=" + ENCRYPTED)))
                .isEqualTo("auth_token_encrypted");
    }

    @Tag("AUTH-3")
    @Test
    void reportsAMissingToken() {
        assertThat(refusal(MultiMap.caseInsensitiveMultiMap())).isEqualTo("auth_missing");
        assertThat(refusal(cookie("theme=dark; token="))).isEqualTo("auth_missing");
    }

    @Test
    void ignoresCookiesIfThereIsAHeader() {
        MultiMap headers = bearer(SignedTokens.expired()).add("Cookie", "token=" + SignedTokens.valid());

        assertThat(refusal(headers)).isEqualTo("auth_expired");
    }

    @Tag("AUTH-6")
    @Test
    void ignoresAnInvalidCookieOnAPublicRoute() {
        assertThat(authentication.authenticateIfUsable(MultiMap.caseInsensitiveMultiMap()))
                .isEmpty();
        assertThat(authentication.authenticateIfUsable(cookie("token=x"))).isEmpty();
        assertThat(authentication.authenticateIfUsable(cookie("token=" + SignedTokens.expired())))
                .isEmpty();
        assertThat(authentication.authenticateIfUsable(cookie("token=" + SignedTokens.valid())))
                .isPresent();
    }

    @Test
    void refusesAnInvalidHeaderEvenOnAPublicRoute() {
        MultiMap headers = bearer(SignedTokens.expired());

        assertThat(Refusals.of(() -> authentication.authenticateIfUsable(headers))
                        .code())
                .isEqualTo("auth_expired");
    }

    @Test
    void refusesATokenThatHasExpiredSinceItWasVerified(Vertx vertx) {
        AtomicLong now = new AtomicLong(SignedTokens.NOW.getEpochSecond());
        SyncVerifier later = new SyncVerifier(vertx, CONFIG, movedBy(now));
        MultiMap headers = bearer(SignedTokens.valid());
        assertThat(later.authenticate(headers)).isEqualTo(later.authenticate(headers));

        now.addAndGet(3600 + 15);
        assertThat(Refusals.of(() -> later.authenticate(headers)).code()).isEqualTo("auth_expired");
    }

    @Test
    void keepsWhatItHasVerifiedUpToFourMebibytesOfHeaders(Vertx vertx) {
        SyncVerifier fresh = new SyncVerifier(vertx, CONFIG, CLOCK);
        String padding = "x".repeat(10_000);
        List<MultiMap> headers = IntStream.range(0, 600)
                .mapToObj(i -> bearer(SignedTokens.withPayload(
                        "{\"sub\":\"" + new UUID(0, i) + "\",\"exp\":4000000000,\"x\":\"" + padding + "\"}")))
                .toList();
        assertThat(fresh.authenticate(headers.get(0))).as("verified once").isSameAs(fresh.authenticate(headers.get(0)));

        List<VerifiedToken> verified = headers.stream().map(fresh::authenticate).toList();
        long kept = IntStream.range(0, headers.size())
                .filter(i -> fresh.authenticate(headers.get(i)) == verified.get(i))
                .mapToLong(i -> headers.get(i).get("Authorization").length())
                .sum();
        assertThat(kept).as("characters of the headers that are kept").isBetween(1L, 4L * 1024 * 1024);
    }

    @Test
    void doesNotTakeOneRequestForAnotherWithTheSameFirstHeader() {
        UUID second = new UUID(0x7000, 2);
        for (String other : List.of("Cookie", "Authorization")) {
            String scheme = other.equals("Cookie") ? "token=" : "Bearer ";
            MultiMap mine = cookie("theme=dark").add(other, scheme + SignedTokens.valid());
            MultiMap theirs = cookie("theme=dark").add(other, scheme + SignedTokens.validFor(second));
            assertThat(authentication.authenticate(mine).claims().subject()).isEqualTo(new Subject.User(USER));
            assertThat(authentication.authenticate(theirs).claims().subject()).isEqualTo(new Subject.User(second));
        }
        MultiMap behindAProxy = cookie("token=" + SignedTokens.valid()).add("Authorization", "Basic YTpi");
        assertThat(authentication.authenticate(behindAProxy).claims().subject()).isEqualTo(new Subject.User(USER));
        behindAProxy.set("Cookie", "token=" + SignedTokens.validFor(second));
        assertThat(authentication.authenticate(behindAProxy).claims().subject()).isEqualTo(new Subject.User(second));
    }

    @Test
    void doesNotTakeTheTextOfAHeaderForThatOfACookie() {
        String text = "Bearer " + SignedTokens.valid();
        assertThat(authentication
                        .authenticate(MultiMap.caseInsensitiveMultiMap().add("Authorization", text))
                        .isFromCookie())
                .isFalse();
        assertThat(refusal(cookie(text)))
                .as("a cookie with the text of a header")
                .isEqualTo("auth_missing");
    }

    private static Clock movedBy(AtomicLong now) {
        return new Clock() {
            @Override
            public Instant instant() {
                return Instant.ofEpochSecond(now.get());
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                throw new UnsupportedOperationException();
            }
        };
    }

    private static String refusal(MultiMap headers) {
        return Refusals.of(() -> authentication.authenticate(headers)).code();
    }

    private static MultiMap bearer(String token) {
        return MultiMap.caseInsensitiveMultiMap().add("Authorization", "Bearer " + token);
    }

    private static MultiMap cookie(String cookies) {
        return MultiMap.caseInsensitiveMultiMap().add("Cookie", cookies);
    }
}
