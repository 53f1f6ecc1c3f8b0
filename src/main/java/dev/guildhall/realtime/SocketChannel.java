package dev.guildhall.realtime;

import dev.guildhall.http.HttpVerticle;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The connection beneath a socket, for what Vert.x does not offer: to close it so that the client can read why, and so that the client
 * cannot delay it.
 */
final class SocketChannel {
    /** How long a client may take to answer the close frame before the connection is cut. */
    private static final long CLOSING_MS = 2_000;

    private final Channel channel;
    private @Nullable FrameDecoder decoder;

    SocketChannel(Channel channel) {
        this.channel = channel;
    }

    /**
     * Reports frames that break the protocol or the size limit, instead of closing at once: while bytes are unread, the client's
     * network would drop the close frame, and the client would never learn why.
     */
    void reportCorruption(Consumer<WebSocketCloseStatus> onCorrupted) {
        ChannelPipeline pipeline = channel.pipeline();
        WebSocket13FrameDecoder original = pipeline.get(WebSocket13FrameDecoder.class);
        if (original != null) {
            decoder = new FrameDecoder(onCorrupted);
            pipeline.replace(original, null, decoder);
        }
    }

    /** From now on drops whatever is received, until the client answers the close frame or has taken too long to do so. */
    void awaitClose() {
        if (decoder != null) {
            decoder.isAwaitingClose = true;
        }
        cutSoon();
    }

    void writeClose(WebSocketCloseStatus status) {
        var written = channel.writeAndFlush(new CloseWebSocketFrame(status));
        written.addListener(done -> {});
        cutSoon();
    }

    /**
     * A client that does not read does not read a close frame either: ends the connection beneath Vert.x, which would wait until
     * everything is written.
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

    /** Reads until the connection ends: unread bytes would reset it before the client has read the close frame. */
    private static final class FrameDecoder extends WebSocket13FrameDecoder {
        private static final WebSocketDecoderConfig CONFIG = WebSocketDecoderConfig.newBuilder()
                .maxFramePayloadLength(HttpVerticle.MAX_SOCKET_FRAME_BYTES)
                .allowExtensions(false)
                .closeOnProtocolViolation(false)
                .build();

        private final Consumer<WebSocketCloseStatus> onCorrupted;
        private boolean isCorrupt;
        private boolean isAwaitingClose;

        private FrameDecoder(Consumer<WebSocketCloseStatus> onCorrupted) {
            super(CONFIG);
            this.onCorrupted = onCorrupted;
        }

        @Override
        protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) throws Exception {
            if (isCorrupt) {
                in.skipBytes(in.readableBytes());
            } else if (isAwaitingClose) {
                List<Object> frames = new ArrayList<>(1);
                super.decode(context, in, frames);
                for (Object frame : frames) {
                    if (frame instanceof CloseWebSocketFrame) {
                        out.add(frame);
                    } else {
                        ReferenceCountUtil.release(frame);
                    }
                }
            } else {
                super.decode(context, in, out);
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable error) {
            if (error instanceof CorruptedWebSocketFrameException violation) {
                isCorrupt = true;
                onCorrupted.accept(violation.closeStatus());
            } else {
                context.fireExceptionCaught(error);
            }
        }
    }
}
