package dev.guildhall.http;

import dev.guildhall.failure.Failure;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A Netty handler below Vert.x on each connection. It finds requests that Vert.x would accept although they are invalid,
 * would refuse without a body, or would respond to by closing the connection. An invalid request goes to
 * {@link InvalidRequestHandler}; if the error is in the body, the request is refused here. In both cases the connection is closed,
 * since the start of the next request is unknown.
 */
final class HttpGuard extends ChannelInboundHandlerAdapter {
    /**
     * How long more input is read and discarded: if it stayed unread, TCP would reset the connection, and the response
     * could be lost.
     */
    private static final long MAX_LINGER_MS = 1_000;

    private @Nullable RoutingContext currentRequest;
    private @Nullable Throwable decodingError;

    private HttpGuard() {}

    static void install(HttpConnection connection) {
        pipeline(connection).addBefore("handler", null, new HttpGuard());
    }

    /** Makes this the current request, whose body is being read. */
    static void trackRequest(RoutingContext context) {
        HttpGuard guard = pipeline(context.request().connection()).get(HttpGuard.class);
        if (guard != null) {
            guard.currentRequest = context;
        }
        context.next();
    }

    private static ChannelPipeline pipeline(HttpConnection connection) {
        return NettyChannel.of(connection).pipeline();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (decodingError != null) {
            ReferenceCountUtil.release(message);
            return;
        }
        if (message instanceof HttpRequest request) {
            check(request);
        }
        if (message instanceof HttpObject part && part.decoderResult().isFailure()) {
            decodingError = part.decoderResult().cause();
        }
        context.fireChannelRead(message);
    }

    /** Vert.x fails the connection with the decoding error after it has sent the responses to all earlier requests. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable error) {
        if (error != decodingError) {
            context.fireExceptionCaught(error);
            return;
        }
        if (currentRequest != null && !currentRequest.response().ended()) {
            currentRequest.response().putHeader("Connection", "close");
            currentRequest.fail(new Failure.Malformed("malformed_request", "The body is not framed as HTTP wants it."));
        }
        closeAfterLinger(context.channel());
    }

    private static void closeAfterLinger(Channel channel) {
        var written = channel.writeAndFlush(Unpooled.EMPTY_BUFFER);
        written.addListener(done -> {
            if (channel instanceof DuplexChannel duplex) {
                var ended = duplex.shutdownOutput();
                ended.addListener(result -> {});
            }
        });
        var scheduled = channel.eventLoop().schedule(() -> close(channel), MAX_LINGER_MS, TimeUnit.MILLISECONDS);
        scheduled.addListener(done -> {});
    }

    private static void close(Channel channel) {
        var closed = channel.close();
        closed.addListener(done -> {});
    }

    private static void check(HttpRequest request) {
        boolean isHttp10 = request.protocolVersion().equals(HttpVersion.HTTP_1_0);
        boolean isHttp11 = request.protocolVersion().equals(HttpVersion.HTTP_1_1);
        if (!isHttp10 && !isHttp11) {
            // The response uses a version that this server supports; Vert.x does not set it.
            request.setProtocolVersion(HttpVersion.HTTP_1_1);
        }
        if (request.decoderResult().isFailure()) {
            return;
        }
        String fault = isHttp10 || isHttp11 ? fault(request, isHttp10) : "Only HTTP/1.1 and HTTP/1.0 are spoken here.";
        if (fault != null) {
            request.setDecoderResult(DecoderResult.failure(new InvalidHttp(fault)));
        }
    }

    private static @Nullable String fault(HttpRequest request, boolean isHttp10) {
        List<String> hosts = request.headers().getAll(HttpHeaderNames.HOST);
        if (hosts.size() > 1 || hosts.isEmpty() && !isHttp10) {
            return "A request has one Host header.";
        }
        if (!hosts.isEmpty() && !isHost(hosts.get(0))) {
            return "The Host header names no host.";
        }
        if (!isPathOrUrl(request.uri())) {
            return "What is requested must be a path, beginning with a slash.";
        }
        List<String> codings = request.headers().getAll(HttpHeaderNames.TRANSFER_ENCODING);
        if (codings.size() > 1 || codings.size() == 1 && !codings.get(0).equalsIgnoreCase("chunked")) {
            return "Of all transfer codings only chunked is known here.";
        }
        String expected = request.headers().get(HttpHeaderNames.EXPECT);
        if (expected != null && !expected.equalsIgnoreCase("100-continue")) {
            return "Nothing can be expected but 100-continue.";
        }
        return null;
    }

    /** May be empty if the request target has no host (RFC 9112, section 3.2). */
    private static boolean isHost(String host) {
        return host.isEmpty() || HostAndPort.parseAuthority(host, -1) != null;
    }

    private static boolean isPathOrUrl(String target) {
        return target.startsWith("/")
                || target.regionMatches(true, 0, "http://", 0, 7)
                || target.regionMatches(true, 0, "https://", 0, 8);
    }

    /** The message is sent to the client. */
    static final class InvalidHttp extends Exception {
        private InvalidHttp(String fault) {
            super(fault, null, false, false);
        }
    }
}
