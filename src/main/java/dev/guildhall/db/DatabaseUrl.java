package dev.guildhall.db;

import io.netty.util.NetUtil;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Parses a connection URL and reports all its mistakes. */
final class DatabaseUrl {
    private static final List<String> SCHEMES = List.of("postgresql", "postgres");

    // java.net.URI does not accept hosts with an underscore, which are common with Docker Compose.
    private static final Pattern HOST_AND_PORT =
            Pattern.compile("(?:\\[(?<ipv6>[^\\]]*)\\]|(?<name>[A-Za-z0-9._-]*))(?::(?<port>[^:]*))?");

    private final Consumer<String> mistakes;
    private boolean hasMistake;

    DatabaseUrl(Consumer<String> mistakes) {
        this.mistakes = mistakes;
    }

    @Nullable
    DatabaseAddress parse(String url) {
        URI uri = toUri(url);
        if (uri == null) {
            return null;
        }
        String authority = orEmpty(uri.getRawAuthority());
        int at = authority.lastIndexOf('@');
        String credentials = authority.substring(0, Math.max(at, 0));
        int colon = credentials.indexOf(':');
        String user = UrlParameters.decode(colon < 0 ? credentials : credentials.substring(0, colon));
        String password = colon < 0 ? "" : UrlParameters.decode(credentials.substring(colon + 1));
        if (user.isEmpty()) {
            addMistake("has no user name");
        }

        Matcher hostAndPort = HOST_AND_PORT.matcher(authority.substring(at + 1));
        boolean isValid = hostAndPort.matches();
        if (!isValid) {
            addMistake("has a host and port that cannot be understood");
        }
        String host = isValid ? host(hostAndPort) : "";
        int port = isValid ? port(hostAndPort.group("port")) : DatabaseAddress.DEFAULT_PORT;
        String database = database(orEmpty(uri.getRawPath()));
        // If there is no @, the text after the question mark may be the end of a password.
        UrlParameters parameters = new UrlParameters(at < 0 ? "" : orEmpty(uri.getRawQuery()), this::addMistake);
        String sslMode = parameters.sslMode();
        parameters.checkSslRootCert(sslMode);
        DatabaseAddress address = new DatabaseAddress(
                host,
                port,
                database,
                user,
                password,
                sslMode,
                parameters.sslRootCert(),
                parameters.applicationName(),
                parameters.connectTimeout(),
                null);
        return hasMistake ? null : address;
    }

    private @Nullable URI toUri(String url) {
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            // The message of the exception contains the URL, and so the password.
            addMistake("is not a URL (special characters in user name and password have to be percent-encoded)");
            return null;
        }
        if (!SCHEMES.contains(orEmpty(uri.getScheme()).toLowerCase(Locale.ROOT))) {
            addMistake("does not begin with postgresql://");
            return null;
        }
        String rest = orEmpty(uri.getRawPath()) + orEmpty(uri.getRawQuery());
        if (uri.getRawFragment() != null || rest.contains("@")) {
            addMistake("has a /, ? or # in the user name or password that has to be percent-encoded (%2F, %3F, %23)");
            return null;
        }
        return uri;
    }

    private String host(Matcher hostAndPort) {
        String ipv6 = hostAndPort.group("ipv6");
        if (ipv6 != null) {
            if (!NetUtil.isValidIpV6Address(ipv6)) {
                addMistake("has a host in brackets that is not an IPv6 address");
            }
            // In a URL the percent sign of a zone (fe80::1%eth0) is encoded.
            return ipv6.replace("%25", "%");
        }
        String name = orEmpty(hostAndPort.group("name"));
        if (name.isEmpty()) {
            addMistake("has no host");
        }
        return name;
    }

    private int port(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return DatabaseAddress.DEFAULT_PORT;
        }
        int port = text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : 0;
        if (port < 1 || port > 65_535) {
            addMistake("has a port that is not a number from 1 to 65535");
        }
        return port;
    }

    private String database(String path) {
        String name = path.isEmpty() ? "" : path.substring(1);
        if (name.isEmpty()) {
            addMistake("has no database name");
        } else if (name.contains("/")) {
            addMistake("has a path that is not the name of one database");
        }
        return UrlParameters.decode(name);
    }

    private void addMistake(String predicate) {
        hasMistake = true;
        mistakes.accept(predicate);
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
