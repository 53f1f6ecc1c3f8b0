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
 * Stands beneath Vert.x on one connection, and finds what Vert.x lets through, answers without a body or hangs up on. A whole
 * request that is broken is given to {@link InvalidRequestHandler}; where a body breaks off, its request is refused here. The
 * connection ends with either, since nobody knows where the next request would begin.
 */
final class HttpGuard extends ChannelInboundHandlerAdapter {
    /** For how long what still comes is read and dropped: unread, it would have the network drop the answer too. */
    private static final long MAX_LINGER_MS = 1_000;

    private @Nullable RoutingContext current;
    private @Nullable Throwable broken;

    private HttpGuard() {}

    static void install(HttpConnection connection) {
        pipeline(connection).addBefore("handler", null, new HttpGuard());
    }

    /** Makes this the request whose body is being read. */
    static void watch(RoutingContext context) {
        HttpGuard guard = pipeline(context.request().connection()).get(HttpGuard.class);
        if (guard != null) {
            guard.current = context;
        }
        context.next();
    }

    private static ChannelPipeline pipeline(HttpConnection connection) {
        return NettyChannel.of(connection).pipeline();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (broken != null) {
            ReferenceCountUtil.release(message);
            return;
        }
        if (message instanceof HttpRequest request) {
            check(request);
        }
        if (message instanceof HttpObject part && part.decoderResult().isFailure()) {
            broken = part.decoderResult().cause();
        }
        context.fireChannelRead(message);
    }

    /** Vert.x fails the connection with what was broken, once everything before it has been answered. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable error) {
        if (error != broken) {
            context.fireExceptionCaught(error);
            return;
        }
        if (current != null && !current.response().ended()) {
            current.response().putHeader("Connection", "close");
            current.fail(new Failure.Malformed("malformed_request", "The body is not framed as HTTP wants it."));
        }
        closeOnceRead(context.channel());
    }

    private static void closeOnceRead(Channel channel) {
        var written = channel.writeAndFlush(Unpooled.EMPTY_BUFFER);
        written.addListener(done -> {
            if (channel instanceof DuplexChannel duplex) {
                var ended = duplex.shutdownOutput();
                ended.addListener(said -> {});
            }
        });
        var cut = channel.eventLoop().schedule(() -> close(channel), MAX_LINGER_MS, TimeUnit.MILLISECONDS);
        cut.addListener(done -> {});
    }

    private static void close(Channel channel) {
        var closed = channel.close();
        closed.addListener(done -> {});
    }

    private static void check(HttpRequest request) {
        boolean isHttp10 = request.protocolVersion().equals(HttpVersion.HTTP_1_0);
        boolean isHttp11 = request.protocolVersion().equals(HttpVersion.HTTP_1_1);
        if (!isHttp10 && !isHttp11) {
            // The answer is in a version that we speak, and Vert.x leaves it to us.
            request.setProtocolVersion(HttpVersion.HTTP_1_1);
        }
        if (request.decoderResult().isFailure()) {
            return;
        }
        String fault = isHttp10 || isHttp11 ? fault(request, isHttp10) : "Only HTTP/1.1 and HTTP/1.0 are spoken here.";
        if (fault != null) {
            request.setDecoderResult(DecoderResult.failure(new NotAsItShouldBe(fault)));
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

    /** Empty where what is asked for has no host (RFC 9112, section 3.2). */
    private static boolean isHost(String host) {
        return host.isEmpty() || HostAndPort.parseAuthority(host, -1) != null;
    }

    private static boolean isPathOrUrl(String target) {
        return target.startsWith("/")
                || target.regionMatches(true, 0, "http://", 0, 7)
                || target.regionMatches(true, 0, "https://", 0, 8);
    }

    /** The message is for the sender. */
    static final class NotAsItShouldBe extends Exception {
        private NotAsItShouldBe(String fault) {
            super(fault, null, false, false);
        }
    }
}
