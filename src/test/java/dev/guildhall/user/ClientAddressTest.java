package dev.guildhall.user;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("LIM-4")
class ClientAddressTest {
    @ParameterizedTest
    @CsvSource({
        "203.0.113.7, 203.0.113.7/32",
        // The form in which a server that listens on IPv4 and IPv6 sees an IPv4 client.
        "::ffff:203.0.113.7, 203.0.113.7/32",
        "::FFFF:cb00:7107, 203.0.113.7/32",
        "2001:db8:1:2:3:4:5:6, 2001:db8:1:2::/64",
        "2001:DB8:1:2::1, 2001:db8:1:2::/64",
        "2001:db8:1:2:ffff:ffff:ffff:ffff, 2001:db8:1:2::/64",
        "::1, ::/64"
    })
    void readsAnIpv4AddressOrTheNetworkOfAnIpv6Address(String text, String network) {
        assertThat(ClientAddress.parse(text))
                .hasValueSatisfying(address -> assertThat(address.network()).isEqualTo(network));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                "unknown",
                "203.0.113.7:80",
                "203.0.113.7, 10.0.0.1",
                "203.0.113",
                "203.0.113.256",
                "0x7f.1",
                "[::1]",
                "fe80::1%eth0",
                "2001:db8::/32",
                "1::2::3"
            })
    void refusesAnythingElse(String text) {
        assertThat(ClientAddress.parse(text)).isEmpty();
    }
}
