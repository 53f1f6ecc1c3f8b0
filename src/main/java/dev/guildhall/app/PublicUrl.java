package dev.guildhall.app;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The address by which others call this installation, perhaps with a path that a proxy takes away. */
final class PublicUrl {
    static final String EXPECTED = "an address such as https://api.market.example or https://market.example/api";

    private static final Pattern URL = Pattern.compile("(?<origin>[^/]*//[^/?#]*)(?<path>(?:/[A-Za-z0-9._~-]+)*)/?");

    private PublicUrl() {}

    /**
     * Without a slash at its end.
     *
     * @throws IllegalArgumentException with a predicate that says what is wrong
     */
    static String normalised(String text) {
        Matcher url = URL.matcher(text);
        if (!url.matches()) {
            throw new IllegalArgumentException(
                    "is no http or https address, or has more than a plain path behind the host");
        }
        return Origins.normalised(url.group("origin")) + url.group("path");
    }
}
