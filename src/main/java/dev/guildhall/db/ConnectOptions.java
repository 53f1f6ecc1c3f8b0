package dev.guildhall.db;

import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.TrustOptions;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;
import java.io.IOException;
import java.security.GeneralSecurityException;

/** The connect options of the Vert.x driver for a database; the migrations use the JDBC driver and do not need them. */
final class ConnectOptions {
    private static final int CONNECT_TIMEOUT_S = 2;

    private ConnectOptions() {}

    static PgConnectOptions of(DatabaseAddress address) {
        PgConnectOptions options = new PgConnectOptions()
                .setHost(address.host())
                .setPort(address.port())
                .setDatabase(address.database())
                .setUser(address.user())
                .setPassword(address.password())
                .setSslMode(SslMode.of(address.sslMode()))
                .setSslOptions(tls(address))
                .addProperty("application_name", address.applicationName());
        if (address.schema() != null) {
            options.addProperty("search_path", address.schema());
        }
        return options;
    }

    private static ClientSSLOptions tls(DatabaseAddress address) {
        ClientSSLOptions tls = new ClientSSLOptions()
                .setHostnameVerificationAlgorithm(address.sslMode().equals("verify-full") ? "HTTPS" : "");
        if (address.sslRootCert() == null) {
            return tls.setTrustAll(true);
        }
        try {
            return tls.setTrustOptions(TrustOptions.wrap(new RootCertificates(address.sslRootCert())));
        } catch (GeneralSecurityException | IOException e) {
            throw new DatabaseUnavailable("The root certificates of " + address + " cannot be read: " + e, e);
        }
    }

    static NetClientOptions network(DatabaseAddress address) {
        return new NetClientOptions().setConnectTimeout(timeoutMs(address)).setTcpKeepAlive(true);
    }

    /** The timeout for opening a connection, in milliseconds. */
    static int timeoutMs(DatabaseAddress address) {
        return 1_000 * (address.connectTimeout() == null ? CONNECT_TIMEOUT_S : address.connectTimeout());
    }
}
