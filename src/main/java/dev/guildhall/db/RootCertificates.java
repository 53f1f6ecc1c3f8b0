package dev.guildhall.db;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Trusts servers whose certificate was signed by one of a file, or by one that the JVM trusts; both drivers ask it. */
final class RootCertificates extends X509ExtendedTrustManager {
    /** In place of a path: the certificates that the JVM trusts. */
    static final String SYSTEM = "system";

    private final X509ExtendedTrustManager jvm;

    /** @param sslRootCert the path of a file, or {@link #SYSTEM} */
    RootCertificates(String sslRootCert) throws GeneralSecurityException, IOException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(sslRootCert.equals(SYSTEM) ? null : store(read(Path.of(sslRootCert))));
        this.jvm = (X509ExtendedTrustManager) factory.getTrustManagers()[0];
    }

    /** What keeps a file from being used, as a predicate ("does not exist"); null where it can be. */
    static @Nullable String mistakeIn(Path file) {
        try {
            return read(file).isEmpty() ? "holds no certificate" : null;
        } catch (NoSuchFileException e) {
            return "does not exist";
        } catch (FileSystemException e) {
            // The message of these is a path alone; the class says what happened.
            return "cannot be read (" + e.getClass().getSimpleName() + ")";
        } catch (IOException e) {
            return "cannot be read (" + e.getMessage() + ")";
        } catch (CertificateException e) {
            return "holds no certificate";
        }
    }

    /** In PEM or DER, as both drivers read them. */
    private static Collection<? extends Certificate> read(Path file) throws IOException, CertificateException {
        try (InputStream in = Files.newInputStream(file)) {
            return CertificateFactory.getInstance("X.509").generateCertificates(in);
        }
    }

    private static KeyStore store(Collection<? extends Certificate> certificates)
            throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        for (Certificate certificate : certificates) {
            store.setCertificateEntry("root " + store.size(), certificate);
        }
        return store;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        checkDates(chain);
        jvm.checkServerTrusted(chain, authType, engine);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        checkDates(chain);
        jvm.checkServerTrusted(chain, authType, socket);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        checkDates(chain);
        jvm.checkServerTrusted(chain, authType);
    }

    /** The JVM takes a certificate that is trusted itself, as self-signed ones are, even after it has expired. */
    private static void checkDates(X509Certificate[] chain) throws CertificateException {
        chain[0].checkValidity();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        jvm.checkClientTrusted(chain, authType, engine);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        jvm.checkClientTrusted(chain, authType, socket);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        jvm.checkClientTrusted(chain, authType);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return jvm.getAcceptedIssuers();
    }
}
