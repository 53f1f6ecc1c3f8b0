package dev.guildhall.realtime;

import static dev.guildhall.support.MaskedFrame.encoded;
import static dev.guildhall.support.MaskedFrame.header;
import static dev.guildhall.support.TestSocket.BINARY;
import static dev.guildhall.support.TestSocket.CLOSE;
import static dev.guildhall.support.TestSocket.CONTINUATION;
import static dev.guildhall.support.TestSocket.PING;
import static dev.guildhall.support.TestSocket.TEXT;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.guildhall.support.Market;
import dev.guildhall.support.Person;
import dev.guildhall.support.TestSocket;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("RT-12")
class FramesIT {
    @RegisterExtension
    static final Market market = new Market();

    private final Person anna = market.aUser("Anna");
    private final Person bert = market.aUser("Bert");

    @Test
    void negotiatesNoCompression() {
        try (TestSocket device = market.sockets().connect(anna)) {
            assertThat(device.header("Sec-WebSocket-Extensions")).isNull();
            assertThat(device.header("Sec-WebSocket-Accept")).isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
        }
    }

    @Test
    void acceptsSixteenKibibytesAndNoByteMore() {
        try (TestSocket device = market.sockets().open(anna)) {
            device.sendFrame(TEXT, padded(16 * 1024));
            assertThat(device.await("message.ack").at("/message/seq").asLong()).isEqualTo(1);
            device.sendFrame(TEXT, padded(16 * 1024 + 1));
            assertThat(device.awaitEnd()).isEqualTo(1009);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {60_000, 64 * 1024, 64 * 1024 + 1, 100 * 1024, 1024 * 1024, 8 * 1024 * 1024})
    void closesWithACodeAfterAHugeFrame(int size) {
        try (TestSocket device = market.sockets().open(anna)) {
            device.writeIfOpen(encoded(0x80 | TEXT, new byte[size]));
            assertThat(device.awaitEnd()).isEqualTo(1009);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1L << 31, 1L << 40, Long.MAX_VALUE})
    void closesWithACodeAfterAFrameThatClaimsToBeHuge(long length) {
        try (TestSocket device = market.sockets().open(anna)) {
            device.write(header(0x80 | TEXT, length)).write(new byte[1_000]);
            assertThat(device.awaitEnd()).isEqualTo(1009);
        }
    }

    @Test
    void acceptsFragmentsOfOneByteAndEmptyOnes() {
        try (TestSocket device = market.sockets().open(anna)) {
            byte[] text = message("ä€😀");
            device.sendFragment(TEXT, new byte[0]);
            for (byte one : text) {
                device.sendFragment(CONTINUATION, new byte[] {one});
            }
            device.sendFragment(CONTINUATION, new byte[0]).sendFrame(CONTINUATION, new byte[0]);
            assertThat(device.await("message.ack").at("/message/content").asText())
                    .isEqualTo("ä€😀");
        }
    }

    @Test
    void answersPingsBetweenFragments() {
        try (TestSocket device = market.sockets().open(anna)) {
            byte[] text = message("in two parts");
            device.sendFragment(TEXT, Arrays.copyOf(text, 10)).sendFrame(PING, "between".getBytes(UTF_8));
            assertThat(new String(device.awaitPong(), UTF_8)).isEqualTo("between");
            device.sendFrame(CONTINUATION, Arrays.copyOfRange(text, 10, text.length));
            device.await("message.ack");
        }
    }

    @Test
    void limitsFragmentsTogether() {
        try (TestSocket device = market.sockets().open(anna)) {
            device.sendFragment(TEXT, new byte[10_000]).sendFragment(CONTINUATION, new byte[10_000]);
            assertThat(device.awaitEnd()).isEqualTo(1009);
        }
    }

    @Test
    void limitsTheNumberOfFragments() {
        try (TestSocket device = market.sockets().open(anna)) {
            device.sendFragment(TEXT, new byte[0]);
            ByteArrayOutputStream many = new ByteArrayOutputStream();
            for (int i = 0; i < 5_000; i++) {
                many.writeBytes(encoded(CONTINUATION, new byte[0]));
            }
            device.writeIfOpen(many.toByteArray());
            assertThat(device.awaitEnd()).isEqualTo(4429);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"c328", "ff", "eda080", "c0af", "f4908080", "e282"})
    void refusesTextThatIsNotUtf8(String hex) {
        byte[] wrong = HexFormat.of().parseHex(hex);
        try (TestSocket whole = market.sockets().open(anna);
                TestSocket parts = market.sockets().open(anna)) {
            whole.sendFrame(TEXT, wrong);
            assertThat(whole.awaitEnd()).isEqualTo(1007);
            parts.sendFragment(TEXT, "{\"content\": \"".getBytes(UTF_8));
            for (byte one : wrong) {
                parts.sendFragment(CONTINUATION, new byte[] {one});
            }
            parts.sendFrame(CONTINUATION, new byte[0]);
            assertThat(parts.awaitEnd()).isEqualTo(1007);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "80", // a continuation of nothing
                "c1",
                "a1",
                "91", // reserved bits
                "83",
                "8b",
                "8f", // reserved opcodes
                "09",
                "08" // control frames in fragments
            })
    void refusesFramesThatBreakTheProtocol(String first) {
        try (TestSocket device = market.sockets().open(anna)) {
            device.write(encoded(Integer.parseInt(first, 16), "hi".getBytes(UTF_8)));
            assertThat(device.awaitEnd()).isEqualTo(1002);
        }
    }

    /** Compression was not negotiated, so nothing inflates it: 16 KiB here would become 16 MiB. */
    @Test
    void refusesACompressionBombWithoutInflatingIt() {
        byte[] bomb = new byte[16_384];
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        deflater.setInput(new byte[16 << 20]);
        int length = deflater.deflate(bomb);
        deflater.end();
        try (TestSocket device = market.sockets().open(anna)) {
            device.write(encoded(0xc1, Arrays.copyOf(bomb, length)));
            assertThat(device.awaitEnd()).isEqualTo(1002);
        }
    }

    @Test
    void refusesUnmaskedFramesAndLongControlFramesAndInterruptedFragments() {
        try (TestSocket unmasked = market.sockets().open(anna);
                TestSocket longPing = market.sockets().open(anna);
                TestSocket interrupted = market.sockets().open(anna)) {
            unmasked.write(new byte[] {(byte) 0x81, 2, 'h', 'i'});
            assertThat(unmasked.awaitEnd()).isEqualTo(1002);
            longPing.sendFrame(PING, new byte[126]);
            assertThat(longPing.awaitEnd()).isEqualTo(1002);
            interrupted.sendFragment(TEXT, "{".getBytes(UTF_8)).sendFrame(TEXT, "}".getBytes(UTF_8));
            assertThat(interrupted.awaitEnd()).isEqualTo(1002);
        }
    }

    @Test
    void refusesBinaryFramesAndStaysOpen() {
        try (TestSocket device = market.sockets().open(anna)) {
            device.sendFrame(BINARY, message("not as text"));
            assertThat(device.await("error").path("status").asInt()).isEqualTo(400);
            device.sendMessage(bert, "as text");
            device.await("message.ack");
        }
    }

    @Test
    void answersPingsWithTheirPayload() {
        try (TestSocket device = market.sockets().open(anna)) {
            for (int length : new int[] {0, 1, 125}) {
                byte[] payload = new byte[length];
                Arrays.fill(payload, (byte) 'p');
                device.sendFrame(PING, payload);
                assertThat(device.awaitPong()).isEqualTo(payload);
            }
        }
    }

    @Test
    void closesAfterAFloodOfPings() {
        try (TestSocket device = market.sockets().open(anna)) {
            ByteArrayOutputStream flood = new ByteArrayOutputStream();
            for (int i = 0; i < 20_000; i++) {
                flood.writeBytes(encoded(0x80 | PING, new byte[100]));
            }
            device.writeIfOpen(flood.toByteArray());
            assertThat(device.awaitEnd()).isEqualTo(4429);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"typing", "sync", "message.read"})
    void closesAfterAFloodOfFramesWithoutALimitOfTheirOwn(String type) {
        try (TestSocket device = market.sockets().open(anna)) {
            Map<String, ?> fields = switch (type) {
                case "typing" -> Map.of("user_id", bert.id());
                case "sync" -> Map.of("seen", Map.of());
                default -> Map.of("user_id", bert.id(), "up_to_seq", 0);
            };
            StringBuilder json = new StringBuilder("{\"type\":\"" + type + "\"");
            fields.forEach((name, value) ->
                    json.append(",\"" + name + "\":").append(value instanceof UUID ? "\"" + value + "\"" : value));
            byte[] frame = encoded(0x80 | TEXT, json.append("}").toString().getBytes(UTF_8));
            ByteArrayOutputStream flood = new ByteArrayOutputStream();
            for (int i = 0; i < 5_000; i++) {
                flood.writeBytes(frame);
            }
            device.writeIfOpen(flood.toByteArray());
            assertThat(device.awaitEnd()).isEqualTo(4429);
        }
    }

    @Test
    void closesAfterTooManyInvalidFrames() {
        try (TestSocket device = market.sockets().open(anna)) {
            device.sendFrame(TEXT, "{".getBytes(UTF_8));
            assertThat(device.await("error").path("code").asText()).isEqualTo("malformed_json");
            for (int i = 0; i < 40; i++) {
                device.writeIfOpen(encoded(0x80 | TEXT, "{".getBytes(UTF_8)));
            }
            assertThat(device.awaitEnd()).isEqualTo(4400);
        }
    }

    @Test
    void answersEveryKindOfInvalidJsonAndStaysOpen() {
        for (String text : new String[] {
            "",
            " ",
            "[]",
            "null",
            "1",
            "\"x\"",
            "{}",
            "{\"type\":null}",
            "{\"type\":5}",
            "{\"type\":\"sync\",\"seen\":[]}",
            "{\"type\":\"sync\",\"seen\":{\"x/~\":1}}",
            "{\"type\":\"sync\",\"seen\":{\"" + bert.id() + "\":1e400}}",
            "{\"type\":\"sync\",\"seen\":{\"" + bert.id() + "\":-1}}",
            "{\"type\":\"message.read\",\"user_id\":\"" + bert.id() + "\",\"up_to_seq\":1e99999}",
            "{\"type\":\"message.read\",\"user_id\":\"" + bert.id() + "\",\"up_to_seq\":1e999999999999}",
            "{\"type\":\"message.read\",\"user_id\":\"" + bert.id() + "\",\"up_to_seq\":9223372036854775807}",
            "{\"a\":".repeat(2_000),
            "{\"type\":\"typing\",\"type\":\"typing\"}",
            "{\"receiver_id\":\"" + bert.id() + "\",\"content\":\"\\u0000\"}",
            "{\"receiver_id\":\"" + bert.id() + "\",\"content\":\"\\ud800\"}",
        }) {
            try (TestSocket device = market.sockets().open(anna)) {
                device.sendFrame(TEXT, text.getBytes(UTF_8));
                JsonNode error = device.await("error");
                assertThat(error.path("status").asInt())
                        .as("%s to %s", error, text)
                        .isBetween(400, 422);
                device.sendMessage(bert, "still here");
                device.await("message.ack");
            }
        }
    }

    @Test
    void echoesTheCloseFrameOfTheClient() {
        try (TestSocket device = market.sockets().open(anna)) {
            device.sendFrame(CLOSE, new byte[] {0x03, (byte) 0xe8});
            assertThat(device.awaitEnd()).isEqualTo(1000);
        }
    }

    private byte[] message(String content) {
        return ("{\"receiver_id\":\"" + bert.id() + "\",\"content\":\"" + content + "\"}").getBytes(UTF_8);
    }

    private byte[] padded(int length) {
        byte[] message = Arrays.copyOf(message("long"), length);
        for (int i = message("long").length; i < length; i++) {
            message[i] = ' ';
        }
        return message;
    }
}
