package dev.guildhall.realtime;

import dev.guildhall.http.HttpVerticle;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Takes a peer's bytes to the very end, so that nothing unread resets the connection before the peer has read why it ends. */
final class FrameDecoder extends WebSocket13FrameDecoder {
    private final Consumer<WebSocketCloseStatus> corrupted;
    private boolean isCorrupt;
    private boolean isAwaitingClose;

    FrameDecoder(Consumer<WebSocketCloseStatus> corrupted) {
        super(WebSocketDecoderConfig.newBuilder()
                .maxFramePayloadLength(HttpVerticle.MAX_SOCKET_FRAME_BYTES)
                .allowExtensions(false)
                .closeOnProtocolViolation(false)
                .build());
        this.corrupted = corrupted;
    }

    void awaitClose() {
        isAwaitingClose = true;
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
            corrupted.accept(violation.closeStatus());
        } else {
            context.fireExceptionCaught(error);
        }
    }
}
