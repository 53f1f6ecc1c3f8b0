package dev.guildhall.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OriginsTest {

    @ParameterizedTest
    @CsvSource({
        "https://market.example, https://market.example",
        "HTTPS://Market.Example, https://market.example",
        "https://market.example:443, https://market.example",
        "http://market.example:80, http://market.example",
        "http://market.example:0080, http://market.example",
        "http://market.example:443, http://market.example:443",
        "https://market.example:80, https://market.example:80",
        "http://localhost:3000, http://localhost:3000",
        "https://market.example:65535, https://market.example:65535",
        "https://my_shop.example, https://my_shop.example",
        "https://xn--mnchen-3ya.example, https://xn--mnchen-3ya.example",
        "http://[::1]:3000, http://[::1]:3000",
        "http://[2001:DB8:0:0::0001]:80, http://[2001:db8::1]"
    })
    void normalisesAnOriginAsBrowsersDo(String written, String sent) {
        assertThat(Origins.normalised(written)).isEqualTo(sent);
    }

    @ParameterizedTest
    @CsvSource({
        "*, is a wildcard",
        "https://*.market.example, is a wildcard",
        "https://market.example/, has a path",
        "https://market.example/shop, has a path",
        "https://market.example?a=b, has a path",
        "https://market.example:443#top, has a path",
        "market.example, is not of the form",
        "null, is not of the form",
        "ftp://market.example, is not of the form",
        "https://, is not of the form",
        "https:///shop, is not of the form",
        "https://ann:x@market.example, is not of the form",
        "https://market.example:, is not of the form",
        "https://market.example:port, is not of the form",
        "https://market .example, is not of the form",
        "https://.example, is not of the form",
        "https://market.example:0, has a port",
        "https://market.example:65536, has a port",
        "https://[zz], has a host in brackets",
        "https://[fe80::1%eth0], has a host in brackets",
        "https://münchen.example, not written in ASCII"
    })
    void refusesWhatNoBrowserWouldSend(String written, String mistake) {
        assertThatThrownBy(() -> Origins.normalised(written))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(mistake);
    }
}
