package dev.guildhall.support;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpHeaders;
import java.util.List;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** A response and the checks that tests make on it. The message of a failed check shows the whole response. */
public final class Answer {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private final String request;
    private final int status;
    private final HttpHeaders headers;
    private final byte[] body;

    Answer(String request, int status, HttpHeaders headers, byte[] body) {
        this.request = request;
        this.status = status;
        this.headers = headers;
        this.body = body;
    }

    public int status() {
        return status;
    }

    public String body() {
        return new String(body, UTF_8);
    }

    /** Null if the response has no such header. */
    public @Nullable String header(String name) {
        return headers.firstValue(name).orElse(null);
    }

    public JsonNode json() {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + this, e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The value at a path such as {@code payment_proof.verified} as text; null if it is null or missing. */
    public @Nullable String at(String path) {
        JsonNode node = json().at("/" + path.replace('.', '/'));
        return node.isMissingNode() || node.isNull() ? null : node.isValueNode() ? node.asText() : node.toString();
    }

    /** The same for a value that must not be null or missing. */
    public String text(String path) {
        String text = at(path);
        assertThat(text).as("%s of %s", path, this).isNotNull();
        return String.valueOf(text);
    }

    /** The texts of the array at a path. */
    public List<String> texts(String path) {
        return elements(json().at("/" + path.replace('.', '/'))).stream()
                .map(JsonNode::asText)
                .toList();
    }

    public List<JsonNode> items() {
        return elements(json().path("items"));
    }

    @CanIgnoreReturnValue
    public Answer expect(int expected) {
        return expect(expected, "");
    }

    private Answer expect(int expected, String code) {
        if (status != expected) {
            fail("expected " + (expected + " " + code).strip() + ", but " + this);
        }
        return this;
    }

    /** Expects problem details with this status and code, a title, a detail and the id of the request in the log. */
    @CanIgnoreReturnValue
    public Answer expectProblem(int expected, String code) {
        expect(expected, code);
        assertThat(header("Content-Type")).as("%s", this).isEqualTo("application/problem+json");
        if (!code.equals(at("code"))) {
            fail("expected the code " + code + ", but " + this);
        }
        assertThat(at("status")).as("%s", this).isEqualTo(String.valueOf(expected));
        assertThat(at("title")).as("%s", this).isNotBlank();
        assertThat(at("detail")).as("%s", this).isNotBlank();
        assertThat(at("request_id")).as("%s", this).isNotBlank().isEqualTo(header("X-Request-Id"));
        return this;
    }

    /** Expects an error for this field or parameter, among others: {@code naming("#/price", "too_small")}. */
    @CanIgnoreReturnValue
    public Answer naming(String place, String code) {
        assertThat(named()).as("%s", this).contains(place + " " + code);
        return this;
    }

    /** Expects exactly these errors, each written as {@code "#/price too_small"}. */
    @CanIgnoreReturnValue
    public Answer namingOnly(String... placesAndCodes) {
        assertThat(named()).as("%s", this).containsExactlyInAnyOrder(placesAndCodes);
        return this;
    }

    /** The errors of the response, written as for {@link #namingOnly}. */
    public List<String> named() {
        return elements(json().path("errors")).stream()
                .map(error ->
                        error.path("pointer").asText(error.path("parameter").asText()) + " "
                                + error.path("code").asText())
                .toList();
    }

    private static List<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }

    @Override
    public String toString() {
        String text = body();
        return request + " → " + status + " " + (text.length() > 2_000 ? text.substring(0, 2_000) + "…" : text);
    }
}
