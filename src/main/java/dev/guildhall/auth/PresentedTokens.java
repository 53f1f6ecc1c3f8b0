package dev.guildhall.auth;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The tokens that a request brings, in the order in which they are to be tried, none of them verified.
 *
 * @param byCookie false where an {@code Authorization} header decides alone
 */
record PresentedTokens(boolean byCookie, List<PresentedToken> tokens) {
    private static final Pattern BEARER = Pattern.compile("bearer ++(\\S++)", Pattern.CASE_INSENSITIVE);

    /** @throws dev.guildhall.failure.Failure.Unauthenticated auth_invalid if it is not plain which token is meant */
    static PresentedTokens of(MultiMap headers, List<String> cookieNames) {
        return bearer(headers)
                .map(token -> new PresentedTokens(false, List.of(new PresentedToken(token, null))))
                .orElseGet(() -> new PresentedTokens(
                        true, SessionCookies.tokens(headers.getAll(HttpHeaders.COOKIE), cookieNames)));
    }

    /**
     * The token in the {@code Authorization} header; empty where there is no such header.
     *
     * @throws dev.guildhall.failure.Failure.Unauthenticated auth_invalid if there are several, or one of another kind
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
        return tokens.size() + " tokens by " + (byCookie ? "cookie" : "header");
    }
}
