package dev.guildhall.auth;

import org.jspecify.annotations.Nullable;

/**
 * A token from a request, not verified yet.
 *
 * @param cookie the name of its cookie, without the number of a chunk; null if the token came in a header
 */
record PresentedToken(String value, @Nullable String cookie) {
    @Override
    public String toString() {
        return "a token by " + (cookie == null ? "header" : "cookie");
    }
}
