package dev.guildhall.http;

import dev.guildhall.auth.Authentication;
import dev.guildhall.auth.Caller;
import dev.guildhall.auth.Claims;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.timeout.IdleStateHandler;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;

/** A request to open a WebSocket, from a user who is authenticated, and from an allowed origin. */
public final class Handshake {
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9+/]{21}[AQgw]==");

    /** The handlers of a connection that a socket does not need: pings find out whether its client is still there. */
    private static final List<Class<? extends ChannelHandler>> OF_HTTP =
            List.of(HttpGuard.class, IdleStateHandler.class);

    private final RoutingContext context;

    Handshake(RoutingContext context) {
        this.context = context;
    }

    public Caller caller() {
        return Objects.requireNonNull(Authentication.callerOf(context));
    }

    public Claims claims() {
        return Authentication.claimsOf(context);
    }

    /** @throws dev.guildhall.failure.Failure.Malformed if this path parameter is not a UUID */
    public UUID id(String segment) {
        return Request.id(context, segment);
    }

    /** Whether this is a WebSocket handshake as in RFC 6455, section 4.2.1; Vert.x would refuse others without a problem. */
    public boolean isUpgrade() {
        return isUpgrade(context);
    }

    static boolean isUpgrade(RoutingContext context) {
        HttpServerRequest request = context.request();
        String connection = request.getHeader("Connection");
        return request.version() == HttpVersion.HTTP_1_1
                && "websocket".equalsIgnoreCase(request.getHeader("Upgrade"))
                && connection != null
                && connection.toLowerCase(Locale.ROOT).contains("upgrade")
                && "13".equals(request.getHeader("Sec-WebSocket-Version"))
                && isKey(request.headers().getAll("Sec-WebSocket-Key"))
                && !Authentication.hasBody(context)
                && isUri(request.uri());
    }

    private static boolean isUri(String text) {
        try {
            new URI(text);
            return true;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** 16 bytes in base64. */
    private static boolean isKey(List<String> keys) {
        return keys.size() == 1 && KEY.matcher(keys.get(0)).matches();
    }

    /** The Netty channel, for what Vert.x sockets do not offer. */
    public Channel channel() {
        return NettyChannel.of(context.request().connection());
    }

    /** @param greeting sends the first frame; when it completes, another handshake takes the place of this one */
    public Future<Void> accept(Function<ServerWebSocket, Future<Void>> greeting) {
        return context.request()
                .toWebSocket()
                .compose(socket -> greeting.apply(socket).onComplete(done -> forget()))
                .onComplete(done -> HandshakeQueue.end(context));
    }

    /** Vert.x keeps the request, the response and the handlers for as long as the socket is open, but no longer needs them. */
    private void forget() {
        context.request().headers().clear();
        HttpServerResponse response = context.response();
        response.headers().clear();
        response.endHandler(null).exceptionHandler(null).closeHandler(null);
        ChannelPipeline pipeline = channel().pipeline();
        for (Class<? extends ChannelHandler> type : OF_HTTP) {
            // A connection that is closed already has none.
            ChannelHandler handler = pipeline.get(type);
            if (handler != null) {
                pipeline.remove(handler);
            }
        }
    }
}
