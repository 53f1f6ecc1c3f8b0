package dev.guildhall.realtime;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketFrame;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Puts the fragments of a text together. Vert.x can do so too, but neither checks UTF-8 nor copes with an empty first fragment,
 * and its limit closes without a code.
 */
final class FrameReader {
    static final int MAX_TEXT_BYTES = 16 * 1024;
    private static final int MAX_FRAGMENTS = 1_024;

    private final Consumer<Buffer> texts;
    private final Runnable unreadable;
    private final Consumer<CloseCode> refusal;
    private Buffer fragments = Buffer.buffer();
    private boolean isText;
    private int count;

    /** @param unreadable told of every whole message that is no text */
    FrameReader(Consumer<Buffer> texts, Runnable unreadable, Consumer<CloseCode> refusal) {
        this.texts = texts;
        this.unreadable = unreadable;
        this.refusal = refusal;
    }

    /** Takes a data frame; returns whether a whole message was handed on. */
    boolean read(WebSocketFrame frame) {
        if (!frame.isContinuation()) {
            isText = frame.isText();
            fragments = Buffer.buffer();
            count = 0;
        }
        fragments.appendBuffer(frame.binaryData());
        if (++count > MAX_FRAGMENTS) {
            refusal.accept(CloseCode.FLOODING);
            return false;
        }
        if (fragments.length() > MAX_TEXT_BYTES) {
            fragments = Buffer.buffer();
            refusal.accept(CloseCode.TOO_BIG);
            return false;
        }
        if (!frame.isFinal()) {
            return false;
        }
        Buffer whole = fragments;
        fragments = Buffer.buffer();
        if (!isText) {
            unreadable.run();
            return true;
        }
        if (!isUtf8(whole)) {
            refusal.accept(CloseCode.BAD_UTF8);
            return false;
        }
        texts.accept(whole);
        return true;
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
