package dev.guildhall.realtime;

import dev.guildhall.failure.Failure;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketFrame;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Joins the fragments of a text. Vert.x can do so too, but it neither checks UTF-8 nor supports an empty first fragment, and its
 * limit closes without a code.
 */
final class FrameReader {
    private static final int MAX_TEXT_BYTES = 16 * 1024;
    private static final int MAX_FRAGMENTS = 1_024;

    private final ChatSocket socket;
    private Buffer fragments = Buffer.buffer();
    private boolean isText;
    private int count;

    FrameReader(ChatSocket socket) {
        this.socket = socket;
    }

    /** Takes a data frame and returns the text that is complete with it; refuses what is too long or no text. */
    Optional<Buffer> read(WebSocketFrame frame) {
        if (!frame.isContinuation()) {
            isText = frame.isText();
            fragments = Buffer.buffer();
            count = 0;
        }
        fragments.appendBuffer(frame.binaryData());
        if (++count > MAX_FRAGMENTS) {
            socket.close(CloseCode.FLOODING);
            return Optional.empty();
        }
        if (fragments.length() > MAX_TEXT_BYTES) {
            fragments = Buffer.buffer();
            socket.close(CloseCode.TOO_BIG);
            return Optional.empty();
        }
        if (!frame.isFinal()) {
            return Optional.empty();
        }
        Buffer whole = fragments;
        fragments = Buffer.buffer();
        if (!isText) {
            socket.sendError(new Failure.Malformed("malformed_json", "Send JSON in text frames."));
            return Optional.empty();
        }
        if (!isUtf8(whole)) {
            socket.close(CloseCode.BAD_UTF8);
            return Optional.empty();
        }
        return Optional.of(whole);
    }

    private static boolean isUtf8(Buffer bytes) {
        try {
            StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes.getBytes()));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
