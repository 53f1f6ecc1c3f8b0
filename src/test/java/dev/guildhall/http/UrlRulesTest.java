package dev.guildhall.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("API-26")
class UrlRulesTest {
    private static final Set<String> WEB = Set.of("http", "https");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://images.example/mira.png",
                "HTTPS://images.example",
                "http://localhost:3000/a",
                "https://my_bucket.s3.example/a",
                "https://_dmarc.example",
                "https://b\u00fccher.example/\u00e4",
                "https://xn--bcher-kva.example",
                "https://\u4f8b\u5b50.example",
                "https://r3---sn-4g5e6n7k.images.example/a",
                "https://images.example./a",
                "https://127.0.0.1/a",
                "https://1.images.example",
                "https://images.e8",
                "https://[2001:db8::1]:8443/a",
                "https://images.example?size[w]=1&size[h]=2",
                "https://images.example/a(1);b=c,d@e:f!*'~$&+=?a/b?c#d/e?f",
                "https://images.example/%e4%BD%a0",
                "https://images.example:65535"
            })
    void acceptsWhatBrowsersOpen(String url) {
        assertThat(UrlRules.violation(url, WEB)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "\u00e9"})
    void refusesAHostThatIsLongerThanTheDnsAllows(String letter) {
        assertThat(UrlRules.violation("https://" + letter.repeat(1_500) + ".example", WEB))
                .contains("The host or the port of this URL is not valid.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "images.example/a               | Must be a URL that begins with http:// or https://.",
                "ftp://images.example           | Must be a URL that begins with http:// or https://.",
                "javascript:alert(1)            | Must be a URL that begins with http:// or https://.",
                "//images.example               | Must be a URL that begins with http:// or https://.",
                "https:/images.example          | Must be a URL that begins with http:// or https://.",
                "https://ann:pw@images.example  | Must not contain the name of a user or a password.",
                "https://@images.example        | Must not contain the name of a user or a password.",
                "https://                       | The host or the port of this URL is not valid.",
                "https:///a                     | The host or the port of this URL is not valid.",
                "https://.                      | The host or the port of this URL is not valid.",
                "https://a..b                   | The host or the port of this URL is not valid.",
                "https://a b.example            | The host or the port of this URL is not valid.",
                "https://xn--a.example          | The host or the port of this URL is not valid.",
                "https://[2001:db8::1           | The host or the port of this URL is not valid.",
                "https://[images.example]       | The host or the port of this URL is not valid.",
                "https://[fe80::1%25eth0]       | The host or the port of this URL is not valid.",
                "https://images.example:        | The host or the port of this URL is not valid.",
                "https://images.example:65536   | The host or the port of this URL is not valid.",
                "https://images.example:0       | The host or the port of this URL is not valid.",
                "https://999.1.1.1/             | The host or the port of this URL is not valid.",
                "https://1.2.3.4.5              | The host or the port of this URL is not valid.",
                "https://images.8               | The host or the port of this URL is not valid.",
                "https://images.example:8x/     | The host or the port of this URL is not valid.",
                "https://images.example/a b     | Blanks and special characters of a URL have to be percent-encoded, such as %20.",
                "https://images.example/%2      | Two hexadecimal digits have to follow a percent sign; write %25 for the sign itself.",
                "https://images.example?a=100%  | Two hexadecimal digits have to follow a percent sign; write %25 for the sign itself.",
                "https://images.example/<a>     | Blanks and special characters of a URL have to be percent-encoded, such as %20.",
                "https://images.example/\\a      | Blanks and special characters of a URL have to be percent-encoded, such as %20."
            })
    void refusesOthersForTheirReason(String url, String reason) {
        assertThat(UrlRules.violation(url, WEB)).hasValue(reason);
    }
}
