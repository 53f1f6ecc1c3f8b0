package dev.guildhall.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.guildhall.auth.Secret;
import dev.guildhall.db.KeysetPosition;
import dev.guildhall.failure.Failure;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("API-8")
class CursorCodecTest {
    private static final KeysetPosition POSITION = new KeysetPosition("2026-01-02T03:04:05.678901Z", new UUID(7, 9));

    private final CursorCodec cursors = new CursorCodec(new Secret("a secret that only these nodes have"));

    @Test
    void decodesWhatItEncoded() {
        assertThat(cursors.decode(cursors.encode(POSITION, "orders"), "orders")).isEqualTo(POSITION);
        KeysetPosition nameless = new KeysetPosition("", new UUID(7, 9));
        assertThat(cursors.decode(cursors.encode(nameless, "orders"), "orders")).isEqualTo(nameless);
    }

    @Test
    void decodesTheLongestCursor() {
        KeysetPosition longest = new KeysetPosition("9".repeat(252), new UUID(7, 9));
        String cursor = cursors.encode(longest, "orders");
        assertThat(cursor.length()).isEqualTo(400);
        assertThat(cursors.decode(cursor, "orders")).isEqualTo(longest);
        expectRefusal(cursors.encode(new KeysetPosition("9".repeat(253), new UUID(7, 9)), "orders"));
    }

    @Test
    void refusesACursorOfAnotherListOrAnotherSecret() {
        expectRefusal(cursors.encode(POSITION, "gigs"));
        expectRefusal(new CursorCodec(new Secret("another secret of other nodes, as long")).encode(POSITION, "orders"));
    }

    @Test
    void refusesADifferentEncodingOfTheSameBytes() {
        expectRefusal(cursors.encode(POSITION, "orders") + "=");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A", "AAAA", "AAAAAAAAAAAAAAAA", "not base64!", "%00"})
    void refusesInvalidCursors(String cursor) {
        expectRefusal(cursor);
    }

    private void expectRefusal(String cursor) {
        Failure.Malformed refusal =
                catchThrowableOfType(Failure.Malformed.class, () -> cursors.decode(cursor, "orders"));
        assertThat(refusal).as("the refusal of %s", cursor).isNotNull();
        assertThat(refusal.code()).isEqualTo("malformed_cursor");
    }
}
