package dev.guildhall.chat;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;

/** The connection beneath a socket, for what Vert.x does not offer: an end that the peer can read, and one that it cannot delay. */
final class Wire {
    private static final int LARGEST_FRAME_BYTES = 64 * 1024;

    private final Channel channel;

    Wire(Channel channel) {
        this.channel = channel;
    }

    /**
     * Has frames that break the protocol or the limit reported instead of answered by closing at once: with unread bytes on their
     * way the peer's network would drop the close frame, and it would never learn why.
     */
    void keepOpenAfterCorruption() {
        ChannelPipeline pipeline = channel.pipeline();
        ChannelHandler decoder = pipeline.get(WebSocket13FrameDecoder.class);
        if (decoder != null) {
            pipeline.replace(
                    decoder,
                    null,
                    new WebSocket13FrameDecoder(WebSocketDecoderConfig.newBuilder()
                            .maxFramePayloadLength(LARGEST_FRAME_BYTES)
                            .allowExtensions(false)
                            .closeOnProtocolViolation(false)
                            .build()));
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
