package dev.guildhall.db;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;
import java.util.concurrent.TimeUnit;

/**
 * Asks a server whether it supports TLS, before each connection with {@code sslmode=prefer}. The driver asks too, but if the server does
 * not, the driver leaves that socket open, and the server keeps a process for it until its authentication_timeout.
 * @see <a href="https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-SSL">SSL session encryption</a>
 */
final class TlsProbe {
    private static final int SSL_REQUEST_BYTES = 8;
    private static final int SSL_REQUEST_CODE = 80_877_103;

    private final DatabaseAddress address;
    private final NetClient client;

    TlsProbe(Vertx vertx, DatabaseAddress address) {
        this.address = address;
        this.client = vertx.createNetClient(ConnectOptions.network(address));
    }

    /** The options for the next connection; unchanged if the server cannot be asked, since connecting will then fail with the cause. */
    Future<PgConnectOptions> adapt(PgConnectOptions options) {
        return options.getSslMode() == SslMode.PREFER
                ? supportsTls()
                        .map(isSupported ->
                                isSupported ? options : new PgConnectOptions(options).setSslMode(SslMode.DISABLE))
                        .otherwise(options)
                : Future.succeededFuture(options);
    }

    Future<Void> close() {
        return client.close();
    }

    private Future<Boolean> supportsTls() {
        return client.connect(address.port(), address.host())
                .compose(socket -> requestTls(socket)
                        .timeout(ConnectOptions.timeoutMs(address), TimeUnit.MILLISECONDS)
                        .eventually(socket::close));
    }

    private static Future<Boolean> requestTls(NetSocket socket) {
        Promise<Boolean> answer = Promise.promise();
        socket.handler(bytes -> answer.tryComplete(bytes.getByte(0) == 'S'));
        socket.closeHandler(closed -> answer.tryFail("closed without a response"));
        return socket.write(Buffer.buffer().appendInt(SSL_REQUEST_BYTES).appendInt(SSL_REQUEST_CODE))
                .compose(asked -> answer.future());
    }
}
