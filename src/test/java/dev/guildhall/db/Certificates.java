package dev.guildhall.db;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;

/** Certificates and private keys for tests, created by the JDK's keytool. The name of each is its alias and the name of its files. */
public final class Certificates {
    private static final String PASSWORD = "a password";

    private final Path directory;

    private Certificates(Path directory) {
        this.directory = directory;
    }

    /** @param directory exists and is empty */
    public static Certificates make(Path directory) throws IOException, InterruptedException, GeneralSecurityException {
        Certificates certificates = new Certificates(directory);
        certificates.create("root", "-ext", "bc:c");
        certificates.create("other-root", "-ext", "bc:c");
        certificates.create("localhost", "-signer", "root", "-ext", "san=dns:localhost");
        certificates.create("elsewhere", "-signer", "root", "-ext", "san=dns:elsewhere.example");
        certificates.create("expired", "-signer", "root", "-ext", "san=dns:localhost", "-startdate", "-3d");
        certificates.create("expired-itself", "-ext", "san=dns:localhost", "-startdate", "-3d");
        certificates.export();
        return certificates;
    }

    private void create(String name, String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                name,
                "-dname",
                "CN=" + name,
                "-keyalg",
                "EC",
                "-validity",
                "2",
                "-keystore",
                store().toString(),
                "-storepass",
                PASSWORD));
        command.addAll(List.of(options));
        Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(keytool.getInputStream().readAllBytes(), US_ASCII);
        if (keytool.waitFor() != 0) {
            throw new IOException(output);
        }
    }

    private void export() throws IOException, GeneralSecurityException {
        KeyStore store = keyStore();
        for (String name : Collections.list(store.aliases())) {
            write(certificate(name), "CERTIFICATE", store.getCertificate(name).getEncoded());
            write(
                    key(name),
                    "PRIVATE KEY",
                    store.getKey(name, PASSWORD.toCharArray()).getEncoded());
            // PostgreSQL refuses a key that other users can read.
            Files.setPosixFilePermissions(key(name), PosixFilePermissions.fromString("rw-------"));
        }
    }

    private static void write(Path file, String kind, byte[] content) throws IOException {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        Files.writeString(file, "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n");
    }

    public Path certificate(String name) {
        return directory.resolve(name + ".crt").toAbsolutePath();
    }

    public Path key(String name) {
        return directory.resolve(name + ".key").toAbsolutePath();
    }

    /** The key store with all certificates and keys. */
    Path store() {
        return directory.resolve("store.p12").toAbsolutePath();
    }

    KeyStore keyStore() throws IOException, GeneralSecurityException {
        return KeyStore.getInstance(store().toFile(), PASSWORD.toCharArray());
    }

    static String password() {
        return PASSWORD;
    }
}
