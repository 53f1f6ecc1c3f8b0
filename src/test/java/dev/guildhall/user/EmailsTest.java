package dev.guildhall.user;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
        assertThat(Emails.isAddress("a".repeat(64) + "@" + "b".repeat(189))).isTrue();
        assertThat(Emails.isAddress("a".repeat(65) + "@b")).isFalse();
        assertThat(Emails.isAddress("a@" + "b".repeat(190))).isFalse();
    }
}
