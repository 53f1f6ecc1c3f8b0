package dev.guildhall.user;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmailsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"mira@example.com", "a@b", "o'neil+gigs@example.co.uk", "用户@例子.公司", "\"quoted\"@example.com"})
    void acceptsValidAddresses(String email) {
        assertThat(Emails.isAddress(email)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "mira",
                "@example.com",
                "mira@",
                "mira@example@com",
                "mira example@example.com",
                "mira@exam\tple.com",
                "mira@example.com\r\nBcc: everybody@example.com",
                "mira@example.com\u0000",
                "mira\u00a0@example.com",
                "mira\u200b@example.com",
                "mira\u202e@example.com"
            })
    void refusesInvalidAddresses(String text) {
        assertThat(Emails.isAddress(text)).isFalse();
    }

    @Test
    void refusesPartsThatAreTooLong() {
        String domain = (("b".repeat(62) + ".").repeat(3));
        assertThat(domain).hasSize(189);
        assertThat(Emails.isAddress("a".repeat(64) + "@" + domain)).isTrue();
        assertThat(Emails.isAddress("a".repeat(65) + "@b")).isFalse();
        assertThat(Emails.isAddress("a@b" + domain)).isFalse();
        assertThat(Emails.isAddress("a@" + "b".repeat(64) + ".example")).isFalse();
    }

    @Tag("AUTH-20")
    @ParameterizedTest
    @CsvSource({
        "Mira@Example.COM, mira@example.com",
        "mira@example.com., mira@example.com",
        "mira@example\u3002com, mira@example.com",
        "mira@m\u00fcnchen.example, mira@xn--mnchen-3ya.example",
        "mira@MU\u0308NCHEN.example, mira@xn--mnchen-3ya.example",
        "mira@XN--Mnchen-3ya.example, mira@xn--mnchen-3ya.example",
        "mira@fa\u00df.example, mira@xn--fa-hia.example",
        "mira@FASS.example, mira@fass.example",
        "mira@\uff47ithub.example, mira@github.example",
        "Jose\u0301@example.com, jos\u00e9@example.com",
        "JOS\u00c9@example.com, jos\u00c9@example.com",
        "\u0130@example.com, \u0130@example.com",
        "I@example.com, i@example.com",
        "J\u030c@example.com, \u01f0@example.com"
    })
    void comparesAddressesByTheirKey(String address, String key) {
        assertThat(Emails.key(address)).hasValue(key);
        assertThat(Emails.key(key)).as("the key of the key").hasValue(key);
    }

    @Tag("AUTH-20")
    @ParameterizedTest
    @CsvSource({
        "mira@github.example, mira@g\u0130thub.example",
        "mira@github.example, mira@g\u0131thub.example",
        "mira@github.example, mira@g\u0456thub.example",
        "mira@github.example, m\u0131ra@github.example",
        "mira@github.example, m\u0130ra@github.example",
        "mira@github.example, mira@github.example.example",
        "fass@example.com, fa\u00df@example.com",
        "mira@fass.example, mira@fa\u00df.example"
    })
    void keepsDifferentAddressesApart(String one, String other) {
        assertThat(Emails.key(other)).isPresent().isNotEqualTo(Emails.key(one));
    }

    @Tag("AUTH-20")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u212aelvin@example.com",
                "a\u037eb@example.com",
                "a\u1fefb@example.com",
                "mira@a_b.example",
                "mira@-a.example",
                "mira@a-.example",
                "mira@a..example",
                "mira@.example",
                "mira@example..",
                "mira@.",
                "mira@[127.0.0.1]",
                "mira@xn--.example",
                "mira@xn--a.example",
                "mira@a\u0300\u05d0.example",
                "mira@\u05d0a.example",
                "mira@\ufffd.example"
            })
    void refusesAddressesThatCannotExistOrLookLikeOthers(String text) {
        assertThat(Emails.key(text)).isEmpty();
    }
}
