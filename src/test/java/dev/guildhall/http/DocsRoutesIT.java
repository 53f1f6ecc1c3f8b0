package dev.guildhall.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.support.Answer;
import dev.guildhall.support.Market;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("WEB-1")
class DocsRoutesIT {
    private static final Pattern REFERENCE = Pattern.compile("(?:src|href)=\"([^\"]+)\"");

    private static final URI BEHIND_A_PREFIX = URI.create("http://market.example/api/docs");

    @RegisterExtension
    static final Market market = new Market();

    @Tag("DOC-5")
    @ParameterizedTest
    @ValueSource(strings = {"openapi.yaml", "asyncapi.yaml"})
    void servesTheContractOfThisVersion(String contract) throws IOException {
        Answer answer = market.api().get("/" + contract).expect(200);

        assertThat(answer.header("Content-Type")).isEqualTo("application/yaml");
        assertThat(answer.body()).isEqualTo(Files.readString(Path.of("docs", contract)));
    }

    @Test
    void servesAPageThatLoadsNothingFromOtherHosts() {
        Answer page = market.api().get("/docs").expect(200);

        assertThat(page.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
        List<String> references = REFERENCE
                .matcher(page.body())
                .results()
                .map(found -> found.group(1))
                .toList();
        assertThat(references).hasSizeGreaterThan(3);
        for (String reference : references) {
            assertThat(BEHIND_A_PREFIX.resolve(reference).toString()).startsWith("http://market.example/api/");
            market.api().get(URI.create("/docs").resolve(reference).toString()).expect(200);
        }
    }

    @Test
    void usesRelativeUrlsThatWorkBehindAPathPrefix() {
        Matcher contract = Pattern.compile("url: \"([^\"]+)\"")
                .matcher(market.api().get("/docs/docs.js").expect(200).body());
        assertThat(contract.find()).isTrue();
        assertThat(BEHIND_A_PREFIX.resolve(contract.group(1)))
                .isEqualTo(URI.create("http://market.example/api/openapi.yaml"));
        Matcher server = Pattern.compile("(?m)^servers:\n  - url: (.+)$")
                .matcher(market.api().get("/openapi.yaml").expect(200).body());
        assertThat(server.find()).isTrue();
        assertThat(BEHIND_A_PREFIX.resolve(server.group(1))).isEqualTo(URI.create("http://market.example/api/"));
    }

    @Test
    void redirectsThePathWithASlash() {
        Answer answer = market.api().get("/docs/").expect(308);
        assertThat(BEHIND_A_PREFIX.resolve("docs/").resolve(String.valueOf(answer.header("Location"))))
                .isEqualTo(BEHIND_A_PREFIX);
    }

    @Test
    void restrictsThePageToThisServer() {
        assertThat(market.api().get("/docs").header("Content-Security-Policy"))
                .startsWith("default-src 'none'; script-src 'self';")
                .contains("connect-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe", "http");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /openapi.yaml              | application/yaml
            /asyncapi.yaml             | application/yaml
            /docs                      | text/html; charset=utf-8
            /docs/docs.js              | text/javascript; charset=utf-8
            /docs/swagger-ui-bundle.js | text/javascript; charset=utf-8
            /docs/swagger-ui.css       | text/css; charset=utf-8
            /docs/favicon-32x32.png    | image/png
            """)
    void servesEachFileAsWhatItIsAndWithTheSameRulesForBrowsers(String path, String contentType) {
        Answer answer = market.api().get(path).expect(200);

        assertThat(answer.header("Content-Type")).isEqualTo(contentType);
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(answer.header("Content-Security-Policy")).startsWith("default-src 'none'; ");
    }

    @Test
    void answersNotModifiedForACachedFile() {
        String tag =
                String.valueOf(market.api().get("/docs/swagger-ui-bundle.js").header("ETag"));

        Answer again = market.api().with("If-None-Match", tag).get("/docs/swagger-ui-bundle.js");

        assertThat(again.expect(304).body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/docs/index.html",
                "/docs/swagger-ui.js.map",
                "/docs/..%2f..%2fsql/V001__users.sql",
                "/docs/../../logback.xml",
                "/docs/%2e%2e/%2e%2e/logback.xml"
            })
    void servesNoOtherFile(String path) {
        market.api().get(path).expectProblem(404, "not_found");
    }
}
