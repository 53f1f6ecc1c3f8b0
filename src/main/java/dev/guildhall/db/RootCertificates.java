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

/** Trusts servers whose certificate was signed by one in a file, or by one that the JVM trusts. Used by both drivers. */
final class RootCertificates extends X509ExtendedTrustManager {
    /** Used instead of a path for the certificates that the JVM trusts. */
    static final String SYSTEM = "system";

    private final X509ExtendedTrustManager delegate;

    /** @param sslRootCert the path of a file, or {@link #SYSTEM} */
    RootCertificates(String sslRootCert) throws GeneralSecurityException, IOException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(sslRootCert.equals(SYSTEM) ? null : keyStore(read(Path.of(sslRootCert))));
        this.delegate = (X509ExtendedTrustManager) factory.getTrustManagers()[0];
    }

    /** Why a file cannot be used, as a predicate ("does not exist"); null if it can. */
    static @Nullable String mistakeIn(Path file) {
        try {
            return read(file).isEmpty() ? "contains no certificate" : null;
        } catch (NoSuchFileException e) {
            return "does not exist";
        } catch (FileSystemException e) {
            // The message of these exceptions is only the path; their class says what happened.
            return "cannot be read (" + e.getClass().getSimpleName() + ")";
        } catch (IOException e) {
            return "cannot be read (" + e.getMessage() + ")";
        } catch (CertificateException e) {
            return "contains no certificate";
        }
    }

    /** In PEM or DER. */
    private static Collection<? extends Certificate> read(Path file) throws IOException, CertificateException {
        try (InputStream in = Files.newInputStream(file)) {
            return CertificateFactory.getInstance("X.509").generateCertificates(in);
        }
    }

    private static KeyStore keyStore(Collection<? extends Certificate> certificates)
            throws GeneralSecurityException, IOException {
        KeyStore keyStore = KeyStore.getInstance(KeyStore.getDefaultType());
        keyStore.load(null, null);
        for (Certificate certificate : certificates) {
            keyStore.setCertificateEntry("root " + keyStore.size(), certificate);
        }
        return keyStore;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        checkDates(chain);
        delegate.checkServerTrusted(chain, authType, engine);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        checkDates(chain);
        delegate.checkServerTrusted(chain, authType, socket);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        checkDates(chain);
        delegate.checkServerTrusted(chain, authType);
    }

    /** Needed because the JVM accepts a certificate that is itself trusted (such as a self-signed one) even after it has expired. */
    private static void checkDates(X509Certificate[] chain) throws CertificateException {
        chain[0].checkValidity();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        delegate.checkClientTrusted(chain, authType, engine);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        delegate.checkClientTrusted(chain, authType, socket);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        delegate.checkClientTrusted(chain, authType);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return delegate.getAcceptedIssuers();
    }
}
