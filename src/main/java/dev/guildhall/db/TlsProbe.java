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
 * Asks a server whether it speaks TLS, before each connection that would only prefer it. The driver asks too, but where the answer is
 * no it leaves the socket open on which it asked, and the server keeps a process for it until its authentication_timeout.
 *
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

    /** The options to connect with now. Where the server cannot be asked they are as given, and connecting says why. */
    Future<PgConnectOptions> fit(PgConnectOptions options) {
        return options.getSslMode() == SslMode.PREFER
                ? speaksTls()
                        .map(speaks -> speaks ? options : new PgConnectOptions(options).setSslMode(SslMode.DISABLE))
                        .otherwise(options)
                : Future.succeededFuture(options);
    }

    Future<Void> close() {
        return client.close();
    }

    private Future<Boolean> speaksTls() {
        return client.connect(address.port(), address.host())
                .compose(socket -> ask(socket)
                        .timeout(ConnectOptions.timeoutMs(address), TimeUnit.MILLISECONDS)
                        .eventually(socket::close));
    }

    private static Future<Boolean> ask(NetSocket socket) {
        Promise<Boolean> answer = Promise.promise();
        socket.handler(bytes -> answer.tryComplete(bytes.getByte(0) == 'S'));
        socket.closeHandler(closed -> answer.tryFail("closed without an answer"));
        return socket.write(Buffer.buffer().appendInt(SSL_REQUEST_BYTES).appendInt(SSL_REQUEST_CODE))
                .compose(asked -> answer.future());
    }
}
