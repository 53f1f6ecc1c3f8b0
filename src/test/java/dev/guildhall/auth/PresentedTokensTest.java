package dev.guildhall.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PresentedTokensTest {

    @ParameterizedTest
    @ValueSource(strings = {"Bearer abc", "bearer abc", "BEARER abc", "bEaReR   abc"})
    void readsTheTokenOfABearerHeader(String authorization) {
        assertThat(PresentedTokens.of(headers("Authorization", authorization), List.of("token")))
                .isEqualTo(new PresentedTokens(false, List.of(new PresentedToken("abc", null))));
    }

    @Tag("AUTH-6")
    @Test
    void ignoresCookiesIfThereIsABearerHeader() {
        MultiMap headers = headers("authorization", "Bearer abc").add("Cookie", "token=def");

        assertThat(PresentedTokens.of(headers, List.of("token")).tokens())
                .extracting(PresentedToken::value)
                .containsExactly("abc");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "Bearer",
                "Bearer ",
                "Bearer  ",
                "Bearerabc",
                "Bearer\tabc",
                "Bearer abc def",
                "Bearer abc, Bearer def",
                "Bearer: abc",
                "abc"
            })
    void refusesInvalidAuthorizationHeadersEvenWithAGoodCookie(String authorization) {
        assertIsRefused(headers("Authorization", authorization).add("Cookie", "token=def"));
    }

    @Tag("AUTH-19")
    @ParameterizedTest
    @ValueSource(strings = {"Basic YTpi", "Negotiate YTpi", "Digest username=\"a\", realm=\"b\"", "bearers abc"})
    void ignoresOtherSchemesSoThatTheCookieCounts(String authorization) {
        PresentedTokens presented = PresentedTokens.of(
                headers("Authorization", authorization).add("Cookie", "token=def"), List.of("token"));
        assertThat(presented.isFromCookie()).isTrue();
        assertThat(presented.tokens()).extracting(PresentedToken::value).containsExactly("def");
    }

    @Tag("AUTH-19")
    @Test
    void takesTheBearerTokenBesidesAnotherScheme() {
        MultiMap headers = headers("Authorization", "Basic YTpi").add("Authorization", "Bearer abc");
        assertThat(PresentedTokens.of(headers.add("Cookie", "token=def"), List.of("token"))
                        .tokens())
                .extracting(PresentedToken::value)
                .containsExactly("abc");
    }

    @Test
    void refusesTwoHeadersEvenIfTheyAreEqual() {
        assertIsRefused(headers("Authorization", "Bearer abc").add("Authorization", "Bearer abc"));
    }

    @Tag("AUTH-4")
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "token=a                                   | a",
                "other=x; token=a; more=y                  | a",
                "token=a; session=b                        | b,a",
                "session=b; token=a                        | b,a",
                "token=a; token=b                          | a,b",
                "token=b; session=x; token=a; session=w    | x,w,b,a",
                "token=\"a\"                               | a",
                "session.0=\"a\"; session.1=\"b\"          | ab",
                "token=a.b.c                               | a.b.c",
                "token=a==                                 | a==",
                "token=                                    | ``",
                "token                                     | ``",
                "token=\"\"                                | ``",
                "Token=a                                   | ``",
                "tokens=a; xtoken=b; token-x=c             | ``",
                "session.0=a; session.1=b                  | ab",
                "session.1=b; session.0=a                  | ab",
                "session.1=b; session.2=c                  | ``",
                "session.0=a; session.2=c; session.3=d     | a",
                "session=x; session.0=a; session.1=b       | ab,x",
                "session.0=a; session=x; session.1=b       | ab,x",
                "session.1=b; session=x                    | x",
                "session.0=a; session.1=; session.2=c      | a",
                "session.0=a; session.01=b; session.+1=c   | a",
                "session.00=a; session.x=b; session.=c     | ``",
                "session.0.0=a; session..0=b; session.-0=c | ``",
                "session.0=a; session.1000000000000000=b   | a",
                "session.0=a; session.\u0661=b             | a",
                "session.0=a; session.1=b; session.0=c; session.1=d         | ab,cd",
                "session.0=a; session.0=c; session.1=b; session.1=d         | ab,cd",
                "token.0=t; token.1=u; token=v; session.0=a; session.1=b    | ab,tu,v",
            })
    void findsTheTokensOfTheNamedCookies(String cookie, String expected) {
        assertThat(String.join(",", tokens(cookie))).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=x",
                "=",
                ";",
                ";;,; ",
                "broken",
                "a=\"unfinished",
                "a=\"un;finished\"",
                "na me=va lue",
                "a=b=c",
                "a={\"json\":[1,2]}",
                "\u00e9=\u00fc",
                "a=\u0001",
                "$Version=1; $Path=/",
                "$Version=1",
                "expires=Thu, 01 Jan 1970 00:00:00 GMT",
                "path=/; HttpOnly"
            })
    void findsTheTokenAmongInvalidCookies(String invalid) {
        assertThat(tokens(invalid + "; token=a")).containsExactly("a");
        assertThat(tokens("token=a; " + invalid)).containsExactly("a");
        assertThat(tokens("token=a;" + invalid + ";token=b")).containsExactly("a", "b");
        assertThat(tokens(invalid, "token=a")).containsExactly("a");
    }

    @Tag("AUTH-5")
    @Test
    void joinsChunksByNumberInAnyOrder() {
        List<String> chunks = IntStream.rangeClosed(0, 12)
                .mapToObj(i -> "session." + i + "=" + (char) ('a' + i))
                .collect(Collectors.toList());

        assertThat(tokens(String.join("; ", chunks))).containsExactly("abcdefghijklm");
        Collections.reverse(chunks);
        assertThat(tokens(String.join("; ", chunks))).containsExactly("abcdefghijklm");
        Collections.sort(chunks);
        assertThat(tokens(String.join("; ", chunks))).containsExactly("abcdefghijklm");
    }

    @Test
    void readsEveryCookieHeader() {
        assertThat(tokens("session.1=b", "token=t", "session.0=a")).containsExactly("ab", "t");
    }

    @Tag("AUTH-4")
    @Test
    void readsTheCookiesOfAuthJsByDefault() {
        String cookie = TokenConfig.DEFAULT_COOKIE_NAMES.stream()
                .map(name -> name + "=" + name)
                .collect(Collectors.joining("; "));

        assertThat(PresentedTokens.of(headers("Cookie", cookie), TokenConfig.DEFAULT_COOKIE_NAMES)
                        .tokens())
                .isEqualTo(TokenConfig.DEFAULT_COOKIE_NAMES.stream()
                        .map(name -> new PresentedToken(name, name))
                        .toList());
    }

    @Test
    void findsNoTokenWithoutCookies() {
        assertThat(PresentedTokens.of(MultiMap.caseInsensitiveMultiMap(), List.of("token")))
                .isEqualTo(new PresentedTokens(true, List.of()));
        assertThat(tokens("")).isEmpty();
    }

    @Test
    void refusesMoreThan32KiBOfCookies() {
        String longest = "x=" + "y".repeat(32 * 1024 - 11) + "; token=a";
        assertThat(longest).hasSize(32 * 1024);

        assertThat(tokens(longest)).containsExactly("a");
        assertIsRefused(headers("Cookie", longest + "b"));
        assertIsRefused(headers("Cookie", longest).add("Cookie", "c"));
    }

    @Test
    void toStringNeverContainsAToken() {
        PresentedToken token = new PresentedToken("abc", "token");

        assertThat(token).hasToString("a token by cookie");
        assertThat(new PresentedTokens(true, List.of(token))).hasToString("1 tokens by cookie");
    }

    private static List<String> tokens(String... cookies) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        List.of(cookies).forEach(cookie -> headers.add("Cookie", cookie));
        return PresentedTokens.of(headers, List.of("session", "token")).tokens().stream()
                .map(PresentedToken::value)
                .toList();
    }

    private static void assertIsRefused(MultiMap headers) {
        assertThat(Refusals.of(() -> PresentedTokens.of(headers, List.of("token")))
                        .code())
                .isEqualTo("auth_invalid");
    }

    private static MultiMap headers(String name, String value) {
        return MultiMap.caseInsensitiveMultiMap().add(name, value);
    }

    @Test
    void returnsAtMostSixteenTokens() {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap().add("Cookie", "authjs.session-token=a;".repeat(1_000));
        assertThat(PresentedTokens.of(headers, List.of("token", "authjs.session-token"))
                        .tokens()
                        .size())
                .as("tokens returned for a thousand cookies")
                .isEqualTo(16);
    }
}
