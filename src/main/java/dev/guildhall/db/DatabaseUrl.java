package dev.guildhall.db;

import io.netty.util.NetUtil;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Takes a connection URL apart and tells everything that is wrong with it. */
final class DatabaseUrl {
    private static final List<String> SCHEMES = List.of("postgresql", "postgres");

    // java.net.URI knows no host with an underscore in it, and Docker Compose makes many of those.
    private static final Pattern HOST_AND_PORT =
            Pattern.compile("(?:\\[(?<ipv6>[^\\]]*)\\]|(?<name>[A-Za-z0-9._-]*))(?::(?<port>[^:]*))?");

    private final Consumer<String> mistakes;
    private boolean flawed;

    DatabaseUrl(Consumer<String> mistakes) {
        this.mistakes = mistakes;
    }

    @Nullable
    DatabaseAddress parse(String url) {
        URI uri = split(url);
        if (uri == null) {
            return null;
        }
        String authority = orEmpty(uri.getRawAuthority());
        int at = authority.lastIndexOf('@');
        String credentials = authority.substring(0, Math.max(at, 0));
        int colon = credentials.indexOf(':');
        String user = decoded(colon < 0 ? credentials : credentials.substring(0, colon));
        String password = colon < 0 ? "" : decoded(credentials.substring(colon + 1));
        if (user.isEmpty()) {
            mistake("has no user name");
        }

        Matcher place = HOST_AND_PORT.matcher(authority.substring(at + 1));
        boolean understood = place.matches();
        if (!understood) {
            mistake("has a host and port that cannot be understood");
        }
        String host = understood ? host(place) : "";
        int port = understood ? port(place.group("port")) : DatabaseAddress.DEFAULT_PORT;
        String database = database(orEmpty(uri.getRawPath()));
        // Without an @ what looks like a parameter may be the end of a password.
        UrlParameters parameters = new UrlParameters(at < 0 ? "" : orEmpty(uri.getRawQuery()), this::mistake);
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
        return flawed ? null : address;
    }

    private @Nullable URI split(String url) {
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            // Its message holds the URL, and so the password.
            mistake("is no URL (special characters in user name and password have to be percent-encoded)");
            return null;
        }
        if (!SCHEMES.contains(orEmpty(uri.getScheme()).toLowerCase(Locale.ROOT))) {
            mistake("does not begin with postgresql://");
            return null;
        }
        String rest = orEmpty(uri.getRawPath()) + orEmpty(uri.getRawQuery());
        if (uri.getRawFragment() != null || rest.contains("@")) {
            mistake("holds a /, ? or # in user name or password that has to be percent-encoded (%2F, %3F, %23)");
            return null;
        }
        return uri;
    }

    private String host(Matcher place) {
        String ipv6 = place.group("ipv6");
        if (ipv6 != null) {
            if (!NetUtil.isValidIpV6Address(ipv6)) {
                mistake("has a host in brackets that is no IPv6 address");
            }
            // A zone (fe80::1%eth0) is written with its percent sign encoded.
            return ipv6.replace("%25", "%");
        }
        String name = orEmpty(place.group("name"));
        if (name.isEmpty()) {
            mistake("has no host");
        }
        return name;
    }

    private int port(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return DatabaseAddress.DEFAULT_PORT;
        }
        int port = text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : 0;
        if (port < 1 || port > 65_535) {
            mistake("has a port that is no number from 1 to 65535");
        }
        return port;
    }

    private String database(String path) {
        String name = path.isEmpty() ? "" : path.substring(1);
        if (name.isEmpty()) {
            mistake("names no database");
        } else if (name.contains("/")) {
            mistake("has a path that is not the name of one database");
        }
        return decoded(name);
    }

    private void mistake(String predicate) {
        flawed = true;
        mistakes.accept(predicate);
    }

    private static String decoded(String text) {
        // In a URL, unlike in a form, a plus is a plus.
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
