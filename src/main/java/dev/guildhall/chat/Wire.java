package dev.guildhall.chat;

import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The connection beneath a socket, for what Vert.x does not offer: an end that the peer can read, and one that it cannot delay. */
final class Wire {
    private final Channel channel;
    private @Nullable FrameDecoder decoder;

    Wire(Channel channel) {
        this.channel = channel;
    }

    /**
     * Has frames that break the protocol or the limit reported instead of answered by closing at once: with unread bytes on their
     * way the peer's network would drop the close frame, and it would never learn why.
     */
    void reportCorruption(Consumer<WebSocketCloseStatus> corrupted) {
        ChannelPipeline pipeline = channel.pipeline();
        WebSocket13FrameDecoder original = pipeline.get(WebSocket13FrameDecoder.class);
        if (original != null) {
            decoder = new FrameDecoder(corrupted);
            pipeline.replace(original, null, decoder);
        }
    }

    /** From now on drops unseen whatever comes, until the peer agrees to close. */
    void awaitClose() {
        if (decoder != null) {
            decoder.awaitClose();
        }
    }

    void writeClose(WebSocketCloseStatus status) {
        var written = channel.writeAndFlush(new CloseWebSocketFrame(status));
        written.addListener(done -> {});
    }

    /** Ends the connection, whatever is still to be written. */
    void cut() {
        var cut = channel.close();
        cut.addListener(done -> {});
    }
}
