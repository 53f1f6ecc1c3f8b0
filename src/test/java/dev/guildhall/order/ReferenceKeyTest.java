package dev.guildhall.order;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("DATA-7")
class ReferenceKeyTest {

    @ParameterizedTest
    @CsvSource({
        "TRX 2026-0417, trx2026-0417",
        "trx  2026\u20110417, trx2026-0417",
        "\u00a0TRX\u00a02026\u22120417\u3000, trx2026-0417",
        "\uff34\uff32\uff38 \uff12\uff10\uff12\uff16\uff0d\uff10\uff14\uff11\uff17, trx2026-0417",
        "TRX\u200b\u2060\u00ad2026\u20140417, trx2026-0417",
        "TRX\u28002026\ufff9-\u2e3a0417, trx2026--0417",
        "T\u200dR\ufe0fX 2026-0417, trx2026-0417",
        "trx \u0662\u0660\u0662\u0666-\u0660\u0664\u0661\u0667, trx2026-0417",
        "trx \u0968\u0966\u0968\u096c\u2013\u0966\u096a\u0967\u096d, trx2026-0417",
        "STRASSE 1, strasse1",
        "Stra\u00dfe 1, strasse1",
        "STRA\u1e9eE 1, strasse1",
        "Caf\u00e9, caf\u00e9",
        "CAFE\u0301, caf\u00e9",
        "CAFE\u00b4, caf\u00e9",
        "CAFE \u0301, caf\u00e9",
        "\ufb01le, file",
        "\u03a3\u03a3, \u03c3\u03c3",
        "\u03c3\u03c2, \u03c3\u03c3"
    })
    void isTheSameForEverySpelling(String reference, String key) {
        assertThat(ReferenceKey.of(reference)).isEqualTo(key);
        assertThat(ReferenceKey.of(key)).as("the key of the key").isEqualTo(key);
    }

    @ParameterizedTest
    @CsvSource({
        "TRX 0, TRX O",
        "TRX 1, TRX I",
        "TRX 1, TRX l",
        "TRX 1, TRX 11",
        "TRX-1, TRX 1",
        "TRX_1, TRX-1",
        "TRX/1, TRX1",
        "TRX 1, T\u042fX 1",
        "caf\u00e9, cafe",
        "\u0130, i"
    })
    void differsWhereTheCharactersDo(String one, String other) {
        assertThat(ReferenceKey.of(one)).isNotEqualTo(ReferenceKey.of(other));
    }
}
