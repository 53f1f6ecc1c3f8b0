package dev.guildhall.auth;

import static dev.guildhall.auth.SignedTokens.CLOCK;
import static dev.guildhall.auth.SignedTokens.CONFIG;
import static dev.guildhall.auth.SignedTokens.HS256;
import static dev.guildhall.auth.SignedTokens.NOW;
import static dev.guildhall.auth.SignedTokens.SECRET;
import static dev.guildhall.auth.SignedTokens.USER;
import static dev.guildhall.auth.SignedTokens.base64Url;
import static dev.guildhall.auth.SignedTokens.signSegments;
import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.failure.Failure;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Segments, headers and payloads; every signature in this test is valid. */
@ExtendWith(VertxExtension.class)
class TokenShapeTest {
    private static final String PAYLOAD = SignedTokens.payload(USER, NOW.plusSeconds(3600));

    private static SyncVerifier tokens;

    @BeforeAll
    static void start(Vertx vertx) {
        tokens = new SyncVerifier(vertx, CONFIG, CLOCK);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"alg\":\"HS256\"}",
                "{\"typ\":\"anything\",\"alg\":\"HS256\",\"cty\":7}",
                "{\"alg\":\"HS256\",\"typ\":null}",
                "{\"alg\":\"HS256\",\"kid\":\"unknown\"}",
                "{\"alg\":\"HS256\",\"kid\":null}",
                "{\"alg\":\"HS256\",\"kid\":7}",
                "{\"alg\":\"HS256\",\"kid\":[\"../../dev/null\"]}",
                "{\"alg\":\"HS256\",\"kid\":{\"a\":{\"alg\":\"none\"}}}",
                "{\"alg\":\"HS256\",\"kid\":\"' OR 1=1\",\"jku\":\"https://evil.example\",\"jwk\":{},\"x5c\":[\"x\"]}",
                "{\"\\u0061lg\":\"HS\\u003256\"}"
            })
    void ignoresOtherHeaderFields(String header) {
        assertThat(tokens.verify(SignedTokens.withHeader(header)).subject()).isEqualTo(new Subject.User(USER));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"alg\":null}",
                "{\"alg\":\"none\"}",
                "{\"alg\":\"None\"}",
                "{\"alg\":\"\"}",
                "{\"alg\":\"hs256\"}",
                "{\"alg\":\"HS256 \"}",
                "{\"alg\":\" HS256\"}",
                "{\"alg\":\"HS256\\u0000\"}",
                "{\"alg\":\"HS384\"}",
                "{\"alg\":\"HS512\"}",
                "{\"alg\":\"RS256\"}",
                "{\"alg\":\"ES256\"}",
                "{\"alg\":\"HMacSHA256\"}",
                "{\"alg\":256}",
                "{\"alg\":true}",
                "{\"alg\":[\"HS256\"]}",
                "{\"alg\":{\"alg\":\"HS256\"}}",
                "{\"ALG\":\"HS256\"}",
                "{\"x\":{\"alg\":\"HS256\"}}",
                "{\"alg\":\"HS256\",\"alg\":\"HS256\"}",
                "{\"alg\":\"none\",\"alg\":\"HS256\"}",
                "{\"alg\":\"HS256\",\"kid\":{\"a\":1,\"a\":2}}",
                "{\"alg\":\"HS256\",\"crit\":[]}",
                "{\"alg\":\"HS256\",\"crit\":[\"b64\"],\"b64\":false}",
                "{\"alg\":\"HS256\",\"crit\":null}",
                "[{\"alg\":\"HS256\"}]",
                "\"HS256\"",
                "null",
                "HS256",
                "",
                "{",
                "{\"alg\":\"HS256\"",
                "{\"alg\":\"HS256\"}}",
                "{\"alg\":\"HS256\"}{}",
                "{\"alg\":\"HS256\",}",
                "{'alg':'HS256'}",
                "/**/{\"alg\":\"HS256\"}"
            })
    void refusesOtherHeadersEvenIfTheSignatureIsRight(String header) {
        assertThat(refusal(SignedTokens.withHeader(header)).code()).isEqualTo("auth_invalid");
    }

    @Test
    void refusesPaddedSegmentsEvenIfTheSignatureIsRight() {
        String payload = PAYLOAD + " ".repeat((5 - PAYLOAD.length() % 3) % 3);
        String padded = Base64.getUrlEncoder().encodeToString(payload.getBytes(StandardCharsets.UTF_8));
        assertThat(padded).endsWith("=");

        assertThat(refusal(signSegments(base64Url(HS256) + "." + padded, SECRET, "HmacSHA256"))
                        .code())
                .isEqualTo("auth_invalid");
    }

    @Test
    void refusesEveryOtherNumberOfSegments() {
        String valid = SignedTokens.valid();

        assertThat(List.of("", ".", "..", "...", "a", "a.b", "a.b.c.d", valid + ".", valid + "...", "." + valid))
                .allSatisfy(token -> assertThat(refusal(token).code()).isEqualTo("auth_invalid"));
        assertThat(refusal("a.b.c.d.e.f").code()).isEqualTo("auth_invalid");
    }

    @Test
    void explainsHowToFixAnEncryptedToken() {
        Failure encrypted = refusal(base64Url("{\"alg\":\"dir\",\"enc\":\"A256CBC-HS512\"}") + "..aXY.Y2lwaGVy.dGFn");

        assertThat(encrypted.code()).isEqualTo("auth_token_encrypted");
        assertThat(encrypted.detail()).contains("Auth.js", "jwt.encode", "jwt.decode", "HS256", "JWT_SECRET");
    }

    @Test
    void refusesDeeplyNestedJson() {
        String nested = "{\"sub\":\"" + USER + "\",\"exp\":9999999999,\"x\":" + "[".repeat(10_000);

        assertThat(refusal(SignedTokens.withPayload(nested)).code()).isEqualTo("auth_invalid");
        assertThat(refusal(SignedTokens.withHeader(nested)).code()).isEqualTo("auth_invalid");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "null", "[]", "7", "\"sub\"", "{", "}", "{}", "{}{}", "{\"sub\"}", "\u0000", "{\u0000}"
            })
    void refusesAPayloadThatIsNoJsonObjectOrIsEmpty(String payload) {
        assertThat(refusal(SignedTokens.withPayload(payload)).code()).isEqualTo("auth_invalid");
    }

    @Test
    void refusesTextAfterThePayload() {
        assertThat(tokens.verify(SignedTokens.withPayload(" " + PAYLOAD + "\n")).subject())
                .isEqualTo(new Subject.User(USER));
        assertThat(List.of("{}", ",", "//", "\0"))
                .allSatisfy(rest -> assertThat(refusal(SignedTokens.withPayload(PAYLOAD + rest))
                                .code())
                        .isEqualTo("auth_invalid"));
    }

    private static Failure refusal(String token) {
        return Refusals.of(() -> tokens.verify(token));
    }
}
