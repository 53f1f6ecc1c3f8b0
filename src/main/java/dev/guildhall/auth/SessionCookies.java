package dev.guildhall.auth;

import io.netty.handler.codec.http.cookie.Cookie;
import io.netty.handler.codec.http.cookie.ServerCookieDecoder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Finds the tokens among the cookies of a request; Auth.js splits a long one into {@code name.0}, {@code name.1}, … */
final class SessionCookies {
    private static final int MAX_HEADERS_LENGTH = 32 * 1024;
    /** Limits the work for one request: each token costs as much as a small request, and no browser sends more than a few. */
    static final int MAX_TOKENS = 16;

    private static final Pattern CHUNK_NUMBER = Pattern.compile("0|[1-9][0-9]?");

    private final List<String> whole = new ArrayList<>();

    /**
     * The chunks by their numbers. If cookies for several paths have one name, the one of the nearest path comes first, as in the
     * header.
     */
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
        if (headers.stream().mapToInt(String::length).sum() > MAX_HEADERS_LENGTH) {
            throw TokenFailures.invalid("the cookies are longer than " + MAX_HEADERS_LENGTH + " characters");
        }
        // Vert.x leaves out cookies that break the standard, and keeps one of each name; the lax decoder returns all.
        List<Cookie> cookies = headers.stream()
                .flatMap(header -> ServerCookieDecoder.LAX.decodeAll(header).stream())
                .filter(cookie -> !cookie.value().isEmpty())
                .toList();
        return names.stream()
                .flatMap(name ->
                        find(name, cookies).tokensInOrder().stream().map(token -> new PresentedToken(token, name)))
                .limit(MAX_TOKENS)
                .toList();
    }

    private static SessionCookies find(String name, List<Cookie> cookies) {
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

    private List<String> tokensInOrder() {
        List<String> tokens = new ArrayList<>();
        for (int copy = 0; copy < countChunks(0); copy++) {
            tokens.add(joinChunks(copy));
        }
        tokens.addAll(whole);
        return tokens;
    }

    /** Ends at a missing number: chunks after it are left over from a longer token. */
    private String joinChunks(int copy) {
        StringBuilder token = new StringBuilder();
        for (int number = 0; countChunks(number) > copy; number++) {
            token.append(chunks.getOrDefault(number, List.of()).get(copy));
        }
        return token.toString();
    }

    private int countChunks(int number) {
        return chunks.getOrDefault(number, List.of()).size();
    }
}
