package dev.guildhall.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.dns.AddressResolverOptions;
import io.vertx.pgclient.PgConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Providers with many databases at one address choose the database by the server name of the TLS handshake (SNI). */
@Tag("OPS-12")
class ServerNameTest {
    private static final String HOST = "ep-cool-sky.example";

    @TempDir
    private Path directory;

    @Test
    void sendsTheHostAsServerName() throws Exception {
        Certificates certificates = Certificates.make(directory);
        Vertx vertx = Vertx.vertx(new VertxOptions()
                .setAddressResolverOptions(
                        new AddressResolverOptions().setHostsValue(Buffer.buffer("127.0.0.1 " + HOST))));
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            CompletableFuture<List<SNIServerName>> requested =
                    CompletableFuture.supplyAsync(() -> requestedNames(socket, certificates));
            DatabaseAddress address =
                    new DatabaseAddress(HOST, socket.getLocalPort(), "market", "ann", "a password", "require");
            Future<PgConnection> connecting = PgConnection.connect(vertx, ConnectOptions.of(address));
            assertThat(requested.get()).containsExactly(new SNIHostName(HOST));
            assertThatThrownBy(connecting::await)
                    .as("the server has closed the connection")
                    .isNotNull();
        } finally {
            vertx.close().await();
        }
    }

    /** Answers PostgreSQL's SSLRequest, accepts the TLS handshake, closes the connection and returns the requested names. */
    private static List<SNIServerName> requestedNames(ServerSocket server, Certificates certificates) {
        try (Socket plain = server.accept()) {
            assertThat(plain.getInputStream().readNBytes(8)).hasSize(8);
            plain.getOutputStream().write('S');
            KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
            keys.init(certificates.keyStore(), Certificates.password().toCharArray());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain, null, false)) {
                socket.startHandshake();
                return ((ExtendedSSLSession) socket.getSession()).getRequestedServerNames();
            }
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
