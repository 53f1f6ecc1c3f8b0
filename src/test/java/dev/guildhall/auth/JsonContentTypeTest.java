package dev.guildhall.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("API-29")
class JsonContentTypeTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "Application/JSON",
                "application/json;charset=utf-8",
                "application/json; charset=UTF-8",
                "application/json ; Charset=\"utf-8\" ",
                "application/json; charset=utf8",
                "application/json; version=1; charset=\"UTF8\"; profile=\"a;b, c\";",
                "application/json; a*=UTF-8'en'x; b=\"c\\\"d\"",
                "application/json;",
                "application/merge-patch+json",
                "application/vnd.guildhall.v1+json; charset=utf-8",
                "application/a+b+json"
            })
    void acceptsJson(String type) {
        assertThat(JsonContentType.isIn(headers(type))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "json",
                "text/plain",
                "text/json",
                "text/plain; application/json",
                "text/plain;charset=application/json",
                "multipart/form-data; boundary=application/json",
                "application/x-www-form-urlencoded",
                "application/json, text/plain",
                "text/plain, application/json",
                "application/jsonp",
                "application/json-seq",
                "application/json+xml",
                "application/+json",
                "application/*+json",
                "application/",
                "application/ json",
                "application /json",
                "application/json charset=utf-8",
                "application/json; charset=utf-16",
                "application/json; charset=iso-8859-1",
                "application/json; charset=\"utf-8",
                "application/json; charset=utf-8; charset=utf-16",
                "application/json; charset=",
                "application/json; version",
                "application/json; version=\"1",
                "application/json; version=\"1\\\"",
                "application/json; version=1 2",
                "application/json\u00a0",
                "\u0430pplication/json"
            })
    void refusesOtherTypes(String type) {
        assertThat(JsonContentType.isIn(headers(type))).isFalse();
    }

    @Test
    void requiresExactlyOneHeader() {
        assertThat(JsonContentType.isIn(headers())).isFalse();
        assertThat(JsonContentType.isIn(headers("application/json", "application/json")))
                .isFalse();
        assertThat(JsonContentType.isIn(headers("application/json", "text/plain")))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", ";", "+", "+json", "; charset=utf-8", "; a=b", ";a=\"b\"", ";a=\"\\b\"", "a"})
    void checksLongHeadersWithinOneSecond(String part) {
        String type = "application/json" + part.repeat(32 * 1024 / part.length()) + "!,";

        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(1),
                () -> assertThat(JsonContentType.isIn(headers(type))).isFalse());
    }

    private static MultiMap headers(String... types) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        List.of(types).forEach(value -> headers.add("Content-Type", value));
        return headers;
    }
}
