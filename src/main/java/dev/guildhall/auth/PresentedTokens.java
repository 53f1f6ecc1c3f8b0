package dev.guildhall.auth;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The tokens of a request, in the order in which they are tried; none is verified yet.
 *
 * @param isFromCookie false if there is a {@code Bearer} token, which takes precedence over all cookies
 */
record PresentedTokens(boolean isFromCookie, List<PresentedToken> tokens) {
    private static final Pattern BEARER = Pattern.compile("bearer ++(\\S++)", Pattern.CASE_INSENSITIVE);
    /** A scheme with its credentials (RFC 9110, section 11.4); a token without a scheme is a mistake of the client. */
    private static final Pattern OTHER_SCHEME =
            Pattern.compile("(?!bearer )[!#$%&'*+.^_`|~0-9a-z-]++ .++", Pattern.CASE_INSENSITIVE);

    /**
     * @throws dev.guildhall.failure.Failure.Unauthenticated auth_invalid if the Authorization header is invalid, or the
     * cookies are too long
     */
    static PresentedTokens of(MultiMap headers, List<String> cookieNames) {
        return bearer(headers)
                .map(token -> new PresentedTokens(false, List.of(new PresentedToken(token, null))))
                .orElseGet(() -> new PresentedTokens(
                        true, SessionCookies.tokens(headers.getAll(HttpHeaders.COOKIE), cookieNames)));
    }

    /**
     * The token in the {@code Authorization} header; empty if there is none. Other schemes, such as the Basic of a proxy, are
     * not for Guildhall and are ignored.
     *
     * @throws dev.guildhall.failure.Failure.Unauthenticated auth_invalid if there are several, or one that is not valid
     */
    static Optional<String> bearer(MultiMap headers) {
        List<String> authorizations = authorizations(headers);
        if (authorizations.isEmpty()) {
            return Optional.empty();
        }
        Matcher bearer = BEARER.matcher(authorizations.get(0));
        if (authorizations.size() > 1 || !bearer.matches()) {
            throw TokenFailures.invalid("there must be one Authorization header, and it must say Bearer <token>");
        }
        return Optional.of(bearer.group(1));
    }

    /** Whether there is something like a {@code Bearer} token, which may be invalid. */
    static boolean hasBearer(MultiMap headers) {
        return !authorizations(headers).isEmpty();
    }

    private static List<String> authorizations(MultiMap headers) {
        return headers.getAll(HttpHeaders.AUTHORIZATION).stream()
                .filter(header -> !OTHER_SCHEME.matcher(header).matches())
                .toList();
    }

    @Override
    public String toString() {
        return tokens.size() + " tokens by " + (isFromCookie ? "cookie" : "header");
    }
}
