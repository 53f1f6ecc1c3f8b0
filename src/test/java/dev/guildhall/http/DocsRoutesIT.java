package dev.guildhall.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.support.Answer;
import dev.guildhall.support.Market;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("WEB-1")
class DocsRoutesIT {
    private static final Pattern REFERENCE = Pattern.compile("(?:src|href)=\"([^\"]+)\"");

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
    void servesAPageThatNeedsNoOtherHost() {
        Answer page = market.api().get("/docs").expect(200);

        assertThat(page.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
        List<String> references = REFERENCE
                .matcher(page.body())
                .results()
                .map(found -> found.group(1))
                .toList();
        assertThat(references).hasSizeGreaterThan(3).allMatch(path -> path.startsWith("/"));
        references.forEach(path -> market.api().get(path).expect(200));
    }

    @Test
    void letsThePageLoadAndCallNothingButThisServer() {
        assertThat(market.api().get("/docs").header("Content-Security-Policy"))
                .startsWith("default-src 'none'; script-src 'self';")
                .contains("connect-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe", "http");
    }

    @Test
    void sendsNothingTwiceToABrowserThatKeptIt() {
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
    void knowsNoOtherFile(String path) {
        market.api().get(path).expectProblem(404, "not_found");
    }
}
