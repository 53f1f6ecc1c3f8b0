package dev.guildhall.app;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The URL at which clients reach this installation; it may have a path that a proxy removes. */
final class PublicUrl {
    static final String EXPECTED = "an address such as https://api.market.example or https://market.example/api";

    private static final Pattern URL = Pattern.compile("(?<origin>[^/]*//[^/?#]*)(?<path>(?:/[A-Za-z0-9._~-]+)*)/?");

    private PublicUrl() {}

    /**
     * Removes a slash at the end.
     *
     * @throws IllegalArgumentException with a predicate that says what is wrong
     */
    static String normalised(String text) {
        Matcher url = URL.matcher(text);
        if (!url.matches()) {
            throw new IllegalArgumentException(
                    "is not an http or https URL, or has more than a plain path after the host");
        }
        return Origins.normalised(url.group("origin")) + url.group("path");
    }
}
