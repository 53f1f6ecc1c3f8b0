package dev.guildhall.http;

import io.netty.channel.Channel;
import io.vertx.core.Future;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import java.util.Objects;
import java.util.UUID;

/** A request to open a WebSocket, by somebody who is known and comes by an allowed site. */
public final class Handshake {
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

    /** @throws dev.guildhall.failure.Failure.Malformed if this segment of the path is no UUID */
    public UUID id(String segment) {
        return Ids.parse(context, segment);
    }

    /** Whether this asks for a WebSocket of the one version that RFC 6455 knows. */
    public boolean isUpgrade() {
        return "websocket".equalsIgnoreCase(context.request().getHeader("Upgrade"))
                && "13".equals(context.request().getHeader("Sec-WebSocket-Version"));
    }

    /** Answers the handshake with a problem. */
    public void refuse(Throwable reason) {
        context.fail(reason);
    }

    /** The connection beneath, which Vert.x gives to nobody: for what its sockets cannot do. */
    public Channel channel() {
        return ((ConnectionBase) context.request().connection()).channel();
    }

    public Future<ServerWebSocket> accept() {
        return context.request().toWebSocket();
    }
}
