package dev.guildhall.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Times are written in UTC with six digits of the second, whatever offset they have. */
@Tag("API-7")
class JsonTimeTest {
    private static final DateTimeFormatter RFC_3339 = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'");

    @ParameterizedTest
    @CsvSource({
        "2026-11-26T21:08:31.004056Z, 2026-11-26T21:08:31.004056Z",
        "2026-11-26T21:08:31+05:30, 2026-11-26T15:38:31.000000Z",
        "0001-01-01T00:00Z, 0001-01-01T00:00:00.000000Z",
        "2024-02-29T23:59:59.999999999Z, 2024-02-29T23:59:59.999999Z",
        "9999-12-31T23:59:59.999999Z, 9999-12-31T23:59:59.999999Z",
        "+10000-01-01T00:00:14Z, 9999-12-31T23:59:59.999999Z"
    })
    void areInUtcWithSixDigitsOfTheSecond(OffsetDateTime time, String text) {
        assertThat(Json.time(time)).isEqualTo(text);
    }

    @Test
    void areTheSameAsThoseOfAFormatter() {
        Random random = new Random(7);
        for (int i = 0; i < 10_000; i++) {
            OffsetDateTime time =
                    Instant.ofEpochMilli(random.nextLong(253_402_300_800_000L)).atOffset(ZoneOffset.UTC);
            assertThat(Json.time(time)).isEqualTo(RFC_3339.format(time));
        }
    }
}
