package dev.guildhall.auth;

import static dev.guildhall.auth.SignedTokens.CLOCK;
import static dev.guildhall.auth.SignedTokens.NOW;
import static dev.guildhall.auth.SignedTokens.base64Url;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.CompressionAlgorithm;
import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.DirectEncrypter;
import com.nimbusds.jose.util.Base64URL;
import dev.guildhall.failure.Failure;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("WEB-4")
@ExtendWith(VertxExtension.class)
class SessionVerifierTest {
    private static final String COOKIE = "authjs.session-token";
    private static final String PAYLOAD = SignedTokens.payload(AuthJsCookies.USER, NOW.plusSeconds(3600));
    private static final JWEHeader GCM = new JWEHeader(JWEAlgorithm.DIR, EncryptionMethod.A256GCM);
    private static final JWEHeader CBC = new JWEHeader(JWEAlgorithm.DIR, EncryptionMethod.A256CBC_HS512);

    private static SyncVerifier authentication;

    @BeforeAll
    static void start(Vertx vertx) {
        authentication = authentication(vertx, AuthJsCookies.SECRET, AuthJsCookies.PREVIOUS_SECRET);
    }

    static List<AuthJsCookies> stored() throws IOException {
        return AuthJsCookies.stored();
    }

    static List<AuthJsCookies> unsplit() throws IOException {
        return AuthJsCookies.stored().stream().filter(AuthJsCookies::isUnsplit).toList();
    }

    @ParameterizedTest
    @MethodSource("stored")
    void acceptsSessionsMadeByAuthJs(AuthJsCookies cookies) {
        assertThat(subject(cookies.header())).isEqualTo(AuthJsCookies.USER);
    }

    @ParameterizedTest
    @MethodSource("unsplit")
    void refusesEveryAlteration(AuthJsCookies cookies) {
        String[] segments = cookies.token().split("\\.", -1);
        for (int segment = 0; segment < segments.length; segment++) {
            for (Function<String, String> alteration : alterations()) {
                String[] altered = segments.clone();
                altered[segment] = alteration.apply(segments[segment]);
                if (!Arrays.equals(altered, segments)) {
                    assertThat(refusal(cookies.name() + "=" + String.join(".", altered)))
                            .as("%s in segment %s", cookies.description(), segment)
                            .isEqualTo("auth_invalid");
                }
            }
        }
    }

    private static List<Function<String, String>> alterations() {
        return List.of(
                segment -> "",
                segment -> "A",
                segment -> segment + "A",
                segment -> segment + "=",
                segment -> segment + "AAAA",
                segment -> segment + "\u00e9",
                segment -> segment.substring(segment.length() / 2),
                segment -> segment.length() < 4 ? segment : segment.substring(0, segment.length() - 4),
                segment -> segment.isEmpty() ? "AAAA" : (segment.startsWith("A") ? "B" : "A") + segment.substring(1));
    }

    @ParameterizedTest
    @MethodSource("unsplit")
    void refusesSessionsMadeWithADifferentSecret(AuthJsCookies cookies, Vertx vertx) {
        SyncVerifier other = authentication(vertx, "another secret that nobody ever shared");

        assertThat(refusal(other, cookies.header())).isEqualTo("auth_invalid");
    }

    @Test
    void refusesAnAuthJsSessionInACookieOfADifferentName() throws IOException {
        assertThat(unsplit())
                .filteredOn(made -> made.description().startsWith("Auth.js"))
                .allSatisfy(made -> {
                    for (String name : TokenConfig.DEFAULT_COOKIE_NAMES) {
                        if (!name.equals(made.name())) {
                            assertThat(refusal(name + "=" + made.token())).isEqualTo("auth_invalid");
                        }
                    }
                });
    }

    @Test
    void refusesASessionInAnAuthorizationHeader() throws IOException {
        assertThat(unsplit()).allSatisfy(made -> {
            MultiMap headers = MultiMap.caseInsensitiveMultiMap().add("Authorization", "Bearer " + made.token());
            assertThat(Refusals.of(() -> authentication.authenticate(headers)).code())
                    .isEqualTo("auth_token_encrypted");
        });
    }

