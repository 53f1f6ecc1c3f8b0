package dev.guildhall.auth;

import static dev.guildhall.auth.SimilarOrigins.ALLOWED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.guildhall.failure.Failure;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class OriginPolicyTest {
    private static final List<HttpMethod> UNSAFE = List.of(
            HttpMethod.POST,
            HttpMethod.PATCH,
            HttpMethod.PUT,
            HttpMethod.DELETE,
            HttpMethod.TRACE,
            HttpMethod.valueOf("get"),
            HttpMethod.valueOf("BREW"));

    private final OriginPolicy policy = new OriginPolicy(SimilarOrigins.ALL_ALLOWED);

    @Test
    void allowsTheListedOriginsAndRequestsWithoutOne() {
        assertThat(SimilarOrigins.ALL_ALLOWED).allMatch(policy::isAllowed);
        assertThat(policy.isAllowed(origins(ALLOWED))).isTrue();
        assertThat(policy.isAllowed(origins())).isTrue();
        assertThatNoException().isThrownBy(() -> policy.checkCsrf(HttpMethod.POST, json(origins(ALLOWED)), true));
        assertThatNoException().isThrownBy(() -> policy.checkCsrf(HttpMethod.POST, json(origins()), true));
    }

    @Tag("AUTH-8")
    @ParameterizedTest
    @FieldSource("dev.guildhall.auth.SimilarOrigins#REFUSED")
    void refusesSimilarOrigins(String origin) {
        assertThat(policy.isAllowed(origin)).isFalse();
        assertThat(policy.isAllowed(origins(origin))).isFalse();
        assertThat(policy.isAllowed(origins(ALLOWED, origin))).isFalse();
        for (HttpMethod method : UNSAFE) {
            assertThat(refusal(method, json(origins(origin)), true)).isEqualTo("csrf_origin");
            assertThat(refusal(method, json(origins(origin, ALLOWED)), false)).isEqualTo("csrf_origin");
        }
    }

    @Test
    void refusesTwoOriginsEvenIfBothAreListed() {
        assertThat(policy.isAllowed(origins(ALLOWED, ALLOWED))).isFalse();
        assertThat(policy.isAllowed(origins(ALLOWED, "http://localhost:3000"))).isFalse();
    }

    @Test
    void neverAllowsNullEvenIfItIsListed() {
        OriginPolicy careless = new OriginPolicy(Set.of("null", ALLOWED));

        assertThat(careless.isAllowed("null")).isFalse();
        assertThat(refusal(careless, HttpMethod.POST, json(origins("null")), true))
                .isEqualTo("csrf_origin");
    }

    @Test
    void allowsNoOriginIfNoneIsListed() {
        OriginPolicy none = new OriginPolicy(Set.of());

        assertThat(SimilarOrigins.REFUSED).noneMatch(none::isAllowed);
        assertThat(none.isAllowed(ALLOWED)).isFalse();
        assertThat(none.isAllowed(origins())).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "OPTIONS"})
    void doesNotCheckSafeMethods(String method) {
        assertThatNoException()
                .isThrownBy(() -> policy.checkCsrf(HttpMethod.valueOf(method), origins("https://evil.test"), true));
    }

    @Tag("AUTH-8")
    @Test
    void requiresJsonForEveryPostAndEveryBody() {
        assertThat(refusal(HttpMethod.POST, origins(ALLOWED), false)).isEqualTo("unsupported_media_type");
        assertThat(refusal(HttpMethod.POST, origins(), true)).isEqualTo("unsupported_media_type");
        assertThat(refusal(HttpMethod.DELETE, origins(ALLOWED), true)).isEqualTo("unsupported_media_type");
        assertThat(refusal(HttpMethod.PATCH, origins(ALLOWED).add("Content-Type", "text/plain"), true))
                .isEqualTo("unsupported_media_type");
        assertThatNoException().isThrownBy(() -> policy.checkCsrf(HttpMethod.PATCH, origins(ALLOWED), false));
        assertThatNoException().isThrownBy(() -> policy.checkCsrf(HttpMethod.DELETE, origins(), false));
    }

    @Test
    void reportsTheOriginBeforeAWrongContentType() {
        assertThat(refusal(HttpMethod.POST, origins("https://evil.test"), true)).isEqualTo("csrf_origin");
    }

    private String refusal(HttpMethod method, MultiMap headers, boolean hasBody) {
        return refusal(policy, method, headers, hasBody);
    }

    private static String refusal(OriginPolicy policy, HttpMethod method, MultiMap headers, boolean hasBody) {
        return catchThrowable(() -> policy.checkCsrf(method, headers, hasBody)) instanceof Failure failure
                ? failure.code()
                : "admitted";
    }

    private static MultiMap origins(String... origins) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        List.of(origins).forEach(value -> headers.add("Origin", value));
        return headers;
    }

    private static MultiMap json(MultiMap headers) {
        return headers.add("Content-Type", "application/json");
    }
}
