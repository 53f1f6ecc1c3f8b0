package dev.guildhall.auth;

import io.netty.handler.codec.http.cookie.Cookie;
import io.netty.handler.codec.http.cookie.ServerCookieDecoder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Finds the tokens among all the cookies of a request; Auth.js splits a long one into {@code name.0}, {@code name.1}, … */
final class SessionCookies {
    private static final int MAX_HEADERS = 32 * 1024;
    /** Of those that are tried; each costs as much as a small request, and no browser sends more than a few. */
    static final int MAX_TOKENS = 16;

    private static final Pattern CHUNK_NUMBER = Pattern.compile("0|[1-9][0-9]?");

    private final List<String> whole = new ArrayList<>();

    /** By number, the values in the order of the header: of the same name on several paths the nearest comes first. */
    private final Map<Integer, List<String>> chunks = new HashMap<>();

    private SessionCookies() {}

    /**
     * @param headers every {@code Cookie} header: HTTP/2 may send one for each cookie
     * @throws dev.guildhall.failure.Failure.Unauthenticated auth_invalid if together they are longer than 32 KiB
     */
    static List<PresentedToken> tokens(List<String> headers, List<String> names) {
        if (headers.isEmpty()) {
            return List.of();
        }
        if (headers.stream().mapToInt(String::length).sum() > MAX_HEADERS) {
            throw TokenFailures.invalid("the cookies are longer than " + MAX_HEADERS + " characters");
        }
        // Lax, and not the request's own cookies: those drop what is not by the book, and all but one of a name.
        List<Cookie> cookies = headers.stream()
                .flatMap(header -> ServerCookieDecoder.LAX.decodeAll(header).stream())
                .filter(cookie -> !cookie.value().isEmpty())
                .toList();
        return names.stream()
                .flatMap(name -> named(name, cookies).inOrder().stream().map(token -> new PresentedToken(token, name)))
                .limit(MAX_TOKENS)
                .toList();
    }

    private static SessionCookies named(String name, List<Cookie> cookies) {
        SessionCookies found = new SessionCookies();
        for (Cookie cookie : cookies) {
            if (cookie.name().startsWith(name)) {
                found.add(cookie.name().substring(name.length()), cookie.value());
            }
        }
        return found;
    }

    private void add(String suffix, String value) {
        if (suffix.isEmpty()) {
            whole.add(value);
        } else if (suffix.startsWith(".")
                && CHUNK_NUMBER.matcher(suffix.substring(1)).matches()) {
            chunks.computeIfAbsent(Integer.valueOf(suffix.substring(1)), number -> new ArrayList<>())
                    .add(value);
        }
    }

    private List<String> inOrder() {
        List<String> tokens = new ArrayList<>();
        for (int copy = 0; copy < copiesOf(0); copy++) {
            tokens.add(joined(copy));
        }
        tokens.addAll(whole);
        return tokens;
    }

    /** Ends at a gap: what lies behind it was left over from a longer token. */
    private String joined(int copy) {
        StringBuilder token = new StringBuilder();
        for (int number = 0; copiesOf(number) > copy; number++) {
            token.append(chunks.getOrDefault(number, List.of()).get(copy));
        }
        return token.toString();
    }

    private int copiesOf(int number) {
        return chunks.getOrDefault(number, List.of()).size();
    }
}
