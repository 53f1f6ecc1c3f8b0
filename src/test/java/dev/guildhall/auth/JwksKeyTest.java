package dev.guildhall.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(VertxExtension.class)
@Tag("AUTH-25")
class JwksKeyTest {
    private static final String X = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";

    private final Vertx vertx;

    JwksKeyTest(Vertx vertx) {
        this.vertx = vertx;
    }

    @Test
    void isOneForSignaturesOfAnAllowedAlgorithm() throws JOSEException {
        assertThat(isUsed(rsa(2048).generate())).isTrue();
        assertThat(isUsed(rsa(2048)
                        .algorithm(JWSAlgorithm.RS256)
                        .keyUse(KeyUse.SIGNATURE)
                        .generate()))
                .isTrue();
        assertThat(isUsed(new ECKeyGenerator(Curve.P_256)
                        .keyOperations(Set.of(KeyOperation.VERIFY))
                        .generate()))
                .isTrue();
        assertThat(isUsed("{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"" + X + "\"}"))
                .isTrue();
    }

    @Test
    void isNoShortRsaKey() throws JOSEException {
        assertThat(isUsed(rsa(2040).generate())).isFalse();
        assertThat(isUsed(rsa(1024).generate())).isFalse();
    }

    @Test
    void isNoKeyForSomethingElse() throws JOSEException {
        assertThat(isUsed(rsa(2048).keyUse(KeyUse.ENCRYPTION).generate())).isFalse();
        assertThat(isUsed(rsa(2048).keyOperations(Set.of(KeyOperation.ENCRYPT)).generate()))
                .isFalse();
        assertThat(isUsed(rsa(2048).algorithm(JWSAlgorithm.RS512).generate())).isFalse();
        assertThat(isUsed(rsa(2048).algorithm(JWSAlgorithm.PS256).generate())).isFalse();
        assertThat(isUsed(new ECKeyGenerator(Curve.P_384).generate())).isFalse();
        assertThat(isUsed(new ECKeyGenerator(Curve.P_256)
                        .algorithm(JWSAlgorithm.ES384)
                        .generate()))
                .isFalse();
        assertThat(isUsed("{\"kty\":\"OKP\",\"crv\":\"X25519\",\"x\":\"" + X + "\"}"))
                .isFalse();
    }

    @Test
    void isNoSharedSecret() throws JOSEException {
        assertThat(isUsed(new OctetSequenceKeyGenerator(256).generate())).isFalse();
        assertThat(isUsed("{\"kty\":\"oct\",\"alg\":\"RS256\",\"k\":\"" + X + "\"}"))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "7",
                "{}",
                "{\"kty\":7}",
                "{\"kty\":\"RSA\"}",
                "{\"kty\":\"RSA\",\"n\":\"AQAB\",\"e\":\"AQAB\"}",
                "{\"kty\":\"RSA\",\"n\":\"\",\"e\":\"\"}",
                "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AQAB\",\"y\":\"AQAB\"}",
                "{\"kty\":\"EC\",\"crv\":\"P-256\"}",
                "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"AQAB\"}",
                "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":7}"
            })
    void isNothingElse(String json) {
        assertThat(isUsed(json)).isFalse();
    }

    private static RSAKeyGenerator rsa(int bits) {
        return new RSAKeyGenerator(bits, true);
    }

    private boolean isUsed(JWK key) {
        return isUsed(key.toString());
    }

    private boolean isUsed(String json) {
        return JwksKey.parse(vertx, json).isPresent();
    }
}
