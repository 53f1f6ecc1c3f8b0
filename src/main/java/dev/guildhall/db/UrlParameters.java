package dev.guildhall.db;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The query parameters of a connection URL, with the names and meanings of libpq. */
final class UrlParameters {
    private static final String SSL_MODE = "sslmode";
    private static final String SSL_ROOT_CERT = "sslrootcert";
    private static final String CHANNEL_BINDING = "channel_binding";
    private static final String APPLICATION_NAME = "application_name";
    private static final String CONNECT_TIMEOUT = "connect_timeout";
    private static final List<String> NAMES =
            List.of(SSL_MODE, SSL_ROOT_CERT, CHANNEL_BINDING, APPLICATION_NAME, CONNECT_TIMEOUT);

    private static final List<String> SSL_MODES = List.of("disable", "prefer", "require", "verify-ca", "verify-full");
    private static final String DEFAULT_SSL_MODE = "prefer";
    private static final int MAX_CONNECT_TIMEOUT_S = 60;
    /** PostgreSQL cuts names after 63 bytes, and we append a word to this one. */
    private static final Pattern APPLICATION_NAME_FORMAT = Pattern.compile("[ -~]{1,48}");

    private final Consumer<String> mistakes;
    private final Map<String, String> values = new HashMap<>();

    UrlParameters(String query, Consumer<String> mistakes) {
        this.mistakes = mistakes;
        for (String parameter : query.split("&", -1)) {
            int equals = parameter.indexOf('=');
            String name = equals < 0 ? parameter : parameter.substring(0, equals);
            if (!NAMES.contains(name)) {
                if (!parameter.isEmpty()) {
                    mistakes.accept(
                            "has the unknown parameter \"" + name + "\" (known: " + String.join(", ", NAMES) + ")");
                }
            } else if (values.put(name, equals < 0 ? "" : decode(parameter.substring(equals + 1))) != null) {
                mistakes.accept("has the parameter " + name + " more than once");
            }
        }
        checkChannelBinding();
        // Path.of would throw an exception.
        if (values.getOrDefault(SSL_ROOT_CERT, "").contains("\0")) {
            values.remove(SSL_ROOT_CERT);
            mistakes.accept("has an sslrootcert that is not a path");
        }
    }

    String sslMode() {
        String mode = values.getOrDefault(
                SSL_MODE, RootCertificates.SYSTEM.equals(sslRootCert()) ? "verify-full" : DEFAULT_SSL_MODE);
        if (!SSL_MODES.contains(mode)) {
            mistakes.accept("has an sslmode that is not one of " + String.join(", ", SSL_MODES));
        }
        // As libpq does: if a root certificate is given, it is used to verify the server.
        return mode.equals("require") && sslRootCert() != null ? "verify-ca" : mode;
    }

    /** The absolute path, or {@link RootCertificates#SYSTEM}; null if it is not set. */
    @Nullable
    String sslRootCert() {
        String value = values.get(SSL_ROOT_CERT);
        return value == null || value.equals(RootCertificates.SYSTEM)
                ? value
                : Path.of(value).toAbsolutePath().toString();
    }

    /** Reports mistakes in the root certificates for this mode. */
    void checkSslRootCert(String sslMode) {
        String value = values.get(SSL_ROOT_CERT);
        boolean isVerified = sslMode.startsWith("verify-");
        if (value == null) {
            if (isVerified) {
                mistakes.accept("has sslmode=" + sslMode + " and no sslrootcert (a file of root certificates, or "
                        + RootCertificates.SYSTEM + " for those of the JVM)");
            }
        } else if (!isVerified) {
            mistakes.accept("has an sslrootcert that sslmode=" + sslMode + " does not use (verify-full does)");
        } else if (!value.equals(RootCertificates.SYSTEM)) {
            String mistake = RootCertificates.mistakeIn(Path.of(value));
            if (mistake != null) {
                mistakes.accept("has an sslrootcert \"" + value + "\" that " + mistake);
            }
        } else if ("require".equals(values.get(SSL_MODE))) {
            mistakes.accept("has sslmode=require, which is too weak for sslrootcert=system (use verify-full)");
        }
    }

    String applicationName() {
        String name = values.getOrDefault(APPLICATION_NAME, DatabaseAddress.DEFAULT_APPLICATION_NAME);
        if (!APPLICATION_NAME_FORMAT.matcher(name).matches()) {
            mistakes.accept("has an application_name that is not 1 to 48 characters of ASCII");
        }
        return name;
    }

    /** In seconds; null if it is not set. */
    @Nullable
    Integer connectTimeout() {
        String value = values.get(CONNECT_TIMEOUT);
        if (value == null) {
            return null;
        }
        int seconds = value.matches("[0-9]{1,3}") ? Integer.parseInt(value) : 0;
        if (seconds < 1 || seconds > MAX_CONNECT_TIMEOUT_S) {
            mistakes.accept("has a connect_timeout that is not a number of seconds from 1 to " + MAX_CONNECT_TIMEOUT_S);
        }
        return seconds;
    }

    private void checkChannelBinding() {
        switch (values.getOrDefault(CHANNEL_BINDING, "disable")) {
            case "disable", "prefer" -> {}
            case "require" ->
                mistakes.accept("has channel_binding=require, which the driver does not support (remove it, and use"
                        + " sslmode=verify-full to verify the server)");
            default -> mistakes.accept("has a channel_binding that is not one of disable, prefer");
        }
    }

    /** Decodes a part of a URL. */
    static String decode(String text) {
        // In a URL, unlike in a form, a plus is a plus.
        return URLDecoder.decode(text.replace("+", "%2B"), UTF_8);
    }
}
