package dev.guildhall.http;

import com.ibm.icu.text.IDNA;
import io.netty.util.NetUtil;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which absolute URLs are accepted: those that browsers open, also with hosts in any script, underscores, and brackets in the
 * query. Stricter than {@code java.net.URI} in some cases and less strict in others.
 */
final class UrlRules {
    /** Of a name in the DNS (RFC 1035, section 3.1), with the dot of the root. ICU is slow for longer ones, and fails in the end. */
    private static final int MAX_HOST_LENGTH = 254;

    /** Possessive, since Java repeats any other group by recursion. */
    private static final Pattern URL =
            Pattern.compile("(?<scheme>[A-Za-z][A-Za-z0-9+.-]*+)://(?<authority>[^/?#]*+)(?<rest>.*+)", Pattern.DOTALL);

    private static final Pattern AUTHORITY =
            Pattern.compile("(?<host>\\[[^\\]]*+\\]|[^:\\[\\]]*+)(?::(?<port>\\d{1,5}))?");

    /** What a host name cannot hold and a browser would not take for a part of it. */
    private static final Pattern HOST_NAME =
            Pattern.compile("[^\\u0000-\\u002C/:;<=>?@\\[\\\\\\]^`{|}~\\u007F-\\u00A0]++");

    /** What browsers take for an IPv4 address, by the URL Standard. */
    private static final Pattern ENDS_IN_A_NUMBER = Pattern.compile("(?:.*\\.)?\\d++\\.?");

    /** What may follow the host, as in the contract. */
    private static final Pattern REST = Pattern.compile(
            "(?:[^\\u0000-\\u0020\"<>\\\\^`{|}%\\u007F-\\u00A0\\u1680\\u2000-\\u200F\\u2028-\\u202F\\u205F\\u3000\\uFEFF]"
                    + "|%[0-9A-Fa-f]{2})*+");

    private static final Pattern BROKEN_ESCAPE = Pattern.compile("%(?![0-9A-Fa-f]{2})");

    private static final IDNA DOMAINS =
            IDNA.getUTS46Instance(IDNA.NONTRANSITIONAL_TO_ASCII | IDNA.CHECK_BIDI | IDNA.CHECK_CONTEXTJ);

    /** Names with such hyphens exist in the DNS. */
    private static final Set<IDNA.Error> ACCEPTED =
            EnumSet.of(IDNA.Error.LEADING_HYPHEN, IDNA.Error.TRAILING_HYPHEN, IDNA.Error.HYPHEN_3_4);

    private UrlRules() {}

    /** What is wrong with a URL, as a sentence for people; empty if nothing is. */
    static Optional<String> violation(String text, Set<String> schemes) {
        Matcher url = URL.matcher(text);
        if (!url.matches() || !schemes.contains(url.group("scheme").toLowerCase(Locale.ROOT))) {
            return Optional.of(
                    "Must be a URL that begins with " + String.join(":// or ", new TreeSet<>(schemes)) + "://.");
        }
        String authority = url.group("authority");
        if (authority.contains("@")) {
            return Optional.of("Must not contain the name of a user or a password.");
        }
        if (!isAuthority(authority)) {
            return Optional.of("The host or the port of this URL is not valid.");
        }
        String rest = url.group("rest");
        if (BROKEN_ESCAPE.matcher(rest).find()) {
            return Optional.of("Two hexadecimal digits have to follow a percent sign; write %25 for the sign itself.");
        }
        return REST.matcher(rest).matches()
                ? Optional.empty()
                : Optional.of("Blanks and special characters of a URL have to be percent-encoded, such as %20.");
    }

    private static boolean isAuthority(String text) {
        Matcher authority = AUTHORITY.matcher(text);
        if (!authority.matches()) {
            return false;
        }
        String port = authority.group("port");
        String host = authority.group("host");
        return (port == null || Integer.parseInt(port) > 0 && Integer.parseInt(port) <= HttpConfig.MAX_PORT)
                && (host.startsWith("[")
                        ? NetUtil.isValidIpV6Address(host.substring(1, host.length() - 1)) && !host.contains("%")
                        : isHostName(host));
    }

    private static boolean isHostName(String host) {
        if (host.length() > MAX_HOST_LENGTH || !HOST_NAME.matcher(host).matches()) {
            return false;
        }
        IDNA.Info info = new IDNA.Info();
        StringBuilder ascii = new StringBuilder();
        DOMAINS.nameToASCII(host, ascii, info);
        return !ascii.isEmpty()
                && !ascii.toString().equals(".")
                && ACCEPTED.containsAll(info.getErrors())
                && (!ENDS_IN_A_NUMBER.matcher(ascii).matches() || NetUtil.isValidIpV4Address(ascii.toString()));
    }
}
