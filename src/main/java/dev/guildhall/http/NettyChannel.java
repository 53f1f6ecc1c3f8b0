package dev.guildhall.http;

import io.netty.channel.Channel;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;

/** The Netty channel of a connection, which Vert.x does not make public; see {@code docs/decisions/0008-netty-channel.md}. */
final class NettyChannel {
    private NettyChannel() {}

    static Channel of(HttpConnection connection) {
        return ((ConnectionBase) connection).channel();
    }
}
