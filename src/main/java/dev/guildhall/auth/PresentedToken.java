package dev.guildhall.auth;

import org.jspecify.annotations.Nullable;

/**
 * A token that a request brings, not verified.
 *
 * @param cookie the name of the cookie that it came in, without the number of a chunk; null: it came in a header
 */
record PresentedToken(String value, @Nullable String cookie) {
    @Override
    public String toString() {
        return "a token by " + (cookie == null ? "header" : "cookie");
    }
}
