package dev.guildhall.auth;

import static dev.guildhall.auth.OriginTricks.ALLOWED;
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

    private final OriginPolicy policy = new OriginPolicy(OriginTricks.ALL_ALLOWED);

    @Test
    void admitsTheListedOriginsAndCallersWithoutOne() {
        assertThat(OriginTricks.ALL_ALLOWED).allMatch(policy::allows);
        assertThat(policy.admits(origins(ALLOWED))).isTrue();
        assertThat(policy.admits(origins())).isTrue();
        assertThatNoException().isThrownBy(() -> policy.refuseForgery(HttpMethod.POST, json(origins(ALLOWED)), true));
        assertThatNoException().isThrownBy(() -> policy.refuseForgery(HttpMethod.POST, json(origins()), true));
    }

    @Tag("AUTH-8")
    @ParameterizedTest
    @FieldSource("dev.guildhall.auth.OriginTricks#REFUSED")
    void refusesEveryTrick(String origin) {
        assertThat(policy.allows(origin)).isFalse();
        assertThat(policy.admits(origins(origin))).isFalse();
        assertThat(policy.admits(origins(ALLOWED, origin))).isFalse();
        for (HttpMethod method : UNSAFE) {
            assertThat(refusal(method, json(origins(origin)), true)).isEqualTo("csrf_origin");
            assertThat(refusal(method, json(origins(origin, ALLOWED)), false)).isEqualTo("csrf_origin");
        }
    }

    @Test
    void refusesTwoOriginsThoughBothAreListed() {
        assertThat(policy.admits(origins(ALLOWED, ALLOWED))).isFalse();
        assertThat(policy.admits(origins(ALLOWED, "http://localhost:3000"))).isFalse();
    }

    @Test
    void neverAllowsNullHoweverItIsConfigured() {
        OriginPolicy careless = new OriginPolicy(Set.of("null", ALLOWED));

        assertThat(careless.allows("null")).isFalse();
        assertThat(refusal(careless, HttpMethod.POST, json(origins("null")), true))
                .isEqualTo("csrf_origin");
    }

    @Test
    void allowsNobodyWhereNobodyIsListed() {
        OriginPolicy none = new OriginPolicy(Set.of());

        assertThat(OriginTricks.REFUSED).noneMatch(none::allows);
        assertThat(none.allows(ALLOWED)).isFalse();
        assertThat(none.admits(origins())).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "OPTIONS"})
    void asksNothingOfSafeMethods(String method) {
        assertThatNoException()
                .isThrownBy(() -> policy.refuseForgery(HttpMethod.valueOf(method), origins("https://evil.test"), true));
    }

    @Tag("AUTH-8")
    @Test
    void wantsJsonOfEveryPostAndOfEveryBody() {
        assertThat(refusal(HttpMethod.POST, origins(ALLOWED), false)).isEqualTo("unsupported_media_type");
        assertThat(refusal(HttpMethod.POST, origins(), true)).isEqualTo("unsupported_media_type");
        assertThat(refusal(HttpMethod.DELETE, origins(ALLOWED), true)).isEqualTo("unsupported_media_type");
        assertThat(refusal(HttpMethod.PATCH, origins(ALLOWED).add("Content-Type", "text/plain"), true))
                .isEqualTo("unsupported_media_type");
        assertThatNoException().isThrownBy(() -> policy.refuseForgery(HttpMethod.PATCH, origins(ALLOWED), false));
        assertThatNoException().isThrownBy(() -> policy.refuseForgery(HttpMethod.DELETE, origins(), false));
    }

    @Test
    void namesTheOriginFirstWhereTheContentTypeIsWrongToo() {
        assertThat(refusal(HttpMethod.POST, origins("https://evil.test"), true)).isEqualTo("csrf_origin");
    }

    private String refusal(HttpMethod method, MultiMap headers, boolean hasBody) {
        return refusal(policy, method, headers, hasBody);
    }

    private static String refusal(OriginPolicy policy, HttpMethod method, MultiMap headers, boolean hasBody) {
        return catchThrowable(() -> policy.refuseForgery(method, headers, hasBody)) instanceof Failure failure
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
