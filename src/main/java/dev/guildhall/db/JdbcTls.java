package dev.guildhall.db;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Properties;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.postgresql.PGProperty;
import org.postgresql.ssl.WrappedFactory;

/** Makes the JDBC driver trust the same certificates as the Vert.x driver. The JDBC driver creates it by its class name, so it is public. */
public final class JdbcTls extends WrappedFactory {
    public JdbcTls(Properties info) throws GeneralSecurityException, IOException {
        String sslRootCert = PGProperty.SSL_ROOT_CERT.getOrDefault(info);
        if (sslRootCert == null) {
            throw new IllegalArgumentException("there is no sslrootcert");
        }
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new RootCertificates(sslRootCert)}, null);
        factory = context.getSocketFactory();
    }
}
