package dev.guildhall.auth;

import static dev.guildhall.auth.SignedTokens.CLOCK;
import static dev.guildhall.auth.SignedTokens.CONFIG;
import static dev.guildhall.auth.SignedTokens.NOW;
import static dev.guildhall.auth.SignedTokens.USER;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(VertxExtension.class)
@Tag("AUTH-2")
class TokenSubjectTest {
    private static final long SECOND = NOW.getEpochSecond();
    private static final String SUB = "\"sub\":\"" + USER + "\"";
    private static final String EXP = "\"exp\":" + (SECOND + 3600);

    private static SyncVerifier tokens;

    @BeforeAll
    static void start(Vertx vertx) {
        tokens = new SyncVerifier(vertx, CONFIG, CLOCK);
    }

    @Test
    void acceptsUuidsInUpperAndLowerCase() {
        String sub = USER.toString();

        for (String spelling : List.of(sub.toUpperCase(Locale.ROOT), sub.replace('a', 'A'))) {
            assertThat(verify("{\"sub\":\"" + spelling + "\"," + EXP + "}").subject())
                    .isEqualTo(new Subject.User(USER));
        }
        assertThat(verify("{\"sub\":\"" + new UUID(0, 0) + "\"," + EXP + "}").subject())
                .isEqualTo(new Subject.User(new UUID(0, 0)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "7",
                "true",
                "[]",
                "[\"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b\"]",
                "{}",
                "\"\"",
                "\"1-2-3-4-5\"",
                "\"ada@example.org\"",
                "\"0190a1b2c3d47e5f8a9b0c1d2e3f4a5b\"",
                "\"{0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b}\"",
                "\"urn:uuid:0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b\"",
                "\" 0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b\"",
                "\"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b\\u0000\"",
                "\"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5\"",
                "\"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5g\"",
                "\"+190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b\"",
                "\"-190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b\"",
                "\"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5\u0662\"",
                "\"\uff10190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b\"",
                "\"0190a1b2c-3d4-7e5f-8a9b-0c1d2e3f4a5b\"",
                "\"0190a1b2-c3d4-7e5f-8a9b0-c1d2e3f4a5b\"",
                "\"0190a1b2_c3d4_7e5f_8a9b_0c1d2e3f4a5b\"",
                "\"------------------------------------\""
            })
    void refusesASubjectThatIsNoCanonicalUuid(String sub) {
        assertThat(refusal("{\"sub\":" + sub + "," + EXP + "}")).isEqualTo("auth_invalid");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\\u0000b", "\\ud800", "\\udc00\\ud800", "a\\ud83d"})
    void refusesATextThatTheDatabaseCannotCompare(String text) {
        for (String claim : List.of("sub", "iss")) {
            String sub = claim.equals("sub") ? "" : SUB + ",";
            assertThat(Refusals.of(() -> Jwt.parse(
                            SignedTokens.withPayload("{" + sub + EXP + ",\"" + claim + "\":\"" + text + "\"}"))))
                    .hasMessage("The token is not valid: its " + claim + " has a NUL or half a surrogate pair.");
        }
        assertThat(Jwt.parse(SignedTokens.withPayload("{\"sub\":\"\\ud83d\\ude00\"," + EXP + "}"))
                        .payload()
                        .subject())
                .isEqualTo("\ud83d\ude00");
    }

    @Test
    void refusesATokenWithoutASubjectEvenIfOtherFieldsNameTheUser() {
        assertThat(refusal("{" + EXP + "}")).isEqualTo("auth_invalid");
        assertThat(refusal("{" + EXP + ",\"id\":\"" + USER + "\",\"user\":{" + SUB + "}}"))
                .isEqualTo("auth_invalid");
    }

    @Test
    void usesTheSubjectAndNotTheUsernameThatVertxWouldPrefer() {
        String other = UUID.randomUUID().toString();
        String payload = "{" + SUB + "," + EXP + ",\"username\":\"" + other + "\",\"userHandle\":\"" + other
                + "\",\"access_token\":\"x\",\"rootClaim\":\"x\",\"accessToken\":{\"sub\":\"" + other + "\"}}";

        assertThat(verify(payload).subject()).isEqualTo(new Subject.User(USER));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sub", "exp", "nbf", "iat", "name"})
    void refusesDuplicateFields(String key) {
        String twice = key.equals("sub") ? SUB : "\"" + key + "\":" + (SECOND + 1);
        String rest = (key.equals("sub") ? "" : "," + SUB) + (key.equals("exp") ? "" : "," + EXP);

        assertThat(verify("{" + twice + rest + "}").subject()).isEqualTo(new Subject.User(USER));
        assertThat(refusal("{" + twice + "," + twice + rest + "}")).isEqualTo("auth_invalid");
    }

    private static Claims verify(String payload) {
        return tokens.verify(SignedTokens.withPayload(payload));
    }

    private static String refusal(String payload) {
        return Refusals.of(() -> verify(payload)).code();
    }
}
