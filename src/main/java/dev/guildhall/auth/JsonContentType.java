package dev.guildhall.auth;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Recognises JSON in UTF-8 by its media type. No HTML form can send this type, and a script of a different site only after
 * a preflight.
 */
public final class JsonContentType {
    private static final String TOKEN = "[\\w!#$%&'*+.^`|~-]++";

    private static final Pattern JSON = Pattern.compile(
            "application/(?:[\\w!#$&^.+-]+[+])?json\\s*+(?:;\\s*+(?:(?:charset=(?:utf-?8|\"utf-?8\")" + "|(?!charset=)"
                    + TOKEN + "=(?:" + TOKEN + "|\"(?:[^\"\\\\]|\\\\.)*+\"))\\s*+)?+)*+",
            Pattern.CASE_INSENSITIVE);

    /** What nearly every client sends. */
    private static final String PLAIN = "application/json";

    private JsonContentType() {}

    public static boolean isIn(MultiMap headers) {
        List<String> types = headers.getAll(HttpHeaders.CONTENT_TYPE);
        return types.size() == 1
                && (types.get(0).equals(PLAIN) || JSON.matcher(types.get(0)).matches());
    }
}
