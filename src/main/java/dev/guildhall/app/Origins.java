package dev.guildhall.app;

import dev.guildhall.http.HttpConfig;
import io.netty.util.NetUtil;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Normalises origins of websites to the spelling that browsers send. */
final class Origins {
    static final String EXPECTED = "origins such as https://market.example or http://localhost:3000";

    private static final Pattern ORIGIN = Pattern.compile(
            "(?<scheme>https?)://(?:\\[(?<ipv6>[^\\]]+)\\]|(?<name>[a-z0-9_][a-z0-9._-]*))(?::(?<port>[0-9]{1,5}))?");

    private Origins() {}

    /** @throws IllegalArgumentException with a predicate that says what is wrong ("has a path after the host") */
    static String normalised(String text) {
        if (text.contains("*")) {
            throw new IllegalArgumentException("is a wildcard");
        }
        if (!text.chars().allMatch(c -> c < 128)) {
            throw new IllegalArgumentException("has a host that is not written in ASCII (xn--…), as browsers send it");
        }
        Matcher origin = ORIGIN.matcher(text.toLowerCase(Locale.ROOT));
        if (!origin.matches()) {
            throw new IllegalArgumentException(
                    text.matches("(?i)https?://[^/?#]+[/?#].*")
                            ? "has a path after the host"
                            : "is not of the form scheme://host or scheme://host:port");
        }
        String scheme = origin.group("scheme");
        String host = origin.group("ipv6") == null ? origin.group("name") : ipv6(origin.group("ipv6"));
        return scheme + "://" + host + port(scheme, origin.group("port"));
    }

    private static String ipv6(String text) {
        if (!NetUtil.isValidIpV6Address(text) || text.contains("%")) {
            throw new IllegalArgumentException("has a host in brackets that is not an IPv6 address");
        }
        return "[" + NetUtil.toAddressString(NetUtil.getByName(text)) + "]";
    }

    private static String port(String scheme, @Nullable String text) {
        if (text == null) {
            return "";
        }
        int port = Integer.parseInt(text);
        if (port < 1 || port > HttpConfig.MAX_PORT) {
            throw new IllegalArgumentException("has a port that is not a number from 1 to 65535");
        }
        return port == (scheme.equals("https") ? 443 : 80) ? "" : ":" + port;
    }
}
