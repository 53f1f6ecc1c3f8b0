package dev.guildhall.realtime;

import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The connection beneath a socket, for what Vert.x does not offer: an end that the peer can read, and one that it cannot delay. */
final class SocketChannel {
    /** How long a peer may take over the closing handshake before the connection is cut. */
    private static final long CLOSING_MS = 2_000;

    private final Channel channel;
    private @Nullable FrameDecoder decoder;

    SocketChannel(Channel channel) {
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

    /** From now on drops unseen whatever comes, until the peer agrees to close or has taken too long over it. */
    void awaitClose() {
        if (decoder != null) {
            decoder.awaitClose();
        }
        cutSoon();
    }

    void writeClose(WebSocketCloseStatus status) {
        var written = channel.writeAndFlush(new CloseWebSocketFrame(status));
        written.addListener(done -> {});
        cutSoon();
    }

    /**
     * Whoever does not read does not read a close frame either: ends the connection from beneath Vert.x, which would wait until
     * all that is written had been taken.
     */
    private void cutSoon() {
        var cut = channel.eventLoop().schedule(this::cut, CLOSING_MS, TimeUnit.MILLISECONDS);
        cut.addListener(done -> {});
    }

    private void cut() {
        if (channel.isActive()) {
            var closed = channel.pipeline().firstContext().close();
            closed.addListener(done -> {});
        }
    }
}
