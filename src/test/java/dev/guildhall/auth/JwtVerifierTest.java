package dev.guildhall.auth;

import static dev.guildhall.auth.SignedTokens.CLOCK;
import static dev.guildhall.auth.SignedTokens.CONFIG;
import static dev.guildhall.auth.SignedTokens.HS256;
import static dev.guildhall.auth.SignedTokens.NOW;
import static dev.guildhall.auth.SignedTokens.PREVIOUS_SECRET;
import static dev.guildhall.auth.SignedTokens.SECRET;
import static dev.guildhall.auth.SignedTokens.USER;
import static dev.guildhall.auth.SignedTokens.base64Url;
import static dev.guildhall.auth.SignedTokens.sign;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.guildhall.failure.Failure;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.junit5.VertxExtension;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(VertxExtension.class)
@Tag("AUTH-1")
class JwtVerifierTest {
    private static final String PAYLOAD = SignedTokens.payload(USER, NOW.plusSeconds(3600));

    private static SyncVerifier tokens;

    @BeforeAll
    static void start(Vertx vertx) {
        tokens = new SyncVerifier(vertx, CONFIG, CLOCK);
    }

    @Test
    void acceptsATokenSignedByNodeJs() {
        String token =
                "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJuYW1lIjoiQWRhIiwic3ViIjoiMDE5MGExYjItYzNkNC03ZTVmLThhOWIt"
                        + "MGMxZDJlM2Y0YTViIiwiaWF0IjoxNzk1NDE3MjAwLCJleHAiOjE3OTU0MjA4MDAsImp0aSI6IngifQ"
                        + ".raVvisNHVvg7KbwKaMiWAN4FlR41l6IzcaiSV03kmqg";

        assertThat(tokens.verify(token))
                .isEqualTo(new Claims(new Subject.User(USER), NOW.minusSeconds(660), NOW.plusSeconds(2940)));
    }

    @Test
    void acceptsThePreviousSecretDuringARotation() {
        assertThat(tokens.verify(sign(HS256, PAYLOAD, PREVIOUS_SECRET)).subject())
                .isEqualTo(new Subject.User(USER));
    }

    @Test
    void refusesThePreviousSecretAfterARotation(Vertx vertx) {
        SyncVerifier rotated = new SyncVerifier(vertx, SignedTokens.config(new Secret(SECRET), null, List.of()), CLOCK);

        assertThat(rotated.verify(sign(HS256, PAYLOAD, SECRET)).subject()).isEqualTo(new Subject.User(USER));
        assertThat(Refusals.of(() -> rotated.verify(sign(HS256, PAYLOAD, PREVIOUS_SECRET)))
                        .code())
                .isEqualTo("auth_invalid");
    }

    @Test
    void acceptsBothSecretsIfTheirHashCodesAreEqual(Vertx vertx) {
        String secret = "aaaB" + "aaab" + "-".repeat(28);
        String colliding = "aaaC" + "aaaC" + "-".repeat(28);
        assertThat(Buffer.buffer(secret)).hasSameHashCodeAs(Buffer.buffer(colliding));
        SyncVerifier rotating = new SyncVerifier(
                vertx, SignedTokens.config(new Secret(secret), new Secret(colliding), List.of()), CLOCK);

        assertThat(rotating.verify(sign(HS256, PAYLOAD, secret)).subject()).isEqualTo(new Subject.User(USER));
        assertThat(rotating.verify(sign(HS256, PAYLOAD, colliding)).subject()).isEqualTo(new Subject.User(USER));
    }

    @Test
    void acceptsTheSameSecretTwice(Vertx vertx) {
        SyncVerifier unrotated =
                new SyncVerifier(vertx, SignedTokens.config(new Secret(SECRET), new Secret(SECRET), List.of()), CLOCK);

        assertThat(unrotated.verify(SignedTokens.valid()).subject()).isEqualTo(new Subject.User(USER));
    }

    @ParameterizedTest
    @ValueSource(strings = {"HmacSHA1", "HmacSHA384", "HmacSHA512"})
    void refusesOtherAlgorithmsWithTheRightSecret(String algorithm) {
        assertThat(refusal(sign(HS256, PAYLOAD, SECRET, algorithm)).code()).isEqualTo("auth_invalid");
        String header = "{\"alg\":\"" + algorithm.replace("HmacSHA", "HS") + "\"}";
        assertThat(refusal(sign(header, PAYLOAD, SECRET, algorithm)).code()).isEqualTo("auth_invalid");
    }

    @Test
    void refusesAMissingShortenedLengthenedOrForeignSignature() {
        String valid = SignedTokens.valid();
        String unsigned = valid.substring(0, valid.lastIndexOf('.'));
        String other = SignedTokens.validFor(UUID.randomUUID());
        String signatureOfOther = other.substring(other.lastIndexOf('.'));

        assertThat(List.of(
                        unsigned,
                        unsigned + ".",
                        unsigned + "." + base64Url(new byte[0]),
                        unsigned + "." + base64Url(new byte[31]),
                        unsigned + "." + base64Url(new byte[32]),
                        unsigned + "." + base64Url(new byte[256]),
                        unsigned + signatureOfOther,
                        valid + "AA",
                        valid.substring(0, valid.length() - 1)))
                .allSatisfy(token -> assertThat(refusal(token).code()).isEqualTo("auth_invalid"));
    }

    @Test
    void acceptsOnlyOneEncodingOfASignature() {
        String valid = SignedTokens.valid();
        String allButLast = valid.substring(0, valid.length() - 1);
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

        assertThat(alphabet.chars().mapToObj(c -> allButLast + (char) c).filter(JwtVerifierTest::isAccepted))
                .containsExactly(valid);
        assertThat(isAccepted(valid + "=")).isFalse();
    }

    @Test
    void acceptsTokensUpTo16KiB() {
        int lengthWithoutName = SignedTokens.withPayload(withName("")).length();
        // Three bytes of payload become four characters of the token.
        String longest = SignedTokens.withPayload(withName("x".repeat((16 * 1024 - lengthWithoutName) / 4 * 3)));
        assertThat(longest.length()).isBetween(16 * 1024 - 4, 16 * 1024);

        assertThat(tokens.verify(longest).subject()).isEqualTo(new Subject.User(USER));
        String tooLong = SignedTokens.withPayload(withName("x".repeat(12 * 1024)));
        assertThat(refusal(tooLong).code()).isEqualTo("auth_invalid");
    }

    @Test
    void neverRepeatsTheTokenInTheError() {
        String forged = sign(HS256, PAYLOAD, "another secret that nobody ever shared with us");

        assertThat(refusal(forged))
                .hasToString(refusal(forged).getClass().getName() + ": "
                        + "The token is not valid: its signature does not match.");
    }

    @Test
    void canBeUsedByManyThreadsAtOnce() {
        List<String> users = IntStream.range(0, 2_000)
                .mapToObj(i -> new UUID(0x7000, i).toString())
                .toList();

        assertThat(users.parallelStream()
                        .map(user -> tokens.verify(SignedTokens.validFor(UUID.fromString(user))))
                        .map(claims -> ((Subject.User) claims.subject()).id().toString()))
                .isEqualTo(users);
    }

    private static String withName(String name) {
        return PAYLOAD.replace("Ada", name);
    }

    private static boolean isAccepted(String token) {
        return catchThrowableOfType(Failure.Unauthenticated.class, () -> tokens.verify(token)) == null;
    }

    private static Failure refusal(String token) {
        return Refusals.of(() -> tokens.verify(token));
    }
}
