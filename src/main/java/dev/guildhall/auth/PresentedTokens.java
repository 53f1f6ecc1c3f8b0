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
 * @param isFromCookie false if there is an {@code Authorization} header, which takes precedence over all cookies
 */
record PresentedTokens(boolean isFromCookie, List<PresentedToken> tokens) {
    private static final Pattern BEARER = Pattern.compile("bearer ++(\\S++)", Pattern.CASE_INSENSITIVE);

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
     * The token in the {@code Authorization} header; empty if there is no such header.
     *
     * @throws dev.guildhall.failure.Failure.Unauthenticated auth_invalid if there are several, or one of a different kind
     */
    static Optional<String> bearer(MultiMap headers) {
        List<String> authorizations = headers.getAll(HttpHeaders.AUTHORIZATION);
        if (authorizations.isEmpty()) {
            return Optional.empty();
        }
        Matcher bearer = BEARER.matcher(authorizations.get(0));
        if (authorizations.size() > 1 || !bearer.matches()) {
            throw TokenFailures.invalid("there must be one Authorization header, and it must say Bearer <token>");
        }
        return Optional.of(bearer.group(1));
    }

    @Override
    public String toString() {
        return tokens.size() + " tokens by " + (isFromCookie ? "cookie" : "header");
    }
}