    @Test
    void acceptsSessionsEncryptedByThisTest() {
        assertThat(subject(cookie(encrypted(CBC, PAYLOAD)))).isEqualTo(AuthJsCookies.USER);
        assertThat(subject(cookie(encrypted(GCM, PAYLOAD)))).isEqualTo(AuthJsCookies.USER);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void checksTheClaimsAsInASignedToken(boolean cbc) {
        JWEHeader header = cbc ? CBC : GCM;
        String sub = "\"sub\":\"" + AuthJsCookies.USER + "\"";
        long now = NOW.getEpochSecond();

        assertThat(refusal(cookie(encrypted(header, "{" + sub + ",\"exp\":" + (now - 15) + "}"))))
                .isEqualTo("auth_expired");
        assertThat(subject(cookie(encrypted(header, "{" + sub + ",\"exp\":" + (now - 14) + "}"))))
                .isEqualTo(AuthJsCookies.USER);
        assertThat(Stream.of(
                        "{" + sub + "}",
                        "{" + sub + ",\"exp\":null}",
                        "{" + sub + ",\"exp\":\"" + (now + 60) + "\"}",
                        "{" + sub + ",\"exp\":" + (now + 60) + ",\"nbf\":" + (now + 16) + "}",
                        "{" + sub + "," + sub + ",\"exp\":" + (now + 60) + "}",
                        "{\"sub\":\"mira@example.com\",\"exp\":" + (now + 60) + "}",
                        "{\"exp\":" + (now + 60) + "}",
                        "[]",
                        "",
                        "\u0000",
                        PAYLOAD + PAYLOAD))
                .allSatisfy(payload ->
                        assertThat(refusal(cookie(encrypted(header, payload)))).isEqualTo("auth_invalid"));
    }

    @Test
    void refusesACompressedSession() {
        JWEHeader bomb = new JWEHeader.Builder(CBC)
                .compressionAlgorithm(CompressionAlgorithm.DEF)
                .build();
        String padded = PAYLOAD.replace("Ada", "a".repeat(5_000_000));

        assertThat(refusal(cookie(encrypted(bomb, padded)))).isEqualTo("auth_invalid");
    }

    @Test
    void refusesAnUnknownKid() {
        JWEHeader header = new JWEHeader.Builder(CBC).keyID("another").build();

        assertThat(refusal(cookie(encrypted(header, PAYLOAD)))).isEqualTo("auth_invalid");
    }

    @Test
    void refusesOtherEncryptionMethodsWithTheSameKey() {
        JWEHeader gcm128 = new JWEHeader(JWEAlgorithm.DIR, EncryptionMethod.A128GCM);
        JWEHeader cbc256 = new JWEHeader(JWEAlgorithm.DIR, EncryptionMethod.A128CBC_HS256);

        assertThat(refusal(cookie(encrypted(gcm128, PAYLOAD)))).isEqualTo("auth_invalid");
        assertThat(refusal(cookie(encrypted(cbc256, PAYLOAD)))).isEqualTo("auth_invalid");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{",
                "{\"alg\":\"dir\"}",
                "{\"enc\":\"A256GCM\"}",
                "{\"alg\":\"none\",\"enc\":\"A256GCM\"}",
                "{\"alg\":\"A256KW\",\"enc\":\"A256GCM\"}",
                "{\"alg\":\"RSA-OAEP-256\",\"enc\":\"A256GCM\"}",
                "{\"alg\":\"PBES2-HS256+A128KW\",\"p2c\":2147483647,\"p2s\":\"AAAA\",\"enc\":\"A256GCM\"}",
                "{\"alg\":\"dir\",\"enc\":\"none\"}",
                "{\"alg\":\"dir\",\"enc\":\"A256GCM\",\"enc\":\"A256GCM\"}",
                "{\"alg\":\"dir\",\"enc\":\"A256GCM\",\"crit\":[\"exp\"]}",
                "{\"alg\":\"dir\",\"enc\":\"A256GCM\",\"zip\":\"DEF\"}",
                "{\"alg\":[\"dir\"],\"enc\":{\"A256GCM\":1}}"
            })
    void refusesOtherHeaders(String header) {
        String rest =
                "." + "." + base64Url(new byte[12]) + "." + base64Url(new byte[64]) + "." + base64Url(new byte[16]);

        assertThat(refusal(cookie(base64Url(header) + rest))).isEqualTo("auth_invalid");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"enc\":\"A256GCM\"}",
                "{\"alg\":\"A256KW\",\"enc\":\"A256GCM\"}",
                "{\"alg\":\"DIR\",\"enc\":\"A256GCM\"}",
                "{\"alg\":\"dir\",\"enc\":\"A256GCM\",\"crit\":[]}",
                "{\"alg\":\"dir\",\"enc\":\"A256GCM\",\"crit\":[\"exp\"],\"exp\":1}",
                "{\"alg\":\"dir\",\"enc\":\"A256GCM\",\"zip\":\"GZ\"}",
                "{\"alg\":\"dir\",\"enc\":\"a256gcm\"}",
                "{\"alg\":\"dir\",\"enc\":\"A128CBC-HS256\"}",
                "{\"alg\":\"dir\",\"enc\":\"XC20P\"}"
            })
    void refusesHeadersThatAuthJsWouldNotMakeEvenIfTheKeyIsRight(String header) {
        Failure refusal = Refusals.of(() -> authentication.authenticate(headers(cookie(encryptedUnder(header)))));

        assertThat(refusal.code()).isEqualTo("auth_invalid");
        assertThat(refusal.detail()).contains("in a way that Auth.js does not use");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "{\"alg\":null,\"enc\":\"A256GCM\"}",
                "{\"alg\":\"none\",\"enc\":\"A256GCM\"}",
                "{\"alg\":\"dir\"}",
                "{\"alg\":\"dir\",\"enc\":null}",
                "{\"alg\":\"dir\",\"enc\":\"A256GCM\",\"enc\":\"A256GCM\"}",
                "{\"alg\":\"none\",\"alg\":\"dir\",\"enc\":\"A256GCM\"}",
                "{\"alg\":\"dir\",\"enc\":\"A256GCM\",\"kid\":7}",
                "{\"alg\":\"dir\",\"enc\":\"A256GCM\"}}",
                "{\"alg\":\"dir\",\"enc\":\"A256GCM\",}",
                "{'alg':'dir','enc':'A256GCM'}",
                "/**/{\"alg\":\"dir\",\"enc\":\"A256GCM\"}"
            })
    void refusesAnInvalidHeaderEvenIfTheKeyIsRight(String header) {
        assertThat(refusal(cookie(encryptedUnder(header)))).isEqualTo("auth_invalid");
    }

    @Test
    void acceptsHeaderFieldsInAnyOrder() {
        assertThat(subject(cookie(encryptedUnder(" {\"enc\":\"A256GCM\",\"typ\":\"JWT\",\"alg\":\"dir\"} "))))
                .isEqualTo(AuthJsCookies.USER);
    }

    @Test
    void refusesMutatedHeadersWithoutOtherErrors() {
        List<String> names = List.of(
                "alg",
                "enc",
                "typ",
                "cty",
                "crit",
                "jku",
                "jwk",
                "x5u",
                "x5t",
                "x5t#S256",
                "x5c",
                "kid",
                "epk",
                "zip",
                "apu",
                "apv",
                "p2s",
                "p2c",
                "iv",
                "tag",
                "skid",
                "iss",
                "sub",
                "aud",
                "b64",
                "url",
                "svt");
        String elliptic = "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AA\",\"y\":\"AA\",\"d\":\"AA\"}";
        List<String> values = List.of(
                "null",
                "true",
                "7",
                "1e999",
                "\"\"",
                "\"none\"",
                "\"HS256\"",
                "\":\"",
                "[]",
                "[null]",
                "[[7]]",
                "{}",
                "{\"kty\":null}",
                "{\"kty\":\"oct\",\"k\":\"AA\"}",
                elliptic);
        for (String name : names) {
            for (String value : values) {
                String header = "{\"" + name + "\":" + value + (name.equals("enc") ? "" : ",\"enc\":\"A256GCM\"")
                        + (name.equals("alg") ? "" : ",\"alg\":\"dir\"") + "}";
                assertThat(outcome(encryptedUnder(header))).as(header).isIn("auth_invalid", "accepted");
            }
        }
        Random random = new Random(20261126);
        for (int i = 0; i < 5_000; i++) {
            String header = TokenMutations.scramble("{\"alg\":\"dir\",\"enc\":\"A256GCM\"}", random);
            assertThat(outcome(encryptedUnder(header))).as(header).isIn("auth_invalid", "accepted");
        }
    }

    private static String outcome(String token) {
        try {
            return authentication.authenticate(headers(cookie(token))).isFromCookie() ? "accepted" : "";
        } catch (Failure.Unauthenticated e) {
            return e.code();
        }
    }

    @Test
    void refusesTheSameBytesSplitElsewhere() {
        for (JWEHeader header : List.of(GCM, CBC)) {
            String[] segments = encrypted(header, PAYLOAD).split("\\.", -1);
            for (int bytes = -1; bytes <= 1; bytes++) {
                String expected = bytes == 0 ? "accepted" : "auth_invalid";
                assertThat(outcome(splitElsewhere(segments, 2, bytes))).isEqualTo(expected);
                assertThat(outcome(splitElsewhere(segments, 3, bytes))).isEqualTo(expected);
            }
        }
    }

    /** With this number of bytes moved from the next segment into this one. */
    private static String splitElsewhere(String[] segments, int at, int bytes) {
        byte[] first = Base64.getUrlDecoder().decode(segments[at]);
        byte[] second = Base64.getUrlDecoder().decode(segments[at + 1]);
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        String[] split = segments.clone();
        split[at] = base64Url(Arrays.copyOf(both, first.length + bytes));
        split[at + 1] = base64Url(Arrays.copyOfRange(both, first.length + bytes, both.length));
        return String.join(".", split);
    }

    @Test
    void refusesTokensLongerThan16KiB() {
        String longest = encrypted(CBC, PAYLOAD.replace("Ada", "x".repeat(12_000)));
        assertThat(longest).hasSizeGreaterThan(15 * 1024).hasSizeLessThan(16 * 1024);

        assertThat(subject(cookie(longest))).isEqualTo(AuthJsCookies.USER);
        assertThat(refusal(cookie(encrypted(CBC, PAYLOAD.replace("Ada", "x".repeat(13_000))))))
                .isEqualTo("auth_invalid");
    }

    @Test
    void refusesAHeaderLongerThan1024Characters() {
        String header = "{\"alg\":\"dir\",\"enc\":\"A256GCM\",\"typ\":\"%s\"}";
        String longest = header.formatted("x".repeat(768 - header.length() + 2));
        assertThat(base64Url(longest)).hasSize(1024);

        assertThat(subject(cookie(encryptedUnder(longest)))).isEqualTo(AuthJsCookies.USER);
        assertThat(refusal(cookie(encryptedUnder(longest.replace("xx\"", "xxx\"")))))
                .isEqualTo("auth_invalid");
    }

    @Test
    void takesTheFirstValidTokenOfEitherKind() {
        String signed = "next-auth.session-token=" + SignedTokens.validFor(new UUID(0x7000, 2));
        List<String> cookies = new ArrayList<>(List.of(signed, cookie(encrypted(CBC, PAYLOAD))));

        assertThat(subject(String.join("; ", cookies))).isEqualTo(AuthJsCookies.USER);
        cookies.set(1, cookie("e30..AAAA.AAAA.AAAA"));
        assertThat(subject(String.join("; ", cookies))).isEqualTo(new UUID(0x7000, 2));
    }

    private static SyncVerifier authentication(Vertx vertx, String... secrets) {
        TokenConfig config = SignedTokens.config(
                new Secret(SignedTokens.SECRET),
                null,
                Stream.of(secrets).map(Secret::new).toList());
        return new SyncVerifier(vertx, config, CLOCK);
    }

    private static String cookie(String token) {
        return COOKIE + "=" + token;
    }

    private static UUID subject(String cookies) {
        Subject subject = authentication.authenticate(headers(cookies)).claims().subject();
        return ((Subject.User) subject).id();
    }

    private static String refusal(String cookies) {
        return refusal(authentication, cookies);
    }

    private static String refusal(SyncVerifier verifying, String cookies) {
        return Refusals.of(() -> verifying.authenticate(headers(cookies))).code();
    }

    private static MultiMap headers(String cookies) {
        return MultiMap.caseInsensitiveMultiMap().add("Cookie", cookies);
    }

    private static String encrypted(JWEHeader header, String payload) {
        boolean gcm = header.getEncryptionMethod().equals(EncryptionMethod.A256GCM);
        String salt = gcm ? "" : COOKIE;
        String info =
                gcm ? "NextAuth.js Generated Encryption Key" : "Auth.js Generated Encryption Key (" + COOKIE + ")";
        byte[] key = Arrays.copyOf(
                hkdf(AuthJsCookies.SECRET, salt, info),
                header.getEncryptionMethod().cekBitLength() / Byte.SIZE);
        JWEObject token = new JWEObject(header, new Payload(payload));
        try {
            token.encrypt(new DirectEncrypter(key));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        return token.serialize();
    }

    /** Encrypted with the key of next-auth, and with a tag that covers this header. */
    private static String encryptedUnder(String header) {
        return encrypted(
                new JWEHeader.Builder(GCM)
                        .parsedBase64URL(Base64URL.encode(header))
                        .build(),
                PAYLOAD);
    }

    /** RFC 5869, for up to 64 bytes. */
    private static byte[] hkdf(String secret, String salt, String info) {
        byte[] key = hmac(salt.isEmpty() ? new byte[32] : salt.getBytes(UTF_8), secret.getBytes(UTF_8));
        byte[] first = hmac(key, (info + "\1").getBytes(UTF_8));
        byte[] both = Arrays.copyOf(first, 64);
        System.arraycopy(hmac(key, first, (info + "\2").getBytes(UTF_8)), 0, both, 32, 32);
        return both;
    }

    private static byte[] hmac(byte[] key, byte[]... parts) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
