package dev.guildhall.http;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.support.RawSocket;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.junit5.VertxExtension;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Where one of these fails after an upgrade of Vert.x, all that the decision names has to be looked at anew. */
@ExtendWith(VertxExtension.class)
class NettyChannelTest {
    private static final String DECISION = ", as docs/decisions/0008-netty-channel.md relies on";

    private final CompletableFuture<HttpConnection> connected = new CompletableFuture<>();
    private final CompletableFuture<Map<String, ChannelHandler>> requested = new CompletableFuture<>();
    private final CompletableFuture<Map<String, ChannelHandler>> upgraded = new CompletableFuture<>();

    private RawSocket wire;

    @BeforeEach
    void openASocket(Vertx vertx) throws Exception {
        HttpServer server = vertx.createHttpServer(HttpVerticle.options("127.0.0.1", 0))
                .connectionHandler(connected::complete)
                .requestHandler(request -> {
                    ChannelPipeline pipeline =
                            NettyChannel.of(request.connection()).pipeline();
                    requested.complete(pipeline.toMap());
                    request.toWebSocket().onSuccess(socket -> upgraded.complete(pipeline.toMap()));
                });
        int port = server.listen()
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, SECONDS)
                .actualPort();
        wire = RawSocket.to(port)
                .head("GET / HTTP/1.1\nHost: a\nConnection: Upgrade\nUpgrade: websocket\nSec-WebSocket-Version: 13"
                        + "\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==");
    }

    @AfterEach
    void hangUp() {
        wire.close();
    }

    @Test
    void isFoundInEveryConnectionOfVertx() throws Exception {
        assertThat(connected.get(10, SECONDS))
                .as("a connection of Vert.x that has its channel" + DECISION)
                .isInstanceOf(ConnectionBase.class);
    }

    @Test
    void holdsTheHandlerOfVertxByItsName() throws Exception {
        assertThat(requested.get(10, SECONDS))
                .as("the handlers of a connection, of which the last is Vert.x's own" + DECISION)
                .containsKey("handler");
    }

    @Test
    void holdsTheDecoderOfNettyOnceASocketIsOpen() throws Exception {
        assertThat(upgraded.get(10, SECONDS).values())
                .as("the handlers of a WebSocket, of which one is the decoder that is replaced" + DECISION)
                .hasAtLeastOneElementOfType(WebSocket13FrameDecoder.class);
    }
}
